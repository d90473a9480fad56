package io.tierstream.complaints.domain.report;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the complaints that were opened in a period fared until now, all together and by group. Each is counted once, in the
 * period in which it was opened, so {@code opened = resolved + open + withdrawn}.
 *
 * @param groups tiers in their order; others by how many were opened, then by name
 */
public record DelayReport(Figures total, List<Figures> groups) {

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    public DelayReport {
        groups = List.copyOf(groups);
    }

    /** What complaints are grouped by. */
    public enum By {
        TIER,
        /** Who resolved it, or holds it. */
        AGENT,
        CATEGORY
    }

    /** What time is counted in. */
    public enum Measure {
        /** As the customer lives it: every hour from opened to resolved. */
        CALENDAR,
        /** As the SLA in force counts it: only while its clock ran, in the working time of the tier. */
        SLA
    }

    /**
     * What is asked.
     *
     * @param from complaints opened then or later
     * @param to and before then
     * @param now when open ones are looked at
     */
    public record Question(Instant from, Instant to, By by, Measure measure, Instant now) {}

    /**
     * The figures of a group. Durations are rounded HALF_UP to seconds and absent when there is nothing to take them from.
     *
     * @param group absent for those without one (nobody has it, no category)
     * @param opened in the period
     * @param resolved of these
     * @param open of these, still to be worked on
     * @param withdrawn of these
     * @param breached of these: the deadline passed while the clock ran, whatever became of them
     * @param mean time to resolve of the resolved
     * @param median of the same: the middle one, with an even number the mean of the two in the middle
     * @param percentile95 of the same: the one at rank ⌈0.95·n⌉ of n in ascending order
     * @param meanDelay of the breached: how long the clock ran past the deadline, until it stopped or until now
     */
    public record Figures(
            @Nullable String group,
            int opened,
            int resolved,
            int open,
            int withdrawn,
            int breached,
            @Nullable Duration mean,
            @Nullable Duration median,
            @Nullable Duration percentile95,
            @Nullable Duration meanDelay) {}

    /** Works the report out. */
    public static DelayReport of(Stream<Course> courses, SlaPolicy policy, Question question) {
        long from = question.from().toEpochMilli();
        long to = question.to().toEpochMilli();
        long now = question.now().toEpochMilli();
        Count total = new Count();
        Map<String, Count> counts = new HashMap<>();
        if (question.by() == By.TIER) {
            for (Tier tier : Tier.values()) {
                counts.put(tier.name(), new Count());
            }
        }
        courses.filter(course -> course.openedAt() >= from && course.openedAt() < to)
                .forEach(course -> {
                    SlaClock clock =
                            question.measure() == Measure.SLA ? policy.clock(course.tier()) : CalendarTime.INSTANCE;
                    counts.computeIfAbsent(group(course, question.by()), group -> new Count())
                            .add(course, question.measure(), clock, now);
                });
        List<Figures> groups = new ArrayList<>();
        counts.forEach((group, count) -> {
            total.add(count);
            groups.add(count.figures(group.isEmpty() ? null : group));
        });
        Comparator<Figures> byName =
                Comparator.comparing(Figures::group, Comparator.nullsLast(Comparator.naturalOrder()));
        groups.sort(
                question.by() == By.TIER
                        ? byName
                        : Comparator.comparing(Figures::opened).reversed().thenComparing(byName));
        return new DelayReport(total.figures(null), groups);
    }

    /** Empty for those without one. */
    private static String group(Course course, By by) {
        return switch (by) {
            case TIER -> course.tier().name();
            case AGENT -> Objects.requireNonNullElse(course.agent(), "");
            case CATEGORY -> Objects.requireNonNullElse(course.category(), "");
        };
    }

    /** Counts a group. */
    private static final class Count {

        private int opened;
        private int open;
        private int withdrawn;
        private int breached;
        private long delays;
        private long[] times = new long[16];
        private int resolved;

        void add(Course course, Measure measure, SlaClock clock, long now) {
            opened++;
            if (course.isBreached(now)) {
                breached++;
                delays += course.delay(clock, now);
            }
            switch (course.state()) {
                case OPEN, CLAIMED, WAITING -> open++;
                case WITHDRAWN -> withdrawn++;
                case RESOLVED -> resolve(course.timeToResolve(measure, clock));
            }
        }

        private void resolve(long time) {
            if (resolved == times.length) {
                times = Arrays.copyOf(times, resolved * 2);
            }
            times[resolved++] = time;
        }

        void add(Count other) {
            opened += other.opened;
            open += other.open;
            withdrawn += other.withdrawn;
            breached += other.breached;
            delays += other.delays;
            for (int i = 0; i < other.resolved; i++) {
                resolve(other.times[i]);
            }
        }

        Figures figures(@Nullable String group) {
            Arrays.sort(times, 0, resolved);
            return new Figures(
                    group,
                    opened,
                    resolved,
                    open,
                    withdrawn,
                    breached,
                    resolved == 0
                            ? null
                            : seconds(Arrays.stream(times, 0, resolved).sum(), resolved),
                    resolved == 0 ? null : seconds(times[(resolved - 1) / 2] + times[resolved / 2], 2),
                    resolved == 0 ? null : seconds(times[(int) ((95L * resolved + 99) / 100) - 1], 1),
                    breached == 0 ? null : seconds(delays, breached));
        }

        /** Milliseconds divided by a number, as whole seconds. */
        private static Duration seconds(long millis, int divisor) {
            return Duration.ofSeconds(BigDecimal.valueOf(millis)
                    .divide(BigDecimal.valueOf(divisor).multiply(MILLIS), 0, RoundingMode.HALF_UP)
                    .longValueExact());
        }
    }
}
