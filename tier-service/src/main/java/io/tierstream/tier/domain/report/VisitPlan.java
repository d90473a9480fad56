package io.tierstream.tier.domain.report;

import io.tierstream.tier.domain.Tier;
import java.time.LocalDate;
import java.time.Period;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often customers are visited.
 *
 * @param every the time between two visits, for every tier, above zero
 */
public record VisitPlan(Map<Tier, Period> every) {

    /** A monthly, B quarterly, C half-yearly. */
    public static final VisitPlan DEFAULT =
            new VisitPlan(Map.of(Tier.A, Period.ofMonths(1), Tier.B, Period.ofMonths(3), Tier.C, Period.ofMonths(6)));

    public VisitPlan {
        every = Map.copyOf(every);
        for (Tier tier : Tier.values()) {
            Period period = every.get(tier);
            if (period == null || period.isNegative() || period.isZero()) {
                throw new IllegalArgumentException("tier " + tier + " needs a period above zero between visits");
            }
        }
    }

    /**
     * The day by which the next visit is due: one period after the last visit; without one, after the tier began.
     *
     * @param lastVisit null when no visit is recorded
     * @param tierSince since when the tier applies
     */
    public LocalDate due(Tier tier, @Nullable LocalDate lastVisit, LocalDate tierSince) {
        return (lastVisit == null ? tierSince : lastVisit).plus(every.getOrDefault(tier, Period.ZERO));
    }
}
