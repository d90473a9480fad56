package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketStore.Stored;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Keeps the queue of this instance in step with the store, whoever writes there. */
@Component
public final class FollowingInstances {

    private static final int SLICE = 2_000;

    private final TicketDesk desk;
    private final TicketQueue queue;
    private final TicketStore store;
    private final RoutingComplaints routing;
    private final KnownCustomers known;
    private final ChangingSla sla;
    private final QueueWatch watch;
    private final AtomicLong beginnings = new AtomicLong();

    FollowingInstances(
            TicketDesk desk,
            TicketQueue queue,
            TicketStore store,
            RoutingComplaints routing,
            KnownCustomers known,
            ChangingSla sla,
            QueueWatch watch) {
        this.desk = desk;
        this.queue = queue;
        this.store = store;
        this.routing = routing;
        this.known = known;
        this.sla = sla;
        this.watch = watch;
    }

    /** A ticket of which an event was seen, and the version it tells of. */
    public record Seen(String complaintId, long version) {}

    /** Whether the queue has been read from the store. */
    public boolean isLoaded() {
        return beginnings.get() > 0;
    }

    /** How often it has been read; whoever keeps more than the queue reads that again when this grows. */
    long beginnings() {
        return beginnings.get();
    }

    /** Reads the whole queue from the store; what changes meanwhile is seen by following. */
    public void begin() {
        store.prepare();
        sla.read();
        List<Ticket> all = new ArrayList<>();
        Set<String> shown =
                queue.inOrder(null).map(entry -> entry.ticket().complaintId()).collect(Collectors.toSet());
        store.readQueue(ticket -> {
            shown.remove(ticket.complaintId());
            all.add(ticket);
            if (queue.put(ticket, desk.now())) {
                watch.changed(ticket);
            }
        });
        // Known ones, too: following may have been cut off between showing a ticket and reading its customer's tier.
        for (int from = 0; from < all.size(); from += SLICE) {
            routing.catchUpWithTiers(all.subList(from, Math.min(all.size(), from + SLICE)));
        }
        // What was in the queue and was not found there has been closed by others meanwhile.
        List<String> gone = List.copyOf(shown);
        for (int from = 0; from < gone.size(); from += SLICE) {
            desk.refresh(gone.subList(from, Math.min(gone.size(), from + SLICE)));
        }
        known.remember(all.stream());
        beginnings.incrementAndGet();
    }

    /** Reads the tickets of which a newer version was seen than is known here. */
    public void follow(List<Seen> seen) {
        Map<String, Boolean> behind = new LinkedHashMap<>();
        for (Seen each : seen) {
            if (queue.knownVersion(each.complaintId()) < each.version()) {
                behind.put(each.complaintId(), queue.find(each.complaintId()).isPresent());
            }
        }
        if (behind.isEmpty()) {
            return;
        }
        Map<String, Stored> stored = desk.refresh(behind.keySet());
        List<Ticket> joined = new ArrayList<>();
        stored.forEach((id, each) -> {
            if (Boolean.FALSE.equals(behind.get(id))
                    && each.file() instanceof Ticket ticket
                    && ticket.state().isInQueue()) {
                joined.add(ticket);
            }
        });
        // New ones, and reopened ones: this instance may have taken a change of tier while it did not have them.
        routing.catchUpWithTiers(joined);
        known.remember(joined.stream());
    }

    /** Reads the SLA settings, which another instance may have changed. */
    public void followSettings() {
        sla.read();
    }
}
