package io.tierstream.complaints.http;

import io.tierstream.complaints.application.BrowsingTheQueue.Standing;
import io.tierstream.complaints.application.CustomerStore.Glance;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as callers see it.
 *
 * @param position in the whole queue, 1 is the first; absent for closed tickets
 * @param behind what puts the ticket right before it first: {@code lifted, tier, deadline, severity, opened} or {@code id};
 *     absent for the first and for closed tickets
 * @param lifted whether it has waited for the maximum and stands above the tiers; absent when not
 * @param composite the customer's, 0–100, as far as the desk has heard
 * @param tierSince when the customer's present tier began
 * @param severity {@code low}, {@code normal}, {@code high} or {@code critical}
 * @param dueAt the deadline; while the ticket is paused, as it was when the clock stopped
 * @param atRiskAt from when on it is at risk
 * @param urgency {@code on-time}, {@code at-risk}, {@code breached}, {@code paused} or {@code closed}
 * @param pausedSince since when the clock stands
 * @param waited for how long it stood before, in the clock of the SLA
 */
public record TicketView(
        @Nullable Integer position,
        @Nullable String behind,
        @Nullable Boolean lifted,
        String complaintId,
        String customerId,
        @Nullable String customerName,
        @Nullable BigDecimal composite,
        @Nullable Instant tierSince,
        long version,
        Tier tier,
        TicketState state,
        String severity,
        String subject,
        @Nullable String category,
        @Nullable String channel,
        @Nullable String orderId,
        Instant openedAt,
        Instant dueAt,
        Instant atRiskAt,
        String urgency,
        @Nullable Instant pausedSince,
        @Nullable Duration waited,
        @Nullable String assignee) {

    static TicketView of(Ticket ticket, @Nullable Standing place, Glance customer, SlaPolicy policy, Instant now) {
        Duration waited = ticket.progress().waited(policy.clock(ticket.tier()));
        return new TicketView(
                place == null ? null : place.position(),
                place == null || place.behind() == null ? null : lower(place.behind()),
                place != null && place.lifted() ? Boolean.TRUE : null,
                ticket.complaintId(),
                ticket.complaint().customerId(),
                customer.name(),
                customer.composite(),
                customer.tierSince(),
                ticket.version(),
                ticket.tier(),
                ticket.state(),
                lower(ticket.complaint().severity()),
                ticket.complaint().subject(),
                ticket.complaint().category(),
                ticket.complaint().channel(),
                ticket.complaint().orderId(),
                ticket.openedAt(),
                ticket.due(),
                ticket.atRiskFrom(policy),
                lower(ticket.urgency(policy, now)),
                ticket.state().isInQueue() ? ticket.progress().stoppedSince() : null,
                waited.isZero() ? null : waited,
                ticket.progress().assignee());
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
