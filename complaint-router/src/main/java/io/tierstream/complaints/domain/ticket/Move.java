package io.tierstream.complaints.domain.ticket;

import static io.tierstream.complaints.domain.ticket.TicketState.CLAIMED;
import static io.tierstream.complaints.domain.ticket.TicketState.OPEN;
import static io.tierstream.complaints.domain.ticket.TicketState.RESOLVED;
import static io.tierstream.complaints.domain.ticket.TicketState.WAITING;
import static io.tierstream.complaints.domain.ticket.TicketState.WITHDRAWN;

import java.util.Set;

/** A step from one state to another; see {@link TicketState} for the picture. */
public enum Move {
    CLAIM(Set.of(OPEN), CLAIMED),
    ASSIGN(Set.of(OPEN, CLAIMED), CLAIMED),
    RELEASE(Set.of(CLAIMED), OPEN),
    WAIT(Set.of(CLAIMED), WAITING),
    RESUME(Set.of(WAITING), CLAIMED),
    RESOLVE(Set.of(OPEN, CLAIMED, WAITING), RESOLVED),
    REOPEN(Set.of(RESOLVED), OPEN),
    WITHDRAW(Set.of(OPEN, CLAIMED, WAITING, RESOLVED), WITHDRAWN);

    private final Set<TicketState> from;
    private final TicketState to;

    Move(Set<TicketState> from, TicketState to) {
        this.from = from;
        this.to = to;
    }

    /** Whether a ticket in this state can make the move. */
    public boolean isAllowedFrom(TicketState state) {
        return from.contains(state);
    }

    /** The state the move leads to. */
    public TicketState to() {
        return to;
    }
}
