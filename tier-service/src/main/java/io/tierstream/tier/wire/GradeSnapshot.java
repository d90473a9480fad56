package io.tierstream.tier.wire;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be seen of a graded customer, written whenever any of it changes.
 *
 * @param version counts the snapshots of this customer from 1; a higher one replaces a lower one
 * @param tier in force, override included
 * @param since since when {@code tier} applies
 * @param changeNumber of the latest tier change
 * @param computedTier what the rules give, protections included
 * @param computedSince since when {@code computedTier} counts towards the minimum dwell
 * @param belowSince since when the composite has been below the computed tier's cut-off; absent when it is not
 * @param belowThrough what put it there, {@code SCORE} or {@code CUT_OFF}; absent with {@code belowSince}
 * @param nextDue when a grace, a dwell or the override ends; absent when time alone changes nothing
 * @param composite absent when nothing says what the customer is worth
 * @param criteria the composite's parts, adding up to it; nothing in them says what was before
 * @param cutOffs those last compared with; absent where the snapshot comes from the population. Cut-offs that moved since without touching this composite do not make a new
 *     snapshot: show the ones of the latest {@link Answer.CutOffsApplied}
 * @param asOf the business day of the figures
 * @param currency of the amounts in {@code metrics}
 * @param flags signs of a false big customer
 * @param profile absent until the customer is named
 */
public record GradeSnapshot(
        String customerId,
        long version,
        Tier tier,
        Instant since,
        long changeNumber,
        Tier computedTier,
        Instant computedSince,
        @Nullable Instant belowSince,
        @Nullable String belowThrough,
        @Nullable Instant nextDue,
        @Nullable BigDecimal composite,
        List<CriterionContribution> criteria,
        GradingMode mode,
        @Nullable CutOffs cutOffs,
        int policyVersion,
        long scoreVersion,
        @Nullable Override override,
        LocalDate asOf,
        String currency,
        Metrics metrics,
        List<Flag> flags,
        int scorecardVersion,
        @Nullable Profile profile) {

    /** A tier set by hand. */
    public record Override(
            Tier tier, String reason, String by, @Nullable Instant until) {}

    /** Who the customer is, by the latest {@code customer.updated}. */
    public record Profile(
            String name,
            @Nullable String accountManager,
            @Nullable String segment,
            @Nullable String region,
            @Nullable LocalDate customerSince) {}
}
