package io.tierstream.complaints.domain.ticket;

import java.util.List;

/**
 * Events whose complaint has not been opened yet.
 *
 * @param events in the order of their stamps, at most {@value Ticket#MAX_EVENTS}
 */
public record Awaited(String complaintId, long version, List<ComplaintEvent> events) implements ComplaintFile {

    public Awaited {
        events = List.copyOf(events);
    }
}
