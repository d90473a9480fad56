package io.tierstream.tier.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.tierstream.tier.domain.Points;
import java.util.Map;
import java.util.Objects;

/** What the coordinator of all partitions hears. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Coordination.CutOffsRequested.class, name = "cut-offs-requested"),
    @JsonSubTypes.Type(value = Coordination.ActivationRequested.class, name = "activation-requested"),
    @JsonSubTypes.Type(value = Coordination.Counted.class, name = "counted"),
    @JsonSubTypes.Type(value = Coordination.Applied.class, name = "applied")
})
public sealed interface Coordination {

    /**
     * Somebody wants the cut-offs recalculated now; answered by {@link Answer.CutOffsApplied}.
     *
     * @param requestId comes back in the answer
     */
    record CutOffsRequested(String requestId) implements Coordination {

        public CutOffsRequested {
            Objects.requireNonNull(requestId);
        }
    }

    /**
     * Somebody activates a policy; answered by {@link Answer.PolicyInForce} or {@link Answer.PolicyRefused}.
     *
     * @param requestId comes back in the answer
     * @param by who
     */
    record ActivationRequested(String requestId, Policy policy, String by) implements Coordination {

        public ActivationRequested {
            Objects.requireNonNull(requestId);
            Objects.requireNonNull(policy);
            Objects.requireNonNull(by);
        }
    }

    /**
     * A partition's part of a calculation.
     *
     * @param counts customers by composite in hundredths of a point, where there are any
     */
    record Counted(long epoch, int partition, Map<Integer, Integer> counts) implements Coordination {

        public Counted {
            counts = Map.copyOf(counts);
            counts.keySet().forEach(Points::new);
        }
    }

    /** A partition has brought every customer it touches up to what was decided in this epoch. */
    record Applied(long epoch, int partition) implements Coordination {}
}
