package io.tierstream.contracts;

import java.time.Instant;

/**
 * The CloudEvents 1.0 attributes that Tierstream uses. {@code source} and {@code id} together identify an event.
 *
 * @param id 1 to 256 characters without control characters
 * @param source a URI reference of 1 to 512 characters
 * @param type one of {@link EventTypes}
 * @param time when it happened, from the year 1900 to 9999, to the millisecond (what is finer is cut off)
 */
public record Envelope(String id, String source, String type, Instant time) {

    public Envelope {
        Rules.text("id", id, 256);
        Rules.text("source", source, 512);
        Rules.text("type", type, 256);
        time = Rules.time("time", time);
    }
}
