package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketStore.Closed;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.Place;
import io.tierstream.complaints.domain.queue.QueueEntry;
import io.tierstream.complaints.domain.queue.QueueKey;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks through the queue, and through closed tickets where these are asked for. */
@Component
public final class BrowsingTheQueue {

    private final TicketQueue queue;
    private final TicketStore store;
    private final CustomerNames names;
    private final FollowingInstances following;

    BrowsingTheQueue(TicketQueue queue, TicketStore store, CustomerNames names, FollowingInstances following) {
        this.queue = queue;
        this.store = store;
        this.names = names;
        this.following = following;
    }

    /**
     * Which tickets to show.
     *
     * @param text part of the complaint's id, its subject, the customer's id or name
     */
    public record Filter(
            Set<TicketState> states,
            @Nullable Tier tier,
            @Nullable String assignee,
            @Nullable String text) {

        /** The states that are in the queue. */
        public static final Set<TicketState> IN_QUEUE =
                Set.of(TicketState.OPEN, TicketState.CLAIMED, TicketState.WAITING);
    }

    /** Where a page begins: after a place in the queue and its position, or after a closed ticket. */
    public sealed interface From {

        /** At the front. */
        record Front() implements From {}

        /** After this place. */
        record After(QueueKey key, int position) implements From {}

        /** Among the closed tickets, after this id or at their start. */
        record AfterClosed(@Nullable String complaintId) implements From {}
    }

    /**
     * A ticket of a page.
     *
     * @param position absent for closed tickets
     */
    public record Item(Ticket ticket, @Nullable Integer position) {}

    /** A page, and where the next one begins if there is more. */
    public record Page(List<Item> items, @Nullable From next) {}

    /** Whether the queue can be shown yet. */
    public boolean isReady() {
        return following.isLoaded();
    }

    /** A page of at most {@code limit} tickets. */
    public Page page(Filter filter, From from, int limit) {
        List<Item> items = new ArrayList<>();
        if (!(from instanceof From.AfterClosed)) {
            From.After after = from instanceof From.After place ? place : null;
            int position = after == null ? 0 : after.position();
            Iterator<QueueEntry> entries =
                    queue.inOrder(after == null ? null : after.key()).iterator();
            QueueKey last = null;
            while (entries.hasNext()) {
                if (items.size() == limit) {
                    return new Page(items, last == null ? null : new From.After(last, position));
                }
                QueueEntry entry = entries.next();
                position++;
                last = entry.key();
                if (matches(filter, entry.ticket())) {
                    items.add(new Item(entry.ticket(), position));
                }
            }
        }
        Set<TicketState> closed = EnumSet.noneOf(TicketState.class);
        filter.states().stream().filter(state -> !state.isInQueue()).forEach(closed::add);
        if (closed.isEmpty()) {
            return new Page(items, null);
        }
        if (items.size() == limit) {
            return new Page(items, new From.AfterClosed(null));
        }
        String afterId = from instanceof From.AfterClosed(String id) ? id : null;
        int wanted = limit - items.size();
        List<Ticket> found =
                store.closed(new Closed(closed, filter.tier(), filter.assignee(), filter.text()), afterId, wanted + 1);
        found.stream().limit(wanted).forEach(ticket -> items.add(new Item(ticket, null)));
        return new Page(
                items,
                found.size() > wanted
                        ? new From.AfterClosed(found.get(wanted - 1).complaintId())
                        : null);
    }

    private boolean matches(Filter filter, Ticket ticket) {
        return filter.states().contains(ticket.state())
                && (filter.tier() == null || filter.tier() == ticket.tier())
                && (filter.assignee() == null
                        || filter.assignee().equals(ticket.progress().assignee()))
                && (filter.text() == null || contains(ticket, filter.text().toLowerCase(Locale.ROOT)));
    }

    private boolean contains(Ticket ticket, String text) {
        return contains(ticket.complaintId(), text)
                || contains(ticket.complaint().customerId(), text)
                || contains(ticket.complaint().subject(), text)
                || names.remembered(ticket.complaint().customerId())
                        .filter(name -> contains(name, text))
                        .isPresent();
    }

    private static boolean contains(String whole, String lowerCasePart) {
        return whole.toLowerCase(Locale.ROOT).contains(lowerCasePart);
    }

    /** Where a ticket stands and why, if it is in the queue. */
    public Optional<Place> place(String complaintId) {
        return queue.place(complaintId);
    }
}
