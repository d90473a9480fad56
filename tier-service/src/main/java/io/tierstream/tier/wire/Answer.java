package io.tierstream.tier.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.GradingMode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of requests, in order. Every instance reads all of them. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Answer.CutOffsApplied.class, name = "cut-offs-applied"),
    @JsonSubTypes.Type(value = Answer.PolicyInForce.class, name = "policy-in-force"),
    @JsonSubTypes.Type(value = Answer.PolicyRefused.class, name = "policy-refused"),
    @JsonSubTypes.Type(value = Answer.OverrideApplied.class, name = "override-applied"),
    @JsonSubTypes.Type(value = Answer.OverrideRefused.class, name = "override-refused")
})
public sealed interface Answer {

    /**
     * The cut-offs of this epoch apply everywhere, and every customer stands as they say. Also after every scheduled
     * calculation.
     *
     * @param requestIds the requests that this answers; empty after a scheduled calculation
     * @param n customers with a composite
     * @param cutOffs absent when nobody has a composite in mode RATIO
     */
    record CutOffsApplied(
            long epoch,
            List<String> requestIds,
            int policyVersion,
            GradingMode mode,
            long n,
            @Nullable CutOffs cutOffs,
            Instant calculatedAt)
            implements Answer {}

    /**
     * The policy is in force everywhere, and everyone is graded by it. A {@link CutOffsApplied} of the same epoch follows.
     *
     * @param requestId of the request that activated it
     * @param by who activated it
     * @param at since when it is in force
     */
    record PolicyInForce(long epoch, String requestId, Policy policy, String by, Instant at) implements Answer {}

    /** The policy will not be activated. */
    record PolicyRefused(String requestId, int policyVersion, Reason reason) implements Answer {

        /** Why. */
        public enum Reason {
            /** It is in force already. */
            IN_FORCE,
            /** Another one was activated before this one had taken over. */
            SUPERSEDED
        }
    }

    /** The customer stands so after the command. */
    record OverrideApplied(String commandId, GradeSnapshot grade) implements Answer {}

    /** The command is not possible; nothing changed. */
    record OverrideRefused(String commandId, String customerId, Reason reason) implements Answer {

        /** Why; the names of the domain's refusals. */
        public enum Reason {
            UNKNOWN_CUSTOMER,
            REASON_MISSING,
            UNTIL_HAS_PASSED,
            NO_OVERRIDE
        }
    }
}
