package io.tierstream.tier.domain;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision about a customer's tier with all that decided it, so that it can be made again from this alone.
 *
 * @param changeNumber from 1, without gaps
 * @param from absent at the first grading; equal to {@code to} where an override came, changed or went without moving the tier
 * @param composite absent when nothing says what the customer is worth
 * @param previousComposite the composite before this decision
 * @param cutOffs absent before the first calculation
 * @param belowSince since when the composite had been below the cut-off of the tier it was computed to be in
 * @param tierSince since when {@code from} had applied; the time of the decision at the first grading
 * @param override the override in force, or that just ended
 */
public record TierChange(
        String customerId,
        long changeNumber,
        @Nullable Tier from,
        Tier to,
        Cause cause,
        Tier computedTier,
        @Nullable Points composite,
        @Nullable Points previousComposite,
        List<Contribution> criteria,
        Mode mode,
        @Nullable CutOffs cutOffs,
        int policyVersion,
        long scoreVersion,
        @Nullable Instant belowSince,
        Instant tierSince,
        @Nullable TierOverride override,
        Instant decidedAt) {}
