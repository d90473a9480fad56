package io.tierstream.tier.http;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.wire.GradeSnapshot;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A customer with all that decides the tier.
 *
 * @param tier in force, override included
 * @param computedTier what the rules give
 * @param composite 0–100; absent when nothing says what the customer is worth
 * @param since since when {@code tier} applies
 * @param version of all this; a higher one is newer
 * @param criteria the parts of the composite
 * @param cutOffs in force; absent before the first calculation
 * @param nextDue when a grace, a dwell or the override ends
 * @param up what it would take to move up; absent in the best tier
 * @param down what would move it down; absent in the last tier
 * @param currency of the amounts in {@code metrics}
 * @param asOf the business day of the figures
 */
public record CustomerView(
        String customerId,
        @Nullable String name,
        @Nullable String accountManager,
        @Nullable String segment,
        @Nullable String region,
        @Nullable LocalDate customerSince,
        Tier tier,
        Tier computedTier,
        @Nullable BigDecimal composite,
        Instant since,
        long changeNumber,
        long version,
        int policyVersion,
        long scoreVersion,
        int scorecardVersion,
        GradingMode mode,
        GradeSnapshot.@Nullable Override override,
        List<CriterionContribution> criteria,
        @Nullable CutOffs cutOffs,
        @Nullable Instant belowSince,
        @Nullable Instant nextDue,
        @Nullable Up up,
        @Nullable Down down,
        List<Flag> flags,
        String currency,
        Metrics metrics,
        LocalDate asOf) {

    /**
     * The way up.
     *
     * @param cutOff the composite that it takes
     * @param missing how far the composite is from it
     * @param alone the criteria that could do it alone
     */
    public record Up(Tier to, BigDecimal cutOff, @Nullable BigDecimal missing, List<Needed> alone) {}

    /** A criterion, the points that it has, and those with which it would bring the customer up, all else as it is. */
    public record Needed(String criterion, @Nullable BigDecimal points, BigDecimal needed) {}

    /**
     * The way down.
     *
     * @param cutOff below it the grace begins
     * @param atOnceBelow below it the tier falls without a grace
     * @param distance how far the composite is above the cut-off; negative when it is below
     * @param dueAt when the tier falls if nothing moves, and {@code to} which
     */
    public record Down(
            BigDecimal cutOff,
            BigDecimal atOnceBelow,
            BigDecimal distance,
            @Nullable Instant belowSince,
            @Nullable Instant dueAt,
            @Nullable Tier to) {}
}
