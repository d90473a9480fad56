package io.tierstream.contracts.ticket.v1;

/** Where a ticket stands. */
public enum TicketState {
    OPEN,
    CLAIMED,
    WAITING,
    RESOLVED,
    WITHDRAWN
}
