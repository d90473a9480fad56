package io.tierstream.ingest.domain.mapping;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * Moves times by whole calendar days, so that a file of long ago looks as if it were of today.
 *
 * @param days how many; 0 leaves everything where it is
 * @param zone in which a day is a day
 */
public record Shift(long days, ZoneId zone) {

    /** The shift that brings the newest time to the day of {@code now}. */
    public static Shift toToday(Instant newest, Instant now, ZoneId zone) {
        return new Shift(ChronoUnit.DAYS.between(day(newest, zone), day(now, zone)), zone);
    }

    private static LocalDate day(Instant time, ZoneId zone) {
        return time.atZone(zone).toLocalDate();
    }

    Instant move(Instant time) {
        return days == 0 ? time : time.atZone(zone).plusDays(days).toInstant();
    }

    LocalDate move(LocalDate day) {
        return day.plusDays(days);
    }
}
