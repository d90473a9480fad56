package io.tierstream.complaints.domain.ticket;

import org.jspecify.annotations.Nullable;

/** What can be put to a ticket for decision. */
public sealed interface TicketInput {

    /**
     * A complaint was opened.
     *
     * @param tier the customer's, as known now
     */
    record ComplaintOpened(EventStamp stamp, Complaint complaint, KnownTier tier) implements TicketInput {}

    /**
     * A complaint was resolved, reopened or withdrawn elsewhere.
     *
     * @param tier the customer's, as known now: a reopened ticket takes it
     */
    record ComplaintMoved(String complaintId, ComplaintEvent event, KnownTier tier) implements TicketInput {}

    /** The customer's tier changed. */
    record TierMoved(KnownTier tier) implements TicketInput {}

    /**
     * A person moves the ticket.
     *
     * @param agent who does it
     * @param assignee who gets it, for {@link Move#ASSIGN}; otherwise absent
     * @param tier the customer's, as known now: a reopened ticket takes it
     */
    record AgentMoved(
            Move move,
            String agent,
            @Nullable String assignee,
            @Nullable String note,
            KnownTier tier) implements TicketInput {}

    /** A person leaves a note. */
    record AgentNoted(String agent, String note) implements TicketInput {}

    /** Time went by: is there anything to announce? */
    record TimePassed() implements TicketInput {}

    /** The SLA settings changed: is there another deadline to follow? */
    record SettingsChanged() implements TicketInput {}
}
