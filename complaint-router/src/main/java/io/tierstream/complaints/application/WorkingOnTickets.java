package io.tierstream.complaints.application;

import io.tierstream.complaints.application.TicketStore.Dossier;
import io.tierstream.complaints.application.TicketStore.Stored;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Outcome;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.Outcome.Refused;
import io.tierstream.complaints.domain.ticket.Outcome.Unchanged;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketInput;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentNoted;
import io.tierstream.complaints.domain.ticket.Undo;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What agents do: take the next ticket, or move a chosen one. */
@Component
public final class WorkingOnTickets {

    /** A ticket holds at most so many unpublished events before people have to wait for the broker. */
    static final int MAX_PENDING = 200;

    private static final int MOST_RACES = 1_000;

    private final TicketDesk desk;
    private final TicketQueue queue;
    private final TicketStore store;
    private final CustomerStore customers;
    private final RoutingComplaints routing;

    WorkingOnTickets(
            TicketDesk desk, TicketQueue queue, TicketStore store, CustomerStore customers, RoutingComplaints routing) {
        this.desk = desk;
        this.queue = queue;
        this.store = store;
        this.customers = customers;
        this.routing = routing;
    }

    /** What became of an action. */
    public sealed interface Result {

        /** It was done. */
        record Done(Ticket ticket) implements Result {}

        /** The agent saw an older version than the current one. */
        record Stale(Ticket current) implements Result {}

        /** The ticket's state does not allow it. */
        record NotAllowed(Ticket current, String detail) implements Result {}

        /** There is no such ticket. */
        record NoTicket() implements Result {}

        /** Too much waits to be published. */
        record TooMuchPending() implements Result {}
    }

    /** Claims the next ticket of the queue; empty when none is open. */
    public Optional<Ticket> next(String agent) {
        for (int race = 0; race < MOST_RACES; race++) {
            Optional<Ticket> first = queue.take();
            if (first.isEmpty()) {
                return Optional.empty();
            }
            Ticket ticket = first.get();
            try {
                Outcome outcome = desk.workOn(ticket, List.of(move(Move.CLAIM, agent, null, null, KnownTier.ENTRY)));
                if (outcome instanceof Changed changed && changed.after() instanceof Ticket claimed) {
                    return Optional.of(claimed);
                }
                desk.refresh(List.of(ticket.complaintId()));
            } finally {
                queue.giveBack(ticket.complaintId());
            }
        }
        throw new IllegalStateException("lost " + MOST_RACES + " races for the next ticket");
    }

    /**
     * Moves a ticket.
     *
     * @param expectedVersion the version the agent saw; absent: any
     * @param assignee who gets it, for {@link Move#ASSIGN}
     */
    public Result move(
            String complaintId,
            Move move,
            @Nullable Long expectedVersion,
            String agent,
            @Nullable String assignee,
            @Nullable String note) {
        return act(
                complaintId,
                expectedVersion,
                ticket -> List.of(move(move, agent, assignee, note, tierFor(move, ticket))));
    }

    private KnownTier tierFor(Move move, Ticket ticket) {
        String customer = ticket.complaint().customerId();
        return move == Move.REOPEN
                ? customers.tiers(List.of(customer)).getOrDefault(customer, KnownTier.ENTRY)
                : KnownTier.ENTRY;
    }

    private static AgentMoved move(
            Move move, String agent, @Nullable String assignee, @Nullable String note, KnownTier tier) {
        return new AgentMoved(move, agent, assignee, note, tier);
    }

    /** Leaves a note on a ticket. */
    public Result note(String complaintId, @Nullable Long expectedVersion, String agent, String note) {
        return act(complaintId, expectedVersion, ticket -> List.of(new AgentNoted(agent, note)));
    }

    /**
     * Takes back what the agent did last to a ticket, if nothing has happened to it since. All at once: no other agent gets
     * it on the way back.
     *
     * @param expectedVersion the version that the agent's move made
     */
    public Result undo(String complaintId, long expectedVersion, String agent) {
        Optional<Dossier> found = store.dossier(complaintId);
        if (found.isEmpty()) {
            return new Result.NoTicket();
        }
        Ticket ticket = found.get().ticket();
        if (ticket.version() != expectedVersion) {
            return new Result.Stale(ticket);
        }
        Happening last = found.get().history().reversed().stream()
                .filter(happening -> happening.by() != null && happening.kind() != Happening.Kind.NOTED)
                .findFirst()
                .orElse(null);
        List<Undo.Step> steps = last == null || !agent.equals(last.by()) || last.before() == null
                ? List.of()
                : Undo.steps(last.before(), last.after());
        if (steps.isEmpty()) {
            return new Result.NotAllowed(ticket, "there is nothing of yours to take back");
        }
        return act(
                complaintId,
                expectedVersion,
                now -> steps.stream()
                        .map(step -> move(step.move(), agent, step.assignee(), null, tierFor(step.move(), now)))
                        .toList());
    }

    private Result act(
            String complaintId,
            @Nullable Long expectedVersion,
            Function<Ticket, List<? extends TicketInput>> inputsFor) {
        for (int race = 0; race < MOST_RACES; race++) {
            Stored stored = desk.refresh(List.of(complaintId)).get(complaintId);
            if (stored == null || !(stored.file() instanceof Ticket ticket)) {
                return new Result.NoTicket();
            }
            if (expectedVersion != null && expectedVersion != ticket.version()) {
                return new Result.Stale(ticket);
            }
            if (stored.pending() >= MAX_PENDING) {
                return new Result.TooMuchPending();
            }
            switch (desk.workOn(ticket, inputsFor.apply(ticket))) {
                case Changed changed -> {
                    return new Result.Done(inStepWithTier(ticket, (Ticket) changed.after()));
                }
                case Unchanged ignored -> {
                    return new Result.Done(ticket);
                }
                case Refused refused -> {
                    return new Result.NotAllowed(ticket, refused.detail());
                }
                case null -> {
                    // Another was faster: look again.
                }
            }
        }
        throw new IllegalStateException("lost " + MOST_RACES + " races for ticket " + complaintId);
    }

    /** A tier that changed while the ticket was being reopened has passed it by. */
    private Ticket inStepWithTier(Ticket before, Ticket after) {
        if (before.state().isInQueue() || !after.state().isInQueue()) {
            return after;
        }
        routing.catchUpWithTiers(List.of(after));
        return queue.find(after.complaintId()).orElse(after);
    }

    /** A ticket with its history. */
    public Optional<Dossier> dossier(String complaintId) {
        return store.dossier(complaintId);
    }
}
