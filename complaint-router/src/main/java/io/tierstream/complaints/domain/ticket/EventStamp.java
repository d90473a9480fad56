package io.tierstream.complaints.domain.ticket;

import java.time.Instant;
import java.util.Comparator;

/**
 * Which event, and when it happened; the natural order decides between events about one complaint: time, then event id, then
 * source.
 *
 * @param source and {@code id} identify the event
 */
public record EventStamp(Instant at, String id, String source) implements Comparable<EventStamp> {

    private static final Comparator<EventStamp> ORDER =
            Comparator.comparing(EventStamp::at).thenComparing(EventStamp::id).thenComparing(EventStamp::source);

    @Override
    public int compareTo(EventStamp other) {
        return ORDER.compare(this, other);
    }

    /** The event's identity, whatever its time. */
    public String key() {
        return source + "|" + id;
    }
}
