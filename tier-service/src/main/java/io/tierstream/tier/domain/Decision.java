package io.tierstream.tier.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a decision about one customer came to. */
public sealed interface Decision {

    /** How the customer stands now; null only for a customer who is still unknown. */
    @Nullable Grade grade();

    /** To be announced, in this order; empty when the tier stays. */
    List<TierChange> changes();

    /** The input took effect, or had none to take. */
    record Decided(Grade grade, List<TierChange> changes) implements Decision {}

    /** The input is not possible. Grade and changes tell what was due without it. */
    record Refused(Refusal refusal, @Nullable Grade grade, List<TierChange> changes) implements Decision {}

    /** Why an input is refused. */
    enum Refusal {
        /** Nobody by this id has been scored. */
        UNKNOWN_CUSTOMER,
        /** An override needs a reason. */
        REASON_MISSING,
        /** An override must end in the future. */
        UNTIL_HAS_PASSED,
        /** There is no override to remove. */
        NO_OVERRIDE
    }
}
