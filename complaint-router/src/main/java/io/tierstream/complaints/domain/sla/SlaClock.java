package io.tierstream.complaints.domain.sla;

import java.time.Duration;
import java.time.Instant;

/**
 * The time an SLA is counted in: all of it, or only the hours somebody works.
 *
 * <p>Amounts passed to {@link #plus} and returned by {@link #between} are in this clock; {@link #allowance} turns what the
 * settings say ("3 days") into such an amount.
 */
public sealed interface SlaClock permits CalendarTime, BusinessCalendar {

    /**
     * The amount of this clock's time that the settings' duration stands for: each whole day of it is 24 hours or a working
     * day, the rest is as long as it says.
     */
    Duration allowance(Duration sla);

    /** The instant at which {@code amount} of this clock's time has passed since {@code from}; a negative amount goes back. */
    Instant plus(Instant from, Duration amount);

    /** This clock's time from {@code from} to {@code to}; negative when {@code to} is the earlier one. */
    Duration between(Instant from, Instant to);
}
