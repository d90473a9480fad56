package io.tierstream.complaints.domain.sla;

import io.tierstream.complaints.domain.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The service levels in force.
 *
 * @param version counts the settings, from 1; 0 are the built-in ones
 * @param tiers how long each tier's complaints may take, for every tier, above zero and at most {@link #LONGEST}
 * @param clock the time they are counted in
 * @param clocks for the tiers that have another one
 * @param promotionGrace how much calendar time a promotion leaves at least, zero to {@link #LONGEST}
 * @param onDemotion what a demotion does to the deadline
 * @param atRiskShare the last share of the time to the deadline in which a ticket is at risk, 0 to 1
 * @param order what the queue is ordered by first
 * @param maximumWait after this much calendar time of waiting a ticket is lifted above the tiers; absent: never
 */
public record SlaPolicy(
        long version,
        Map<Tier, Duration> tiers,
        SlaClock clock,
        Map<Tier, SlaClock> clocks,
        Duration promotionGrace,
        DemotionRule onDemotion,
        BigDecimal atRiskShare,
        OrderRule order,
        @Nullable Duration maximumWait) {

    /** The longest duration any setting may name. */
    public static final Duration LONGEST = Duration.ofDays(3650);

    /** So many weeks the longest deadline may be away by its calendar: twenty years. */
    private static final int MOST_WEEKS = 20 * 52;

    /** The settings a desk starts with: A 3 days, B and C 5 days, calendar time, tier first. */
    public static final SlaPolicy DEFAULT = new SlaPolicy(
            0,
            Map.of(Tier.A, Duration.ofDays(3), Tier.B, Duration.ofDays(5), Tier.C, Duration.ofDays(5)),
            Duration.ofHours(8),
            DemotionRule.FOLLOW,
            new BigDecimal("0.25"),
            OrderRule.TIER_FIRST,
            null);

    public SlaPolicy {
        tiers = Map.copyOf(tiers);
        clocks = Map.copyOf(clocks);
    }

    /** Settings in calendar time for all tiers. */
    public SlaPolicy(
            long version,
            Map<Tier, Duration> tiers,
            Duration promotionGrace,
            DemotionRule onDemotion,
            BigDecimal atRiskShare,
            OrderRule order,
            @Nullable Duration maximumWait) {
        this(
                version,
                tiers,
                CalendarTime.INSTANCE,
                Map.of(),
                promotionGrace,
                onDemotion,
                atRiskShare,
                order,
                maximumWait);
    }

    /** The same settings with another version. */
    public SlaPolicy withVersion(long other) {
        return new SlaPolicy(other, tiers, clock, clocks, promotionGrace, onDemotion, atRiskShare, order, maximumWait);
    }

    /** What is wrong with these settings, as pointer and reason; empty when they can be used. */
    public List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Tier tier : Tier.values()) {
            Duration sla = tiers.get(tier);
            if (sla == null) {
                problems.add(new Problem("/tiers/" + tier, "required", "name a duration such as P3D for tier " + tier));
            } else if (sla.isNegative() || sla.isZero() || sla.compareTo(LONGEST) > 0) {
                problems.add(new Problem("/tiers/" + tier, "range", "must be above zero and at most ten years"));
            } else if (clock(tier) instanceof BusinessCalendar calendar) {
                problemOf(tier, sla, calendar).ifPresent(problems::add);
            }
        }
        if (promotionGrace.isNegative() || promotionGrace.compareTo(LONGEST) > 0) {
            problems.add(new Problem("/promotionGrace", "range", "must be zero to ten years"));
        }
        if (atRiskShare.signum() < 0 || atRiskShare.compareTo(BigDecimal.ONE) > 0) {
            problems.add(new Problem("/atRiskShare", "range", "must be 0 to 1"));
        }
        if (maximumWait != null
                && (maximumWait.isNegative() || maximumWait.isZero() || maximumWait.compareTo(LONGEST) > 0)) {
            problems.add(new Problem("/maximumWait", "range", "must be above zero and at most ten years, or null"));
        }
        return problems;
    }

    private static Optional<Problem> problemOf(Tier tier, Duration sla, BusinessCalendar calendar) {
        String pointer = "/tiers/" + tier;
        Duration day = calendar.dayOfWork();
        if (sla.minusDays(sla.toDays()).compareTo(day) > 0) {
            return Optional.of(new Problem(
                    pointer,
                    "part-of-day",
                    "by its calendar a day is " + day + " of work, so what is below a whole day may be at most that: "
                            + "write whole days and the working hours beyond them, such as P2DT4H"));
        }
        if (calendar.allowance(sla).compareTo(calendar.workOfAWeek().multipliedBy(MOST_WEEKS)) > 0) {
            return Optional.of(new Problem(
                    pointer, "too-far", "by its calendar there is not that much working time within twenty years"));
        }
        return Optional.empty();
    }

    /** The clock the SLA of a tier runs on. */
    public SlaClock clock(Tier tier) {
        return clocks.getOrDefault(tier, clock);
    }

    /** How long a complaint of this tier may take. */
    public Duration sla(Tier tier) {
        Duration sla = tiers.get(tier);
        if (sla == null) {
            throw new IllegalStateException("no SLA for tier " + tier);
        }
        return sla;
    }

    /** One thing wrong with a setting: where (a JSON pointer), which kind, and what to change. */
    public record Problem(String pointer, String code, String message) {}
}
