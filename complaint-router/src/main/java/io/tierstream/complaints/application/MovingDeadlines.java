package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketDesk.Task;
import io.tierstream.complaints.domain.queue.QueueEntry;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput.SettingsChanged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.springframework.stereotype.Component;

/**
 * Gives the tickets in the queue the deadlines of new settings, a slice at a time, between what agents and events do.
 *
 * <p>What is to be moved follows from the tickets themselves: each says which settings its deadline follows. So it goes on
 * after a restart, may be done twice, and several instances may do it at once: each begins elsewhere, and what one has moved
 * the others pass over.
 */
@Component
public final class MovingDeadlines {

    private static final int SLICE = 200;

    /** While so many tickets wait to be published, what agents do must not wait behind more. */
    private static final int MOST_UNPUBLISHED = 1_000;

    private final TicketDesk desk;
    private final TicketQueue queue;
    private final Outbox outbox;
    private final NavigableSet<String> toMove;
    private volatile long looked = -1;

    MovingDeadlines(TicketDesk desk, TicketQueue queue, Outbox outbox, QueueWatch watch, InstanceName instance) {
        this.desk = desk;
        this.queue = queue;
        this.outbox = outbox;
        int own = instance.value().hashCode();
        this.toMove = new ConcurrentSkipListSet<>(
                Comparator.comparingInt((String id) -> id.hashCode() ^ own).thenComparing(id -> id));
        watch.watch(this::note);
    }

    /** How many tickets still have a deadline by older settings than those in force, as this instance knows. */
    public int remaining() {
        SlaPolicy policy = queue.policy();
        return policy.version() == looked
                ? toMove.size()
                : (int) queue.inOrder(null)
                        .filter(entry -> isBehind(entry.ticket(), policy))
                        .count();
    }

    private static boolean isBehind(Ticket ticket, SlaPolicy policy) {
        return !ticket.dueUnder(policy).equals(ticket.due());
    }

    private void note(Ticket ticket) {
        if (ticket.state().isInQueue() && isBehind(ticket, queue.policy())) {
            toMove.add(ticket.complaintId());
        } else {
            toMove.remove(ticket.complaintId());
        }
    }

    /** Moves the next slice, if there is one. */
    void moveSome() {
        SlaPolicy policy = queue.policy();
        if (policy.version() != looked) {
            queue.inOrder(null).map(QueueEntry::ticket).forEach(this::note);
            looked = policy.version();
        }
        if (toMove.isEmpty() || outbox.backlog() > MOST_UNPUBLISHED) {
            return;
        }
        List<Ticket> slice = new ArrayList<>();
        for (String id : toMove.stream().limit(SLICE).toList()) {
            queue.find(id).ifPresentOrElse(slice::add, () -> toMove.remove(id));
        }
        desk.work(
                slice.stream()
                        .map(ticket -> new Task(ticket.complaintId(), new SettingsChanged()))
                        .toList(),
                slice);
        slice.forEach(ticket -> queue.find(ticket.complaintId())
                .ifPresentOrElse(this::note, () -> toMove.remove(ticket.complaintId())));
    }
}
