package io.tierstream.contracts.sla.v1;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/**
 * When the desk works.
 *
 * @param zone IANA time zone, e.g. {@code Asia/Shanghai}
 * @param hoursPerDay working hours that make a day of SLA, &gt; 0 and ≤ 24
 * @param workingDays days of the week
 * @param workingIntervals of each working day, in order, not overlapping
 * @param holidays days off
 * @param makeUpDays days worked although the week says otherwise
 */
public record BusinessCalendar(
        String zone,
        BigDecimal hoursPerDay,
        List<DayOfWeek> workingDays,
        List<Interval> workingIntervals,
        List<LocalDate> holidays,
        List<LocalDate> makeUpDays) {

    public BusinessCalendar {
        workingDays = List.copyOf(workingDays);
        workingIntervals = List.copyOf(workingIntervals);
        holidays = List.copyOf(holidays);
        makeUpDays = List.copyOf(makeUpDays);
    }

    /** From (inclusive) to (exclusive; midnight means the end of the day). */
    public record Interval(LocalTime from, LocalTime to) {}
}
