package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketDesk.Task;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Complaint;
import io.tierstream.complaints.domain.ticket.ComplaintEvent;
import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Outcome;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintOpened;
import io.tierstream.complaints.domain.ticket.TicketInput.TierMoved;
import io.tierstream.contracts.Lineage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Makes tickets of complaints and moves them by the events that follow. */
@Component
public final class RoutingComplaints {

    private final TicketDesk desk;
    private final CustomerStore customers;
    private final TicketQueue queue;
    private final KnownCustomers known;

    RoutingComplaints(TicketDesk desk, CustomerStore customers, TicketQueue queue, KnownCustomers known) {
        this.desk = desk;
        this.customers = customers;
        this.queue = queue;
        this.known = known;
    }

    /** An event about a complaint. */
    public sealed interface Arrival {

        String complaintId();

        String customerId();

        /** A complaint was opened. */
        record Opened(
                EventStamp stamp,
                Complaint complaint,
                @Nullable String description) implements Arrival {
            @Override
            public String complaintId() {
                return complaint.complaintId();
            }

            @Override
            public String customerId() {
                return complaint.customerId();
            }
        }

        /** A complaint was resolved, reopened or withdrawn. */
        record Moved(String complaintId, ComplaintEvent event) implements Arrival {
            @Override
            public String customerId() {
                return event.customerId();
            }
        }
    }

    /**
     * Routes a batch, in its order.
     *
     * @param lineages what each goes back to
     * @return the outcomes, in the same order
     */
    public List<Outcome> route(List<Arrival> arrivals, List<Lineage> lineages) {
        Set<String> customerIds = new LinkedHashSet<>();
        arrivals.forEach(arrival -> customerIds.add(arrival.customerId()));
        Map<String, KnownTier> tiers = customers.tiers(customerIds);
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < arrivals.size(); i++) {
            Arrival arrival = arrivals.get(i);
            Lineage lineage = lineages.get(i);
            KnownTier tier = tiers.getOrDefault(arrival.customerId(), KnownTier.ENTRY);
            tasks.add(
                    switch (arrival) {
                        case Arrival.Opened opened ->
                            new Task(
                                    opened.complaintId(),
                                    new ComplaintOpened(opened.stamp(), opened.complaint(), tier),
                                    opened.description(),
                                    lineage);
                        case Arrival.Moved moved ->
                            new Task(
                                    moved.complaintId(),
                                    new ComplaintMoved(moved.complaintId(), moved.event(), tier),
                                    null,
                                    lineage);
                    });
        }
        List<Outcome> outcomes = desk.work(tasks, List.of());
        List<Ticket> written = new ArrayList<>();
        for (Task task : tasks) {
            queue.find(task.complaintId()).ifPresent(written::add);
        }
        catchUpWithTiers(written);
        known.remember(written.stream());
        return outcomes;
    }

    /**
     * Reads the customers' tiers again, now that others can see these tickets, and applies newer ones: a tier that changed
     * meanwhile on another instance, which did not know the tickets yet, is not missed.
     */
    public void catchUpWithTiers(List<Ticket> tickets) {
        Map<String, Ticket> byId = new LinkedHashMap<>();
        Set<String> customerIds = new LinkedHashSet<>();
        for (Ticket ticket : tickets) {
            byId.put(ticket.complaintId(), ticket);
            customerIds.add(ticket.complaint().customerId());
        }
        Map<String, KnownTier> tiers = customers.tiers(customerIds);
        List<Task> tasks = new ArrayList<>();
        for (Ticket ticket : byId.values()) {
            KnownTier tier = tiers.get(ticket.complaint().customerId());
            if (tier != null && tier.changeNumber() > ticket.tierChange() && tier.tier() != ticket.tier()) {
                tasks.add(new Task(ticket.complaintId(), new TierMoved(tier)));
            }
        }
        desk.work(tasks, byId.values());
    }
}
