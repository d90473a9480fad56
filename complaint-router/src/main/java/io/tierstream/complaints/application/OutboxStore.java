package io.tierstream.complaints.application;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The events that tickets keep until they are published. */
public interface OutboxStore {

    /**
     * An event that waits in its ticket.
     *
     * @param version of the ticket that it tells of
     * @param traceParent of the trace that it belongs to, if any
     * @param writer the instance that wrote it and is to publish it
     */
    record Pending(
            long version,
            Event<TicketEvent> event,
            @Nullable String traceParent,
            String writer,
            Instant since) {}

    /** What waits in these tickets, in the order in which it is to be published. */
    Map<String, List<Pending>> pending(Collection<String> complaintIds);

    /** Removes what waits in each ticket up to a version. */
    void published(Map<String, Long> upToVersion);

    /** Tickets in which something waits. */
    List<String> withPending(int limit);
}
