package io.tierstream.tier.domain.simulation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;

/**
 * The time that somebody works. Working hours are wall-clock hours of the zone; time is counted between instants, so that
 * a change to or from daylight-saving time neither loses nor gains any.
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

    /** Days without work in a row after which a calendar is given up as one that never works. */
    private static final int LONGEST_BREAK = 3_660;

    /**
     * Working hours within a day.
     *
     * @param to exclusive; midnight is the end of the day
     */
    public record Interval(LocalTime from, LocalTime to) {}

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
     * @throws IllegalStateException when the calendar has no work for ten years
     */
    public Instant plus(Instant from, Duration amount) {
        Duration left = amount;
        int idle = 0;
        for (LocalDate day = from.atZone(zone).toLocalDate(); idle < LONGEST_BREAK; day = day.plusDays(1)) {
            idle++;
            if (!isWorked(day)) {
                continue;
            }
            for (Interval interval : intervals) {
                Instant start = later(at(day, interval.from()), from);
                Instant end = end(day, interval);
                if (start.isBefore(end)) {
                    idle = 0;
                    Duration available = Duration.between(start, end);
                    if (left.compareTo(available) <= 0) {
                        return start.plus(left);
                    }
                    left = left.minus(available);
                }
            }
        }
        throw new IllegalStateException("the calendar has no working time after " + from);
    }

    private boolean isWorked(LocalDate day) {
        return makeUpDays.contains(day) || (workingDays.contains(day.getDayOfWeek()) && !holidays.contains(day));
    }

    private Instant at(LocalDate day, LocalTime time) {
        return ZonedDateTime.of(day, time, zone).toInstant();
    }

    private Instant end(LocalDate day, Interval interval) {
        return interval.to().equals(LocalTime.MIDNIGHT)
                ? day.plusDays(1).atStartOfDay(zone).toInstant()
                : at(day, interval.to());
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
