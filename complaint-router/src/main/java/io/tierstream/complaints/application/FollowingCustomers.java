package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketDesk.Task;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput.TierMoved;
import io.tierstream.contracts.Lineage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Keeps what is known of customers, and re-orders their open tickets when their tier changes. */
@Component
public final class FollowingCustomers {

    private static final int SLICE = 500;

    private final TicketDesk desk;
    private final CustomerStore customers;
    private final TicketQueue queue;
    private final CustomerNames names;

    FollowingCustomers(TicketDesk desk, CustomerStore customers, TicketQueue queue, CustomerNames names) {
        this.desk = desk;
        this.customers = customers;
        this.queue = queue;
        this.names = names;
    }

    /** A customer's tier changed. */
    public record TierChange(String customerId, KnownTier tier, Lineage lineage) {}

    /** Takes tier changes, in their order per customer: kept first, then applied to the tickets that are known here. */
    public void changeTiers(List<TierChange> changes) {
        Map<String, KnownTier> latest = new LinkedHashMap<>();
        for (TierChange change : changes) {
            latest.merge(change.customerId(), change.tier(), (a, b) -> a.changeNumber() > b.changeNumber() ? a : b);
        }
        customers.saveTiers(latest);
        List<Task> tasks = new ArrayList<>();
        Map<String, Ticket> tickets = new LinkedHashMap<>();
        for (TierChange change : changes) {
            for (Ticket ticket : queue.ofCustomer(change.customerId())) {
                if (change.tier().changeNumber() > ticket.tierChange()) {
                    tickets.put(ticket.complaintId(), ticket);
                    tasks.add(new Task(ticket.complaintId(), new TierMoved(change.tier()), null, change.lineage()));
                }
            }
            if (tasks.size() >= SLICE) {
                desk.work(tasks, tickets.values());
                tasks.clear();
                tickets.clear();
            }
        }
        desk.work(tasks, tickets.values());
    }

    /** Takes the tiers that customers start with; they only matter to tickets to come. */
    public void startTiers(Map<String, KnownTier> tiers) {
        customers.saveTiers(tiers);
    }

    /** Takes names. */
    public void name(Map<String, CustomerStore.Named> named) {
        customers.saveNames(named);
        names.forget(named.keySet());
    }
}
