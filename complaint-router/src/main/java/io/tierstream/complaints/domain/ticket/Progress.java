package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.sla.SlaClock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far the work on a ticket is.
 *
 * @param assignee who holds it, or held it last when it is closed
 * @param stoppedSince since when the SLA clock stands; absent while it runs
 * @param waited how long the clock stood before that: waiting for the customer, or resolved and then reopened
 */
public record Progress(
        TicketState state,
        @Nullable String assignee,
        @Nullable Instant stoppedSince,
        Duration waited) {

    static final Progress OPENED = new Progress(TicketState.OPEN, null, null, Duration.ZERO);

    /**
     * After an allowed move.
     *
     * @param who the agent who moves it or gets it; absent for an event
     */
    Progress after(Move move, Instant at, @Nullable String who, SlaClock clock) {
        TicketState to = move.to();
        Instant stopped = stoppedSince;
        Duration sum = waited;
        if (to.clockStands()) {
            stopped = stopped == null ? at : stopped;
        } else if (stopped != null) {
            Duration stood = clock.between(stopped, at);
            sum = stood.isNegative() ? sum : sum.plus(stood);
            stopped = null;
        }
        String holder = switch (move) {
            case CLAIM, ASSIGN -> who;
            case RELEASE, REOPEN -> null;
            case RESOLVE -> assignee == null ? who : assignee;
            case WAIT, RESUME, WITHDRAW -> assignee;
        };
        return new Progress(to, holder, stopped, sum);
    }

    /** After an event, when its move is allowed; unchanged otherwise. */
    Progress after(ComplaintEvent event, SlaClock clock) {
        return event.move().isAllowedFrom(state)
                ? after(event.move(), event.stamp().at(), null, clock)
                : this;
    }
}
