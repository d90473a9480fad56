package io.tierstream.complaints.domain.sla;

import java.time.Duration;
import java.time.Instant;

/** Calendar time: every hour counts, a day is 24 hours. */
public enum CalendarTime implements SlaClock {
    INSTANCE;

    @Override
    public Duration allowance(Duration sla) {
        return sla;
    }

    @Override
    public Instant plus(Instant from, Duration amount) {
        return from.plus(amount);
    }

    @Override
    public Duration between(Instant from, Instant to) {
        return Duration.between(from, to);
    }
}
