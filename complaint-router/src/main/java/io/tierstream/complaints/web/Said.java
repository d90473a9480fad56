package io.tierstream.complaints.web;

import io.tierstream.complaints.application.WorkingOnTickets.Result;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What became of an action, in words: a message with the ticket's subject and who holds it.
 *
 * @param key of the message
 * @param bad whether it was not done
 * @param complaintId the ticket it was about
 * @param undo what can be taken back: the name of the action; absent when nothing can
 * @param version of the ticket after the action
 */
record Said(
        String key,
        @Nullable String subject,
        @Nullable String who,
        boolean bad,
        @Nullable String complaintId,
        @Nullable String undo,
        long version) {

    private static final Set<String> UNDONE =
            Set.of("claim", "taken", "release", "assign", "wait", "resume", "resolve", "reopen");

    static Said nothing(String key) {
        return new Said(key, null, null, false, null, null, 0);
    }

    static Said done(String action, Ticket ticket) {
        return new Said(
                "desk.said." + action,
                ticket.complaint().subject(),
                ticket.progress().assignee(),
                false,
                ticket.complaintId(),
                UNDONE.contains(action) ? action : null,
                ticket.version());
    }

    /** Says what became of an action of this agent. */
    static Said of(String action, Result result, String agent) {
        return switch (result) {
            case Result.Done done -> done(action, done.ticket());
            case Result.Stale stale -> refused(stale.current(), agent);
            case Result.NotAllowed refused -> refused(refused.current(), agent);
            case Result.NoTicket ignored -> new Said("desk.said.gone", null, null, true, null, null, 0);
            case Result.TooMuchPending ignored -> new Said("desk.said.later", null, null, true, null, null, 0);
        };
    }

    private static Said refused(Ticket current, String agent) {
        String holder = current.progress().assignee();
        boolean mine = agent.equals(holder) && current.state() == TicketState.CLAIMED;
        String key = mine ? "desk.refused.mine" : "desk.refused." + current.state() + (holder == null ? "" : ".held");
        return new Said(
                key, current.complaint().subject(), holder, true, current.complaintId(), null, current.version());
    }
}
