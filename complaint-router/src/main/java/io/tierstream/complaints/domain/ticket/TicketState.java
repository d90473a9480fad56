package io.tierstream.complaints.domain.ticket;

/**
 * Where a ticket is in its life.
 *
 * <pre>
 *                     assign
 *                     ┌───┐
 *             claim,  │   ▼     wait
 *             assign ┌┴────────┐──────▶┌─────────┐
 *  opened ──▶ OPEN ──▶│ CLAIMED │       │ WAITING │
 *              ▲ ▲ ◀──│         │◀──────│         │
 *              │ release└───────┘ resume└─────────┘
 *              │ │         │                 │
 *              │ └ ─ ─ ─ ─ ┼ resolve (from all three)
 *       reopen │           ▼
 *              └──────  RESOLVED
 *
 *  withdraw: from any of the four ──▶ WITHDRAWN, which nothing leaves
 * </pre>
 */
public enum TicketState {
    /** Nobody works on it; {@code next} takes these. */
    OPEN,
    /** One agent holds it. */
    CLAIMED,
    /** An agent waits for the customer; the clock stands. */
    WAITING,
    /** Done, unless reopened. */
    RESOLVED,
    /** The customer took it back; final. */
    WITHDRAWN;

    /** Whether the ticket is still to be worked on and stands in the queue. */
    public boolean isInQueue() {
        return switch (this) {
            case OPEN, CLAIMED, WAITING -> true;
            case RESOLVED, WITHDRAWN -> false;
        };
    }

    /** Whether the SLA clock stands: there is then no risk and no breach. */
    public boolean clockStands() {
        return switch (this) {
            case OPEN, CLAIMED -> false;
            case WAITING, RESOLVED, WITHDRAWN -> true;
        };
    }
}
