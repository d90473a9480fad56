package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketStore.Closed;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.Place;
import io.tierstream.complaints.domain.queue.QueueEntry;
import io.tierstream.complaints.domain.queue.QueueKey;
import io.tierstream.complaints.domain.queue.QueueOrder;
import io.tierstream.complaints.domain.queue.QueueOrder.Criterion;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.Ticket.Urgency;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks through the queue, and through closed tickets where these are asked for. */
@Component
public final class BrowsingTheQueue {

    private static final Set<TicketState> CLOSED = EnumSet.of(TicketState.RESOLVED, TicketState.WITHDRAWN);

    private static final int LOOKED_THROUGH = 5_000;
    private static final int MOST_NAMED = 500;

    private final TicketQueue queue;
    private final TicketStore store;
    private final CustomerStore customers;
    private final KnownCustomers known;
    private final FollowingInstances following;
    private final Clock clock;

    BrowsingTheQueue(
            TicketQueue queue,
            TicketStore store,
            CustomerStore customers,
            KnownCustomers known,
            FollowingInstances following,
            Clock clock) {
        this.queue = queue;
        this.store = store;
        this.customers = customers;
        this.known = known;
        this.following = following;
        this.clock = clock;
    }

    /** Who holds a ticket. */
    public sealed interface Holder {

        /** Nobody does. */
        record Nobody() implements Holder {}

        /** This agent does. */
        record Agent(String name) implements Holder {}
    }

    /**
     * Which tickets to show; what is absent does not narrow.
     *
     * @param urgency how the deadline stands; closed tickets have no urgency that could be asked for
     * @param text part of the complaint's id, its subject, the customer's id or name
     */
    public record Filter(
            Set<TicketState> states,
            @Nullable Tier tier,
            @Nullable Holder holder,
            @Nullable Severity severity,
            @Nullable Urgency urgency,
            @Nullable String customerId,
            @Nullable String text) {

        /** The states that are in the queue. */
        public static final Set<TicketState> IN_QUEUE =
                Set.of(TicketState.OPEN, TicketState.CLAIMED, TicketState.WAITING);

        /** All tickets of a customer. */
        public static Filter ofCustomer(String customerId) {
            return new Filter(EnumSet.allOf(TicketState.class), null, null, null, null, customerId, null);
        }
    }

    /** Where a page begins: after a place in the queue and its position, or after a closed ticket. */
    public sealed interface From {

        /** At the front. */
        record Front() implements From {}

        /** After this place. */
        record After(QueueKey key) implements From {}

        /** Among the closed tickets, after this id or at their start. */
        record AfterClosed(@Nullable String complaintId) implements From {}
    }

    /**
     * A ticket of a page.
     *
     * @param place where it stands in the whole queue; absent for closed tickets
     */
    public record Item(Ticket ticket, @Nullable Standing place) {}

    /**
     * Where a ticket of a page stands.
     *
     * @param position 1 is the first
     * @param lifted whether it stands above the tiers
     * @param behind what puts the ticket right before it first; absent for the first
     */
    public record Standing(
            int position, boolean lifted, @Nullable Criterion behind) {}

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
            QueueOrder order = QueueOrder.of(queue.policy().order());
            QueueKey last = from instanceof From.After(QueueKey key) ? key : null;
            int position = last == null ? 0 : queue.countUpTo(last);
            Iterator<QueueEntry> entries = queue.inOrder(last).iterator();
            while (entries.hasNext()) {
                if (items.size() == limit) {
                    return new Page(items, last == null ? null : new From.After(last));
                }
                QueueEntry entry = entries.next();
                position++;
                if (matches(filter, entry.ticket())) {
                    items.add(item(entry, position, last, order));
                }
                last = entry.key();
            }
        }
        Set<TicketState> closed = EnumSet.noneOf(TicketState.class);
        filter.states().stream().filter(state -> !state.isInQueue()).forEach(closed::add);
        if (closed.isEmpty() || filter.urgency() != null || filter.holder() instanceof Holder.Nobody) {
            return new Page(items, null);
        }
        if (items.size() == limit) {
            return new Page(items, new From.AfterClosed(null));
        }
        String afterId = from instanceof From.AfterClosed(String id) ? id : null;
        int wanted = limit - items.size();
        List<Ticket> found = store.closed(
                new Closed(
                        closed,
                        filter.tier(),
                        filter.holder() instanceof Holder.Agent(String name) ? name : null,
                        filter.severity(),
                        filter.customerId(),
                        filter.text(),
                        filter.text() == null ? List.of() : customers.named(filter.text(), MOST_NAMED)),
                afterId,
                wanted + 1);
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
                && (filter.severity() == null
                        || filter.severity() == ticket.complaint().severity())
                && (filter.customerId() == null
                        || filter.customerId().equals(ticket.complaint().customerId()))
                && isHeld(filter.holder(), ticket.progress().assignee())
                && (filter.urgency() == null || filter.urgency() == ticket.urgency(queue.policy(), clock.instant()))
                && (filter.text() == null || contains(ticket, filter.text()));
    }

    private static boolean isHeld(@Nullable Holder wanted, @Nullable String holder) {
        return switch (wanted) {
            case null -> true;
            case Holder.Nobody ignored -> holder == null;
            case Holder.Agent(String name) -> name.equals(holder);
        };
    }

    private boolean contains(Ticket ticket, String text) {
        String customerId = ticket.complaint().customerId();
        String name = known.remembered(customerId).name();
        return contains(ticket.complaintId(), text)
                || contains(customerId, text)
                || contains(ticket.complaint().subject(), text)
                || (name != null && contains(name, text));
    }

    /** Without regard to case, and without making another string of each ticket's words. */
    private static boolean contains(String whole, String part) {
        for (int at = whole.length() - part.length(); at >= 0; at--) {
            if (whole.regionMatches(true, at, part, 0, part.length())) {
                return true;
            }
        }
        return false;
    }

    /** How many tickets an agent has in hand. */
    public int inHand(String agent) {
        return queue.heldBy(agent).size();
    }

    /**
     * The first of the tickets that an agent has in hand, in the order of the queue, with their places as far as these are
     * among the first {@value #LOOKED_THROUGH}: whoever has a ticket in hand need not wait for its number.
     */
    public List<Item> inHand(String agent, int limit) {
        List<Ticket> tickets = queue.heldBy(agent).stream().limit(limit).toList();
        Set<String> wanted = tickets.stream().map(Ticket::complaintId).collect(Collectors.toCollection(HashSet::new));
        List<Item> items = new ArrayList<>();
        QueueOrder order = QueueOrder.of(queue.policy().order());
        QueueKey last = null;
        int position = 0;
        Iterator<QueueEntry> entries = queue.inOrder(null).iterator();
        while (items.size() < wanted.size() && position < LOOKED_THROUGH && entries.hasNext()) {
            QueueEntry entry = entries.next();
            position++;
            if (wanted.contains(entry.key().complaintId())) {
                items.add(item(entry, position, last, order));
            }
            last = entry.key();
        }
        items.forEach(item -> wanted.remove(item.ticket().complaintId()));
        tickets.stream()
                .filter(ticket -> wanted.contains(ticket.complaintId()))
                .forEach(ticket -> items.add(new Item(ticket, null)));
        return items;
    }

    private static Item item(QueueEntry entry, int position, @Nullable QueueKey before, QueueOrder order) {
        Criterion behind = before == null ? null : order.decidedBy(before, entry.key());
        return new Item(entry.ticket(), new Standing(position, entry.key().lifted(), behind));
    }

    /** The customer's other tickets: first those in the queue, then closed ones, at most {@code limit}. */
    public List<Ticket> othersOfCustomer(String customerId, String complaintId, int limit) {
        List<Ticket> all = new ArrayList<>(queue.ofCustomer(customerId));
        all.sort(Comparator.comparing(Ticket::due));
        all.addAll(store.closed(
                new Closed(CLOSED, null, null, null, customerId, null, List.of()),
                null,
                Math.max(1, limit + 1 - all.size())));
        return all.stream()
                .filter(other -> !other.complaintId().equals(complaintId))
                .limit(limit)
                .toList();
    }

    /** Where a ticket stands and why, if it is in the queue. */
    public Optional<Place> place(String complaintId) {
        return queue.place(complaintId);
    }
}
