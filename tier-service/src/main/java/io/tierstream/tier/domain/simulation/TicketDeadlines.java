package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.Tier;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which deadline a change of tier gives an open ticket (domain.md, section 3). The desk decides by the same rule. */
public final class TicketDeadlines {

    private TicketDeadlines() {}

    /**
     * The ticket's deadline after its customer has come into another tier.
     *
     * <p>Promotion: {@code min(due, max(openedAt + SLA(to) + waited, now + promotionGrace))}. Demotion: {@code openedAt +
     * SLA(to) + waited}, or unchanged.
     *
     * @param now the time of the tier change; for a ticket whose clock stands, the instant since when it stands counts
     */
    public static Instant after(OpenTicket ticket, Tier to, Sla sla, Instant now) {
        if (to == ticket.tier()) {
            return ticket.dueAt();
        }
        Instant byTier = due(ticket, to, sla);
        if (!to.isAbove(ticket.tier())) {
            return sla.demotionFollows() ? byTier : ticket.dueAt();
        }
        Instant from = ticket.waitingSince() == null ? now : ticket.waitingSince();
        Instant graced = from.plus(sla.promotionGrace());
        Instant promoted = byTier.isAfter(graced) ? byTier : graced;
        return promoted.isBefore(ticket.dueAt()) ? promoted : ticket.dueAt();
    }

    private static Instant due(OpenTicket ticket, Tier tier, Sla sla) {
        WorkingTime calendar = sla.calendar(tier);
        Duration allowed = sla.of(tier);
        Duration waited = waited(ticket, tier, sla);
        return calendar == null
                ? ticket.openedAt().plus(allowed).plus(waited)
                : calendar.plus(ticket.openedAt(), calendar.allowance(allowed).plus(waited));
    }

    /** The time the clock stood, as the clock of this tier counts it if it is known when that was. */
    private static Duration waited(OpenTicket ticket, Tier tier, Sla sla) {
        if (ticket.stops().isEmpty()) {
            return ticket.waited();
        }
        Duration waited = Duration.ZERO;
        for (OpenTicket.Stop stop : ticket.stops()) {
            waited = waited.plus(between(stop, sla.calendar(tier)));
        }
        return waited;
    }

    private static Duration between(OpenTicket.Stop stop, @Nullable WorkingTime calendar) {
        return calendar == null ? Duration.between(stop.from(), stop.to()) : calendar.between(stop.from(), stop.to());
    }
}
