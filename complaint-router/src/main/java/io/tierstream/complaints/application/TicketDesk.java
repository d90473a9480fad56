package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketStore.Change;
import io.tierstream.complaints.application.TicketStore.Stored;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Awaited;
import io.tierstream.complaints.domain.ticket.ComplaintFile;
import io.tierstream.complaints.domain.ticket.Outcome;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.Outcome.Refused;
import io.tierstream.complaints.domain.ticket.Outcome.Unchanged;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput;
import io.tierstream.complaints.domain.ticket.Tickets;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Puts inputs to tickets: decides on the latest version known, writes by compare-and-set, and when another was faster reads
 * again and decides again. What was written is then shown in the queue and offered to the outbox.
 */
@Component
public final class TicketDesk {

    private static final int MOST_RACES = 1_000;

    private final TicketStore store;
    private final TicketQueue queue;
    private final Outbox outbox;
    private final QueueWatch watch;
    private final CurrentTrace trace;
    private final DeskMeters meters;
    private final Clock clock;

    /** Tickets of which a write may or may not have been done, because the store went away meanwhile. */
    private final Set<String> doubtful = ConcurrentHashMap.newKeySet();

    TicketDesk(
            TicketStore store,
            TicketQueue queue,
            Outbox outbox,
            QueueWatch watch,
            CurrentTrace trace,
            DeskMeters meters,
            Clock clock) {
        this.store = store;
        this.queue = queue;
        this.outbox = outbox;
        this.watch = watch;
        this.trace = trace;
        this.meters = meters;
        this.clock = clock;
    }

    /**
     * An input to one ticket.
     *
     * @param description the complaint's long text, kept when the input makes a ticket
     * @param lineage what it goes back to; absent for what begins here
     */
    record Task(
            String complaintId,
            TicketInput input,
            @Nullable String description,
            @Nullable Lineage lineage) {

        Task(String complaintId, TicketInput input) {
            this(complaintId, input, null, null);
        }
    }

    /** The time as the desk counts it: in milliseconds, as the store keeps it. */
    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Decides tasks in their order, several of one ticket included, and writes the results in one go.
     *
     * @param known tickets as this instance knows them, to save reading; others are read
     * @return the outcomes, in the order of the tasks; a task that was found done after a lost race is {@link Unchanged}
     */
    List<Outcome> work(List<Task> tasks, Collection<Ticket> known) {
        Map<String, ComplaintFile> files = new LinkedHashMap<>();
        known.forEach(ticket -> files.put(ticket.complaintId(), ticket));
        Set<String> unknown = new LinkedHashSet<>();
        for (Task task : tasks) {
            if (!files.containsKey(task.complaintId())) {
                unknown.add(task.complaintId());
            }
        }
        if (!unknown.isEmpty()) {
            store.find(unknown).forEach((id, stored) -> files.put(id, stored.file()));
        }
        List<Outcome> outcomes = new ArrayList<>();
        Map<String, Change> changes = new LinkedHashMap<>();
        for (Task task : tasks) {
            ComplaintFile file = files.get(task.complaintId());
            SlaPolicy policy = queue.policy();
            Outcome outcome = Tickets.decide(file, task.input(), policy, now());
            outcomes.add(outcome);
            if (outcome instanceof Changed changed) {
                files.put(task.complaintId(), changed.after());
                changes.merge(task.complaintId(), change(file, changed, task, policy), TicketDesk::followedBy);
            }
        }
        if (changes.isEmpty() || write(List.copyOf(changes.values()))) {
            return outcomes;
        }
        List<Outcome> again = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            again.add(changes.containsKey(tasks.get(i).complaintId()) ? workAlone(tasks.get(i)) : outcomes.get(i));
        }
        return again;
    }

    private Outcome workAlone(Task task) {
        for (int race = 0; race < MOST_RACES; race++) {
            Stored stored = store.find(List.of(task.complaintId())).get(task.complaintId());
            if (stored != null) {
                show(task.complaintId(), stored);
            }
            SlaPolicy policy = queue.policy();
            Outcome outcome = Tickets.decide(stored == null ? null : stored.file(), task.input(), policy, now());
            switch (outcome) {
                case Unchanged unchanged -> {
                    return unchanged;
                }
                case Refused refused -> {
                    return refused;
                }
                case Changed changed -> {
                    if (write(List.of(change(stored == null ? null : stored.file(), changed, task, policy)))) {
                        return changed;
                    }
                }
            }
        }
        throw new IllegalStateException("lost " + MOST_RACES + " races for ticket " + task.complaintId());
    }

    /**
     * Decides inputs on exactly this ticket, one after the other, and writes what they come to in one go: nobody sees it in
     * between.
     *
     * @return the outcome of the last, or of the first that changes nothing, and then none is written; null when another was
     *     faster
     */
    @Nullable Outcome workOn(Ticket ticket, List<? extends TicketInput> inputs) {
        SlaPolicy policy = queue.policy();
        Instant now = now();
        ComplaintFile file = ticket;
        Change all = null;
        Outcome outcome = new Unchanged(Unchanged.Reason.REPEAT);
        for (TicketInput input : inputs) {
            outcome = Tickets.decide(file, input, policy, now);
            if (!(outcome instanceof Changed changed)) {
                return outcome;
            }
            Change next = change(file, changed, new Task(ticket.complaintId(), input), policy);
            all = all == null ? next : followedBy(all, next);
            file = changed.after();
        }
        return all == null || write(List.of(all)) ? outcome : null;
    }

    /** Reads tickets again and shows them as they are. */
    Map<String, Stored> refresh(Collection<String> complaintIds) {
        Map<String, Stored> stored = store.find(complaintIds);
        stored.forEach(this::show);
        return stored;
    }

    /** Looks again at tickets whose last write was cut off. */
    void settleDoubts() {
        List<String> ids = List.copyOf(doubtful);
        if (!ids.isEmpty()) {
            refresh(ids);
            doubtful.removeAll(ids);
        }
    }

    private void show(String complaintId, Stored stored) {
        if (stored.file() instanceof Ticket ticket && queue.put(ticket, now())) {
            watch.changed(ticket);
        }
        if (stored.pending() > 0) {
            outbox.offer(List.of(complaintId));
        }
    }

    private boolean write(List<Change> changes) {
        try {
            if (!store.write(changes)) {
                return false;
            }
        } catch (StoreUnavailableException e) {
            changes.forEach(change -> doubtful.add(change.after().complaintId()));
            throw e;
        }
        List<String> toPublish = new ArrayList<>();
        for (Change change : changes) {
            if (change.after() instanceof Ticket ticket && queue.put(ticket, now())) {
                watch.changed(ticket);
            }
            meters.written(change, now());
            if (!change.events().isEmpty()) {
                toPublish.add(change.after().complaintId());
            }
        }
        outbox.offer(toPublish);
        return true;
    }

    private Change change(@Nullable ComplaintFile before, Changed changed, Task task, SlaPolicy policy) {
        Lineage known = task.lineage();
        Lineage lineage = known == null ? new Lineage(trace.parent(), null) : known;
        List<Event<TicketEvent>> events = switch (changed.after()) {
            case Ticket ticket -> TicketEventTranslator.events(ticket, changed, policy);
            case Awaited ignored -> List.of();
        };
        return new Change(
                before == null ? 0 : before.version(),
                changed.after(),
                before instanceof Ticket ? null : task.description(),
                changed.happenings(),
                events,
                lineage);
    }

    private static Change followedBy(Change first, Change second) {
        return new Change(
                first.expectedVersion(),
                second.after(),
                first.description() == null ? second.description() : first.description(),
                joined(first, second, Change::happenings),
                joined(first, second, Change::events),
                first.lineage().followedBy(second.lineage()));
    }

    private static <T> List<T> joined(Change first, Change second, Function<Change, List<T>> part) {
        List<T> all = new ArrayList<>(part.apply(first));
        all.addAll(part.apply(second));
        return all;
    }
}
