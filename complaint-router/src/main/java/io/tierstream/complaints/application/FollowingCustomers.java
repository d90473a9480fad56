package io.tierstream.complaints.application;

import io.tierstream.complaints.application.CustomerStore.Decided;
import io.tierstream.complaints.application.CustomerStore.Standing;
import io.tierstream.complaints.application.TicketDesk.Task;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput.TierMoved;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.tier.v1.TierChanged;
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
    private final KnownCustomers known;

    FollowingCustomers(TicketDesk desk, CustomerStore customers, TicketQueue queue, KnownCustomers known) {
        this.desk = desk;
        this.customers = customers;
        this.queue = queue;
        this.known = known;
    }

    /** A customer's tier changed. */
    public record TierChange(String customerId, KnownTier tier, TierChanged decision, Lineage lineage) {}

    /** Takes tier changes, in their order per customer: kept first, then applied to the tickets that are known here. */
    public void changeTiers(List<TierChange> changes) {
        Map<String, Decided> latest = new LinkedHashMap<>();
        for (TierChange change : changes) {
            latest.merge(
                    change.customerId(),
                    new Decided(change.tier(), change.decision()),
                    (a, b) -> a.tier().changeNumber() > b.tier().changeNumber() ? a : b);
        }
        customers.saveDecisions(latest);
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

    /** Takes how customers stand: shown beside their tickets; their tiers only matter to tickets to come. */
    public void stand(Map<String, Standing> standings) {
        customers.saveStandings(standings);
        known.stand(standings);
    }

    /** Takes names. */
    public void name(Map<String, CustomerStore.Named> named) {
        customers.saveNames(named);
        known.forget(named.keySet());
    }
}
