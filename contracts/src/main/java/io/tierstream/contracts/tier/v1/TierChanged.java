package io.tierstream.contracts.tier.v1;

import io.tierstream.contracts.EventData;
import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer's tier changed, or an override was set, changed or ended; with all that decided it.
 *
 * @param from the tier before; absent at the first grading
 * @param composite 0–100, two decimals; absent when the customer has none
 * @param computedTier what the rules give, beside an override
 * @param cutOffs in force at the decision; absent before the first calculation
 * @param scoreVersion the {@code version} of the score decided upon; 0 when there was none
 * @param belowSince since when the composite is below the cut-off of the computed tier's predecessor
 * @param tierSince since when the customer was in {@code from} until now, for the dwell; the decision's time at first
 * @param override the override in force after the change, or the one that ended
 * @param changeNumber counts the customer's changes from 1
 * @param name the customer's name, where known
 */
public record TierChanged(
        String customerId,
        @Nullable Tier from,
        Tier to,
        TierChangeCause cause,
        @Nullable BigDecimal composite,
        @Nullable BigDecimal previousComposite,
        Tier computedTier,
        GradingMode mode,
        @Nullable CutOffs cutOffs,
        int policyVersion,
        long scoreVersion,
        @Nullable Instant belowSince,
        @Nullable Instant tierSince,
        Instant decidedAt,
        List<CriterionContribution> criteria,
        @Nullable TierOverride override,
        long changeNumber,
        @Nullable String name)
        implements EventData {

    public TierChanged {
        Rules.businessId("customerId", customerId);
        Rules.required("to", to);
        Rules.required("cause", cause);
        Rules.required("computedTier", computedTier);
        Rules.required("mode", mode);
        Rules.required("decidedAt", decidedAt);
        criteria = List.copyOf(Rules.required("criteria", criteria));
    }
}
