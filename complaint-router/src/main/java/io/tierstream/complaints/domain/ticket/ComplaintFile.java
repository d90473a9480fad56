package io.tierstream.complaints.domain.ticket;

/** What the desk keeps about one complaint id: a ticket, or events that wait for it. */
public sealed interface ComplaintFile permits Awaited, Ticket {

    /** The business id. */
    String complaintId();

    /** Counts the changes, from 1. */
    long version();
}
