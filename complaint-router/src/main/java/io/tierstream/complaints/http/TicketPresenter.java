package io.tierstream.complaints.http;

import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.BrowsingTheQueue.Filter;
import io.tierstream.complaints.application.BrowsingTheQueue.From;
import io.tierstream.complaints.application.BrowsingTheQueue.Item;
import io.tierstream.complaints.application.BrowsingTheQueue.Page;
import io.tierstream.complaints.application.BrowsingTheQueue.Standing;
import io.tierstream.complaints.application.CustomerStore;
import io.tierstream.complaints.application.CustomerStore.Glance;
import io.tierstream.complaints.application.KnownCustomers;
import io.tierstream.complaints.application.LeadingTheTeam;
import io.tierstream.complaints.application.TicketStore.Dossier;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.domain.queue.Place;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.team.Workload;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows tickets to API and pages alike: with the customer's name, their urgency now and their place. */
@Component
public final class TicketPresenter {

    private static final int OTHERS = 20;

    private final TicketQueue queue;
    private final KnownCustomers known;
    private final BrowsingTheQueue browsing;
    private final WorkingOnTickets working;
    private final LeadingTheTeam team;
    private final CustomerStore customers;
    private final Clock clock;

    TicketPresenter(
            TicketQueue queue,
            KnownCustomers known,
            BrowsingTheQueue browsing,
            WorkingOnTickets working,
            LeadingTheTeam team,
            CustomerStore customers,
            Clock clock) {
        this.queue = queue;
        this.known = known;
        this.browsing = browsing;
        this.working = working;
        this.team = team;
        this.customers = customers;
        this.clock = clock;
    }

    /** A page of tickets; {@code next} is where the next one begins, absent on the last. */
    public record PageView(List<TicketView> items, @Nullable String next) {}

    /** A page of the queue. */
    public PageView page(Filter filter, From from, int limit) {
        Page page = browsing.page(filter, from, limit);
        return new PageView(items(page.items()), Cursors.write(page.next()));
    }

    /** The page of the queue that a cursor leads to; the first without one, or with one that is not understood. */
    public PageView page(Filter filter, @Nullable String cursor, int limit) {
        return page(filter, Cursors.readOrFront(cursor), limit);
    }

    /** The time by which urgencies are told. */
    public Instant now() {
        return clock.instant();
    }

    /** A ticket with its history; empty when there is none. */
    public Optional<DossierView> dossier(String complaintId) {
        return working.dossier(complaintId).map(this::dossier);
    }

    private DossierView dossier(Dossier dossier) {
        Ticket ticket = dossier.ticket();
        Place place = browsing.place(ticket.complaintId()).orElse(null);
        Standing standing = place == null
                ? null
                : new Standing(
                        place.position(),
                        place.lifted(),
                        place.ahead() == null ? null : place.ahead().decidedBy());
        return DossierView.of(
                items(List.of(new Item(ticket, standing))).getFirst(),
                dossier,
                place,
                customers.decision(ticket.complaint().customerId()).orElse(null));
    }

    TicketView ticket(Ticket ticket) {
        return tickets(List.of(ticket)).getFirst();
    }

    /**
     * The customer's other tickets: first those in the queue, then closed ones, at most {@value #OTHERS}. Programs ask for
     * them with {@code /v1/queue?customer=}.
     */
    public List<TicketView> others(TicketView ticket) {
        return tickets(browsing.othersOfCustomer(ticket.customerId(), ticket.complaintId(), OTHERS));
    }

    /** Tickets without their places. */
    public List<TicketView> tickets(List<Ticket> tickets) {
        return items(tickets.stream().map(ticket -> new Item(ticket, null)).toList());
    }

    /** The first of the tickets that an agent has in hand, in the order of the queue. */
    public List<TicketView> inHand(String agent, int limit) {
        return items(browsing.inHand(agent, limit));
    }

    /** The work of the desk, with deadlines so far ahead. */
    public TeamView team(Duration horizon) {
        Workload workload = team.workload(horizon);
        return TeamView.of(workload, tickets(workload.soon()));
    }

    /** Like {@link #ticket}, but with the customer as remembered: it never reads. */
    TicketView quickly(Ticket ticket) {
        return TicketView.of(
                ticket, null, known.remembered(ticket.complaint().customerId()), queue.policy(), clock.instant());
    }

    private List<TicketView> items(List<Item> items) {
        Map<String, Glance> customersSeen = known.of(items.stream()
                .map(item -> item.ticket().complaint().customerId())
                .toList());
        Instant now = clock.instant();
        return items.stream()
                .map(item -> TicketView.of(
                        item.ticket(),
                        item.place(),
                        Objects.requireNonNull(
                                customersSeen.get(item.ticket().complaint().customerId())),
                        queue.policy(),
                        now))
                .toList();
    }
}
