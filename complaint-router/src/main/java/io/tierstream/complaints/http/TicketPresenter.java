package io.tierstream.complaints.http;

import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.BrowsingTheQueue.Filter;
import io.tierstream.complaints.application.BrowsingTheQueue.From;
import io.tierstream.complaints.application.BrowsingTheQueue.Item;
import io.tierstream.complaints.application.BrowsingTheQueue.Page;
import io.tierstream.complaints.application.CustomerNames;
import io.tierstream.complaints.application.TicketStore.Dossier;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.domain.queue.Place;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Shows tickets to API and pages alike: with the customer's name, their urgency now and their place. */
@Component
public final class TicketPresenter {

    private final TicketQueue queue;
    private final CustomerNames names;
    private final BrowsingTheQueue browsing;
    private final WorkingOnTickets working;
    private final Clock clock;

    TicketPresenter(
            TicketQueue queue, CustomerNames names, BrowsingTheQueue browsing, WorkingOnTickets working, Clock clock) {
        this.queue = queue;
        this.names = names;
        this.browsing = browsing;
        this.working = working;
        this.clock = clock;
    }

    /** A page of tickets; {@code next} is where the next one begins, absent on the last. */
    public record PageView(List<TicketView> items, @Nullable String next) {}

    /** A page of the queue. */
    public PageView page(Filter filter, From from, int limit) {
        Page page = browsing.page(filter, from, limit);
        return new PageView(items(page.items()), Cursors.write(page.next()));
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
        Place place = browsing.place(dossier.ticket().complaintId()).orElse(null);
        Integer position = place == null ? null : place.position();
        TicketView ticket = items(List.of(new Item(dossier.ticket(), position))).getFirst();
        return DossierView.of(ticket, dossier, place);
    }

    TicketView ticket(Ticket ticket) {
        return items(List.of(new Item(ticket, null))).getFirst();
    }

    /** Like {@link #ticket}, but with the name as remembered: it never reads. */
    TicketView quickly(Ticket ticket) {
        String name = names.remembered(ticket.complaint().customerId()).orElse(null);
        return TicketView.of(ticket, null, name, queue.policy(), clock.instant());
    }

    private List<TicketView> items(List<Item> items) {
        Map<String, String> known = names.of(items.stream()
                .map(item -> item.ticket().complaint().customerId())
                .toList());
        Instant now = clock.instant();
        return items.stream()
                .map(item -> TicketView.of(
                        item.ticket(),
                        item.position(),
                        known.get(item.ticket().complaint().customerId()),
                        queue.policy(),
                        now))
                .toList();
    }
}
