package io.tierstream.complaints.domain.queue;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queue as one instance sees it: all tickets still to be worked on, in their order.
 *
 * <p>It is a view: what is put in is the latest known version of a ticket, older versions are passed over, whatever order
 * they come in. Whether an agent really gets a ticket is decided where tickets are kept, by its version.
 *
 * <p>Safe for use by several threads. Changes exclude each other; reading never waits, and sees each ticket's place before
 * or after a change that happens meanwhile. Taking, putting and looking up cost O(log n).
 */
public final class TicketQueue {

    private static final int REMEMBERED_CLOSED = 100_000;

    private record Moment(Instant at, String complaintId) {}

    private record Slot(QueueEntry entry, @Nullable Moment moment) {}

    /** The tickets by one policy; another policy makes new lines. */
    private record Lines(
            SlaPolicy policy,
            QueueOrder order,
            ConcurrentSkipListMap<QueueKey, QueueEntry> all,
            ConcurrentSkipListMap<QueueKey, QueueEntry> free,
            NavigableSet<Moment> moments) {

        static Lines by(SlaPolicy policy) {
            QueueOrder order = QueueOrder.of(policy.order());
            return new Lines(
                    policy,
                    order,
                    new ConcurrentSkipListMap<>(order),
                    new ConcurrentSkipListMap<>(order),
                    new ConcurrentSkipListSet<>(Comparator.comparing(Moment::at).thenComparing(Moment::complaintId)));
        }
    }

    private final Map<String, Slot> slots = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> byCustomer = new HashMap<>();
    private final Map<String, Set<String>> byHolder = new TreeMap<>();
    private final Set<String> taken = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> closed = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > REMEMBERED_CLOSED;
        }
    };
    private volatile Lines lines;
    private volatile long lifted;

    public TicketQueue(SlaPolicy policy) {
        this.lines = Lines.by(policy);
    }

    /** The settings that the order and the moments follow from. */
    public SlaPolicy policy() {
        return lines.policy();
    }

    /** Orders the queue by other settings, unless they are older than the ones in force. */
    public synchronized boolean reorder(SlaPolicy policy, Instant now) {
        if (policy.version() < lines.policy().version() || policy.equals(lines.policy())) {
            return false;
        }
        Lines fresh = Lines.by(policy);
        for (Slot slot : List.copyOf(slots.values())) {
            place(fresh, slot.entry().ticket(), now);
        }
        lines = fresh;
        return true;
    }

    /**
     * Takes note of a ticket.
     *
     * @return whether this was news
     */
    public synchronized boolean put(Ticket ticket, Instant now) {
        String id = ticket.complaintId();
        if (ticket.version() <= knownVersion(id)) {
            return false;
        }
        Slot old = slots.get(id);
        String holder = ticket.state().isInQueue() ? ticket.progress().assignee() : null;
        String oldHolder = old == null ? null : old.entry().ticket().progress().assignee();
        if (oldHolder != null && !oldHolder.equals(holder)) {
            forget(byHolder, oldHolder, id);
        }
        if (holder != null) {
            byHolder.computeIfAbsent(holder, agent -> new LinkedHashSet<>()).add(id);
        }
        if (ticket.state().isInQueue()) {
            // The new place first, so that a reader may see the ticket twice for a moment but never miss it.
            place(lines, ticket, now);
            closed.remove(id);
            byCustomer
                    .computeIfAbsent(ticket.complaint().customerId(), customer -> new LinkedHashSet<>())
                    .add(id);
        } else {
            slots.remove(id);
            closed.put(id, ticket.version());
            forget(byCustomer, ticket.complaint().customerId(), id);
        }
        if (old != null) {
            remove(lines, old, slots.get(id));
        }
        return true;
    }

    private static void forget(Map<String, Set<String>> index, String key, String id) {
        index.computeIfPresent(key, (same, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }

    private void place(Lines into, Ticket ticket, Instant now) {
        QueueEntry entry = QueueEntry.of(ticket, into.policy(), now);
        Moment moment = entry.nextMoment(into.policy())
                .map(at -> new Moment(at, ticket.complaintId()))
                .orElse(null);
        slots.put(ticket.complaintId(), new Slot(entry, moment));
        into.all().put(entry.key(), entry);
        if (ticket.state() == TicketState.OPEN) {
            into.free().put(entry.key(), entry);
        } else {
            into.free().remove(entry.key());
        }
        if (moment != null) {
            into.moments().add(moment);
        }
    }

    private static void remove(Lines from, Slot old, @Nullable Slot replacement) {
        QueueKey key = old.entry().key();
        if (replacement == null || !replacement.entry().key().equals(key)) {
            from.all().remove(key);
            from.free().remove(key);
        }
        Moment moment = old.moment();
        if (moment != null && (replacement == null || !moment.equals(replacement.moment()))) {
            from.moments().remove(moment);
        }
    }

    /** The latest version known of a ticket, also of one closed lately; 0 when none is. */
    public synchronized long knownVersion(String complaintId) {
        Slot slot = slots.get(complaintId);
        return slot != null ? slot.entry().ticket().version() : closed.getOrDefault(complaintId, 0L);
    }

    /** The ticket, if it is in the queue. */
    public Optional<Ticket> find(String complaintId) {
        return Optional.ofNullable(slots.get(complaintId))
                .map(slot -> slot.entry().ticket());
    }

    /** The customer's tickets in the queue, in no order. */
    public synchronized List<Ticket> ofCustomer(String customerId) {
        return byCustomer.getOrDefault(customerId, Set.of()).stream()
                .flatMap(id -> find(id).stream())
                .toList();
    }

    /** The tickets that this agent holds, in their order. */
    public synchronized List<Ticket> heldBy(String agent) {
        QueueOrder order = lines.order();
        return byHolder.getOrDefault(agent, Set.of()).stream()
                .flatMap(id -> Optional.ofNullable(slots.get(id)).stream())
                .map(Slot::entry)
                .sorted(Comparator.comparing(QueueEntry::key, order))
                .map(QueueEntry::ticket)
                .toList();
    }

    /** Everyone who holds a ticket, by name. */
    public synchronized List<String> holders() {
        return List.copyOf(byHolder.keySet());
    }

    /**
     * Sets the first open ticket aside for one caller, who claims it where tickets are kept, puts the result here and then
     * calls {@link #giveBack}, whatever came of it.
     */
    public Optional<Ticket> take() {
        for (QueueEntry entry : lines.free().values()) {
            if (taken.add(entry.ticket().complaintId())) {
                Slot slot = slots.get(entry.ticket().complaintId());
                if (slot != null && slot.entry().ticket().state() == TicketState.OPEN) {
                    return Optional.of(slot.entry().ticket());
                }
                taken.remove(entry.ticket().complaintId());
            }
        }
        return Optional.empty();
    }

    /** Ends what {@link #take} began. */
    public void giveBack(String complaintId) {
        taken.remove(complaintId);
    }

    /**
     * Lets time pass: lifts the tickets that have waited for the maximum.
     *
     * @return tickets that have something to announce, the most overdue first; the same again until they are put with it
     *     announced
     */
    public synchronized List<Ticket> pass(Instant now, int most) {
        // By id: a ticket that is lifted may be met again, at the moment of its announcement.
        Map<String, Ticket> toAnnounce = new LinkedHashMap<>();
        Lines current = lines;
        for (Moment moment : current.moments()) {
            if (moment.at().isAfter(now) || toAnnounce.size() >= most) {
                break;
            }
            Slot slot = slots.get(moment.complaintId());
            if (slot == null) {
                current.moments().remove(moment);
                continue;
            }
            Ticket ticket = slot.entry().ticket();
            QueueEntry moved = QueueEntry.of(ticket, current.policy(), now);
            if (!moved.key().equals(slot.entry().key())) {
                lifted++;
                place(current, ticket, now);
                remove(current, slot, slots.get(moment.complaintId()));
            }
            if (ticket.nextAnnouncement(current.policy())
                    .filter(at -> !at.isAfter(now))
                    .isPresent()) {
                toAnnounce.put(moment.complaintId(), ticket);
            }
        }
        return List.copyOf(toAnnounce.values());
    }

    /** How often {@link #pass} has lifted a ticket. */
    public long lifted() {
        return lifted;
    }

    /** The tickets in their order, after a place or from the front. */
    public Stream<QueueEntry> inOrder(@Nullable QueueKey after) {
        Lines current = lines;
        return (after == null ? current.all() : current.all().tailMap(after, false)).values().stream();
    }

    /** How many tickets stand at this place or before it; costs a walk along them. */
    public int countUpTo(QueueKey key) {
        int count = 0;
        for (QueueKey ignored : lines.all().headMap(key, true).keySet()) {
            count++;
        }
        return count;
    }

    /** How many tickets are in the queue. */
    public int size() {
        return slots.size();
    }

    /** Where a ticket stands and why, if it is in the queue; costs a walk along those before it. */
    public Optional<Place> place(String complaintId) {
        Lines current = lines;
        Slot slot = slots.get(complaintId);
        if (slot == null) {
            return Optional.empty();
        }
        QueueKey key = slot.entry().key();
        int ahead = 0;
        for (QueueKey ignored : current.all().headMap(key).keySet()) {
            ahead++;
        }
        QueueKey before = current.all().lowerKey(key);
        QueueKey behind = current.all().higherKey(key);
        return Optional.of(new Place(
                ahead + 1,
                Math.max(current.all().size(), ahead + 1),
                current.policy().order(),
                key.lifted(),
                before == null
                        ? null
                        : new Place.Neighbour(
                                before.complaintId(), current.order().decidedBy(before, key)),
                behind == null
                        ? null
                        : new Place.Neighbour(
                                behind.complaintId(), current.order().decidedBy(key, behind))));
    }
}
