package io.tierstream.contracts.ticket.v1;

import io.tierstream.contracts.EventData;
import io.tierstream.contracts.Rules;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.tier.v1.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a ticket; the event's type says what, this says how the ticket stands after it. All ticket
 * events have this shape.
 *
 * @param version counts the ticket's changes from 1; a higher one replaces a lower one. Events of one change share it
 *     (reopened, and reprioritised since the tier is another by now): in their order, the later replaces the earlier
 * @param dueAt the SLA deadline; while WAITING it stands still and moves on when the wait ends
 * @param assignee the agent who has it; absent unless claimed or waiting, or resolved by one
 * @param waited time it waited for the customer or was resolved until now, in the clock of its tier, already in {@code dueAt}
 * @param by who did it; absent when no person did
 * @param before place before a reprioritisation
 * @param after place after it
 * @param cause why, of a reprioritisation
 * @param stops all the times that {@code waited} is made of, in order, for a clock that counts them differently; absent when
 *     there are none or not all are known
 */
public record TicketEvent(
        String complaintId,
        String customerId,
        long version,
        Tier tier,
        TicketState state,
        Severity severity,
        @Nullable String category,
        Instant openedAt,
        Instant dueAt,
        @Nullable String assignee,
        @Nullable Duration waited,
        @Nullable String by,
        @Nullable Placement before,
        @Nullable Placement after,
        @Nullable ReprioritisationCause cause,
        @Nullable List<Stop> stops)
        implements EventData {

    public TicketEvent {
        Rules.businessId("complaintId", complaintId);
        Rules.businessId("customerId", customerId);
        Rules.required("tier", tier);
        Rules.required("state", state);
        Rules.required("severity", severity);
        Rules.required("openedAt", openedAt);
        Rules.required("dueAt", dueAt);
        stops = stops == null ? null : List.copyOf(stops);
    }
}
