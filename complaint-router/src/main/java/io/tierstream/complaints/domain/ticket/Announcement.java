package io.tierstream.complaints.domain.ticket;

import java.time.Instant;

/**
 * What has been said about a deadline, so that it is said once.
 *
 * @param due the deadline it was said about
 */
public record Announcement(Kind kind, Instant due) {

    /** What can be said. */
    public enum Kind {
        AT_RISK,
        BREACHED
    }
}
