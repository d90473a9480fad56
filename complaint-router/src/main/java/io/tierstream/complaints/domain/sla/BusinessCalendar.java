package io.tierstream.complaints.domain.sla;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Working time: a moment counts when the clock on the wall of {@code zone} is within a working interval of a working day.
 * Every real second is judged by itself, so an hour that a daylight-saving change repeats counts twice if it is worked, and
 * one that it skips does not count: no working time is lost or gained.
 *
 * <p>A day is worked when it is a make-up day, or when its day of the week is a working one and it is no holiday.
 *
 * <p>Of the instants that have the same working time behind them, as the evening of a Friday and the morning of a Monday,
 * {@link #plus} gives the earliest: work ends with a day rather than with the first instant of the next.
 *
 * @param hoursPerDay working hours that a day of SLA stands for, above 0 and at most 24
 * @param workingDays at least one
 * @param workingIntervals of a working day, at least one, in order, not overlapping
 * @param holidays days off
 * @param makeUpDays days worked although the week or a holiday says otherwise, as in China around long holidays
 */
public record BusinessCalendar(
        ZoneId zone,
        BigDecimal hoursPerDay,
        Set<DayOfWeek> workingDays,
        List<Interval> workingIntervals,
        Set<LocalDate> holidays,
        Set<LocalDate> makeUpDays)
        implements SlaClock {

    /** So many holidays, and so many make-up days, a calendar may have. */
    public static final int MOST_DAYS = 400;

    /** So many working intervals a day may have. */
    public static final int MOST_INTERVALS = 24;

    private static final BigDecimal HOURS_OF_DAY = BigDecimal.valueOf(24);
    private static final BigDecimal NANOS_OF_HOUR = BigDecimal.valueOf(3_600_000_000_000L);

    /** How far the search for working time goes before it gives up: settings that need more are refused beforehand. */
    private static final Duration HORIZON = Duration.ofDays(200L * 366);

    /**
     * Hours of work.
     *
     * @param from the first moment
     * @param to the first moment after it; midnight means the end of the day
     */
    public record Interval(LocalTime from, LocalTime to) {

        public Interval {
            if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
                throw new IllegalArgumentException("a working interval from " + from + " to " + to
                        + " has no length; one over midnight is two, until 00:00 and from 00:00");
            }
        }

        /** From the first moment to the end, on the wall. */
        public Duration length() {
            Duration length = Duration.between(from, to);
            return length.isPositive() ? length : length.plusDays(1);
        }

        private LocalDateTime startOn(LocalDate day) {
            return day.atTime(from);
        }

        private LocalDateTime endOn(LocalDate day) {
            return to.equals(LocalTime.MIDNIGHT) ? day.plusDays(1).atStartOfDay() : day.atTime(to);
        }
    }

    /** @throws IllegalArgumentException if there are {@link #problems}; the message says which */
    public BusinessCalendar {
        workingDays = Set.copyOf(workingDays);
        workingIntervals = List.copyOf(workingIntervals);
        holidays = Set.copyOf(holidays);
        makeUpDays = Set.copyOf(makeUpDays);
        List<SlaPolicy.Problem> problems = problems(hoursPerDay, workingDays, workingIntervals, holidays, makeUpDays);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(problems.stream()
                    .map(problem -> problem.pointer() + " " + problem.message())
                    .collect(Collectors.joining("; ")));
        }
    }

    /** What is wrong with such a calendar: nobody ever works, hours out of range, intervals that overlap, too many days. */
    public static List<SlaPolicy.Problem> problems(
            BigDecimal hoursPerDay,
            Collection<DayOfWeek> workingDays,
            List<Interval> workingIntervals,
            Collection<LocalDate> holidays,
            Collection<LocalDate> makeUpDays) {
        List<SlaPolicy.Problem> problems = new ArrayList<>();
        if (hoursPerDay.signum() <= 0 || hoursPerDay.compareTo(HOURS_OF_DAY) > 0) {
            problems.add(new SlaPolicy.Problem("/hoursPerDay", "range-hours", "must be above 0 and at most 24"));
        }
        if (workingDays.isEmpty()) {
            problems.add(new SlaPolicy.Problem("/workingDays", "no-work", "must name at least one day of the week"));
        }
        if (workingIntervals.isEmpty() || workingIntervals.size() > MOST_INTERVALS) {
            problems.add(new SlaPolicy.Problem(
                    "/workingIntervals", "no-work", "must name 1 to " + MOST_INTERVALS + " intervals"));
        }
        for (int i = 1; i < workingIntervals.size(); i++) {
            LocalTime before = workingIntervals.get(i - 1).to();
            if (before.equals(LocalTime.MIDNIGHT)
                    || workingIntervals.get(i).from().isBefore(before)) {
                problems.add(new SlaPolicy.Problem(
                        "/workingIntervals/" + i, "overlap", "must begin when the interval before it has ended"));
            }
        }
        if (holidays.size() > MOST_DAYS) {
            problems.add(new SlaPolicy.Problem("/holidays", "too-many", "may have at most " + MOST_DAYS + " days"));
        }
        if (makeUpDays.size() > MOST_DAYS) {
            problems.add(new SlaPolicy.Problem("/makeUpDays", "too-many", "may have at most " + MOST_DAYS + " days"));
        }
        return problems;
    }

    /** The working time of a week without holidays. */
    Duration workOfAWeek() {
        Duration day = Duration.ZERO;
        for (Interval interval : workingIntervals) {
            day = day.plus(interval.length());
        }
        return day.multipliedBy(workingDays.size());
    }

    /** {@code hoursPerDay} as a duration, to the nanosecond. */
    public Duration dayOfWork() {
        return Duration.ofNanos(hoursPerDay
                .multiply(NANOS_OF_HOUR)
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    @Override
    public Duration allowance(Duration sla) {
        return dayOfWork().multipliedBy(sla.toDays()).plus(sla.minusDays(sla.toDays()));
    }

    @Override
    public Instant plus(Instant from, Duration amount) {
        if (amount.isZero()) {
            return from;
        }
        boolean forward = !amount.isNegative();
        Walk walk = new Walk(from, forward ? from.plus(HORIZON) : from.minus(HORIZON));
        Duration left = amount.abs();
        for (Span span = walk.next(); span != null; span = walk.next()) {
            int longer = span.length().compareTo(left);
            if (longer > 0 || (longer == 0 && forward)) {
                return forward ? span.from().plus(left) : span.to().minus(left);
            }
            left = left.minus(span.length());
        }
        throw new IllegalStateException("There is not that much working time within 200 years of " + from);
    }

    @Override
    public Duration between(Instant from, Instant to) {
        Duration sum = Duration.ZERO;
        Walk walk = new Walk(from, to);
        for (Span span = walk.next(); span != null; span = walk.next()) {
            sum = sum.plus(span.length());
        }
        return from.isAfter(to) ? sum.negated() : sum;
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
     * The stretches of working time from one instant to another, earlier or later, in that order. Within a stretch between
     * two transitions of the zone, wall-clock time and real time run alike; so it goes from stretch to stretch, and in each
     * from day to day.
     */
    private final class Walk {

        private final boolean forward;
        private final Instant end;
        private Instant stretchFrom;
        private Instant stretchTo;
        private ZoneOffset offset;
        private LocalDate day;
        private int interval;

        Walk(Instant start, Instant end) {
            this.forward = !start.isAfter(end);
            this.end = end;
            this.stretchFrom = start;
            this.stretchTo = start;
            this.offset = ZoneOffset.UTC;
            this.day = LocalDate.EPOCH;
            enter(start);
        }

        @Nullable Span next() {
            while (true) {
                while (interval >= 0 && interval < workingIntervals.size() && isWorked(day)) {
                    Interval hours = workingIntervals.get(interval);
                    interval += forward ? 1 : -1;
                    Span span = clipped(
                            hours.startOn(day).toInstant(offset),
                            hours.endOn(day).toInstant(offset));
                    if (span != null) {
                        return span;
                    }
                }
                if (!nextDay()) {
                    return null;
                }
            }
        }

        private @Nullable Span clipped(Instant from, Instant to) {
            Instant first = from.isBefore(stretchFrom) ? stretchFrom : from;
            Instant last = to.isAfter(stretchTo) ? stretchTo : to;
            return first.isBefore(last) ? new Span(first, last) : null;
        }

        private boolean nextDay() {
            day = day.plusDays(forward ? 1 : -1);
            boolean beyond = forward
                    ? !day.atStartOfDay().toInstant(offset).isBefore(stretchTo)
                    : !day.plusDays(1).atStartOfDay().toInstant(offset).isAfter(stretchFrom);
            if (!beyond) {
                interval = forward ? 0 : workingIntervals.size() - 1;
                return true;
            }
            Instant reached = forward ? stretchTo : stretchFrom;
            if (reached.equals(end)) {
                return false;
            }
            enter(reached);
            return true;
        }

        /** Begins the stretch that follows (or, backwards, precedes) this instant. */
        private void enter(Instant at) {
            if (forward) {
                ZoneOffsetTransition next = zone.getRules().nextTransition(at);
                stretchFrom = at;
                stretchTo = next == null || next.getInstant().isAfter(end) ? end : next.getInstant();
                offset = zone.getRules().getOffset(at);
                day = LocalDateTime.ofInstant(at, offset).toLocalDate();
                interval = 0;
            } else {
                ZoneOffsetTransition previous = zone.getRules().previousTransition(at);
                stretchTo = at;
                stretchFrom = previous == null || previous.getInstant().isBefore(end) ? end : previous.getInstant();
                offset = zone.getRules().getOffset(stretchFrom);
                day = LocalDateTime.ofInstant(at, offset).toLocalDate();
                interval = workingIntervals.size() - 1;
            }
        }
    }
}
