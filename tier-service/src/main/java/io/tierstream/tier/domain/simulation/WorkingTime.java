package io.tierstream.tier.domain.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The time that somebody works: a moment counts when the clock on the wall of {@code zone} is within a working interval of a
 * working day. Every real second is judged by itself, so an hour that a daylight-saving change repeats counts twice if it is
 * worked, and one that it skips does not count. The desk counts by the same rule; approved samples hold both to it.
 *
 * @param hoursPerDay working hours that make a day of SLA, above 0
 * @param intervals of each working day, in order, not overlapping, at least one
 * @param holidays days off, whatever the week says
 * @param makeUpDays days worked, whatever the week and the holidays say
 */
public record WorkingTime(
        ZoneId zone,
        BigDecimal hoursPerDay,
        Set<DayOfWeek> workingDays,
        List<Interval> intervals,
        Set<LocalDate> holidays,
        Set<LocalDate> makeUpDays) {

    private static final BigDecimal NANOS_PER_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

    /** How far the search for working time goes before it gives up. */
    private static final Duration HORIZON = Duration.ofDays(200L * 366);

    /**
     * Working hours within a day.
     *
     * @param to exclusive; midnight is the end of the day
     */
    public record Interval(LocalTime from, LocalTime to) {

        private LocalDateTime startOn(LocalDate day) {
            return day.atTime(from);
        }

        private LocalDateTime endOn(LocalDate day) {
            return to.equals(LocalTime.MIDNIGHT) ? day.plusDays(1).atStartOfDay() : day.atTime(to);
        }
    }

    public WorkingTime {
        workingDays = Set.copyOf(workingDays);
        intervals = List.copyOf(intervals);
        holidays = Set.copyOf(holidays);
        makeUpDays = Set.copyOf(makeUpDays);
    }

    /** The working time that a duration of the settings stands for: {@link #hoursPerDay} for each whole day of it. */
    public Duration allowance(Duration sla) {
        Duration day = Duration.ofNanos(hoursPerDay
                .multiply(NANOS_PER_HOUR)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
        return day.multipliedBy(sla.toDays()).plus(sla.minusDays(sla.toDays()));
    }

    /**
     * The first instant at which so much working time has passed.
     *
     * @param amount at least zero
     * @throws IllegalStateException when there is not that much work within two hundred years
     */
    public Instant plus(Instant from, Duration amount) {
        if (amount.isZero()) {
            return from;
        }
        Walk walk = new Walk(from, from.plus(HORIZON));
        Duration left = amount;
        for (Span span = walk.next(); span != null; span = walk.next()) {
            if (span.length().compareTo(left) >= 0) {
                return span.from().plus(left);
            }
            left = left.minus(span.length());
        }
        throw new IllegalStateException("the calendar has no working time after " + from);
    }

    /** The working time from one instant to a later one. */
    public Duration between(Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        Walk walk = new Walk(from, to);
        for (Span span = walk.next(); span != null; span = walk.next()) {
            sum = sum.plus(span.length());
        }
        return sum;
    }

    private boolean isWorked(LocalDate day) {
        return makeUpDays.contains(day) || (workingDays.contains(day.getDayOfWeek()) && !holidays.contains(day));
    }

    private record Span(Instant from, Instant to) {
        Duration length() {
            return Duration.between(from, to);
        }
    }

    /**
     * The stretches of working time from one instant to a later one. Within a stretch between two transitions of the zone,
     * wall-clock time and real time run alike; so it goes from stretch to stretch, and in each from day to day.
     */
    private final class Walk {

        private final Instant end;
        private Instant stretchFrom;
        private Instant stretchTo;
        private ZoneOffset offset;
        private LocalDate day;
        private int interval;

        Walk(Instant start, Instant end) {
            this.end = end;
            this.stretchFrom = start;
            this.stretchTo = start;
            this.offset = ZoneOffset.UTC;
            this.day = LocalDate.EPOCH;
            enter(start);
        }

        @Nullable Span next() {
            do {
                while (interval < intervals.size() && isWorked(day)) {
                    Interval hours = intervals.get(interval++);
                    Instant from = later(hours.startOn(day).toInstant(offset), stretchFrom);
                    Instant to = hours.endOn(day).toInstant(offset);
                    if (to.isAfter(stretchTo)) {
                        to = stretchTo;
                    }
                    if (from.isBefore(to)) {
                        return new Span(from, to);
                    }
                }
            } while (nextDay());
            return null;
        }

        private boolean nextDay() {
            day = day.plusDays(1);
            interval = 0;
            if (day.atStartOfDay().toInstant(offset).isBefore(stretchTo)) {
                return true;
            }
            if (!stretchTo.isBefore(end)) {
                return false;
            }
            enter(stretchTo);
            return true;
        }

        private void enter(Instant at) {
            ZoneOffsetTransition next = zone.getRules().nextTransition(at);
            stretchFrom = at;
            stretchTo = next == null || next.getInstant().isAfter(end) ? end : next.getInstant();
            offset = zone.getRules().getOffset(at);
            day = LocalDateTime.ofInstant(at, offset).toLocalDate();
            interval = 0;
        }

        private static Instant later(Instant one, Instant other) {
            return one.isAfter(other) ? one : other;
        }
    }
}
