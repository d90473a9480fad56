package io.tierstream.scoring.domain;

import java.time.Instant;
import java.util.Comparator;

/**
 * Which event said so, and when it happened.
 *
 * @param source with {@code eventId}, the identity of the event
 * @param day of {@code time} in the business time zone, as an epoch day
 */
public record Origin(String source, String eventId, Instant time, int day) {

    /** By time; ties by event id, then source. */
    static final Comparator<Origin> BY_TIME =
            Comparator.comparing(Origin::time).thenComparing(Origin::eventId).thenComparing(Origin::source);

    boolean isSameEventAs(Origin other) {
        return eventId.equals(other.eventId) && source.equals(other.source);
    }

    boolean isAfter(Origin other) {
        return BY_TIME.compare(this, other) > 0;
    }
}
