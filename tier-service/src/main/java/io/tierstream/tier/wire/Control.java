package io.tierstream.tier.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tierstream.contracts.Rules;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.Tier;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the partitions hear. Epochs count the coordinator's calculations from 1. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Control.CountWanted.class, name = "count-wanted"),
    @JsonSubTypes.Type(value = Control.CutOffsDecided.class, name = "cut-offs-decided"),
    @JsonSubTypes.Type(value = Control.PolicyAnnounced.class, name = "policy-announced"),
    @JsonSubTypes.Type(value = Control.PolicyTookOver.class, name = "policy-took-over"),
    @JsonSubTypes.Type(value = Control.SetOverride.class, name = "set-override"),
    @JsonSubTypes.Type(value = Control.RemoveOverride.class, name = "remove-override")
})
public sealed interface Control {

    /** To all: say how your customers are distributed under the policy in force. */
    record CountWanted(long epoch) implements Control {}

    /**
     * To all: these cut-offs are in force.
     *
     * @param n customers with a composite
     * @param cutOffs absent when there are none
     */
    record CutOffsDecided(
            long epoch, int policyVersion, long n, @Nullable CutOffs cutOffs, Instant calculatedAt) implements Control {

        public CutOffsDecided {
            WireTranslator.toDomain(cutOffs);
            Objects.requireNonNull(calculatedAt);
        }
    }

    /** To all: say how your customers would be distributed under this policy, which is about to take over. */
    record PolicyAnnounced(long epoch, Policy policy) implements Control {

        public PolicyAnnounced {
            Objects.requireNonNull(policy);
        }
    }

    /** To all: this policy is in force, with these cut-offs. */
    record PolicyTookOver(
            long epoch, Policy policy, long n, @Nullable CutOffs cutOffs, Instant calculatedAt) implements Control {

        public PolicyTookOver {
            Objects.requireNonNull(policy);
            WireTranslator.toDomain(cutOffs);
            Objects.requireNonNull(calculatedAt);
        }
    }

    /**
     * To one customer's partition: set the tier by hand, or change how it is set. Answered by {@link
     * Answer.OverrideApplied} or {@link Answer.OverrideRefused}.
     *
     * @param commandId the same again has no effect but the same answer
     */
    record SetOverride(
            String commandId,
            String customerId,
            Tier tier,
            String reason,
            String by,
            @Nullable Instant until) implements Control {

        public SetOverride {
            Objects.requireNonNull(commandId);
            Rules.businessId("customerId", customerId);
            Objects.requireNonNull(tier);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(by);
            until = until == null ? null : Rules.time("until", until);
        }
    }

    /** To one customer's partition: the computed tier applies again. Answered as {@link SetOverride}. */
    record RemoveOverride(String commandId, String customerId, String by) implements Control {

        public RemoveOverride {
            Objects.requireNonNull(commandId);
            Rules.businessId("customerId", customerId);
            Objects.requireNonNull(by);
        }
    }
}
