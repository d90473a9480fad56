package io.tierstream.tier.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a customer stands: everything that the next decision needs besides the policy, the cut-offs and the time.
 *
 * @param tier the tier that applies: the override's while there is one, else the computed one
 * @param since since when {@code tier} applies
 * @param changeNumber how many tier changes this customer has had, the first grading included
 * @param computed what the rules make of the composite, protections included
 * @param basis what the computed tier follows from
 * @param override null when there is none
 */
public record Grade(
        String customerId,
        Tier tier,
        Instant since,
        long changeNumber,
        Computed computed,
        Basis basis,
        @Nullable TierOverride override) {

    /**
     * The computed tier.
     *
     * <pre>
     *             composite ≥ cut-off of a better tier: promoted at once
     *        ┌───────────────────────────────────────────────────────────┐
     *        ▼                                                           │
     *   in a tier ── composite falls below its cut-off ──▶ below, since an instant
     *        ▲  ▲                                             │       │
     *        │  └──────── composite is back at it ────────────┘       │ more than the margin below, or below for the grace,
     *        └──────────────── demoted to where it belongs ◀──────────┘ and the minimum dwell has passed
     * </pre>
     *
     * @param since since when {@code tier} counts towards the minimum dwell
     * @param below null when the composite is not below the tier's cut-off
     */
    public record Computed(
            Tier tier, Instant since, @Nullable Below below) {

        Computed with(@Nullable Below other) {
            return new Computed(tier, since, other);
        }
    }

    /**
     * Below the computed tier's cut-off.
     *
     * @param since the first instant, without interruption
     * @param through {@link Cause#SCORE} or {@link Cause#CUT_OFF}
     */
    public record Below(Instant since, Cause through) {}

    /**
     * What a computed tier follows from.
     *
     * @param composite null when nothing says what the customer is worth
     * @param scoreVersion the version of the score that brought the criteria
     * @param policyVersion the policy that the composite follows
     * @param weights that policy's
     * @param cutOffs the cut-offs last compared with; null before the first calculation. Cut-offs that moved since without
     *     touching this composite are not written down here
     */
    public record Basis(
            Criteria criteria,
            @Nullable Points composite,
            long scoreVersion,
            int policyVersion,
            Weights weights,
            @Nullable CutOffs cutOffs) {

        Basis with(@Nullable CutOffs other) {
            return new Basis(criteria, composite, scoreVersion, policyVersion, weights, other);
        }
    }

    Grade with(Computed other) {
        return new Grade(customerId, tier, since, changeNumber, other, basis, override);
    }

    Grade with(Basis other) {
        return new Grade(customerId, tier, since, changeNumber, computed, other, override);
    }

    /** Whether all is the same but the cut-offs last compared with. */
    public boolean equalsButForCutOffs(Grade other) {
        return with(basis.with(other.basis.cutOffs())).equals(other);
    }
}
