package io.tierstream.tier.population;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.wire.GradeSnapshot;
import java.time.Instant;
import java.util.List;

/** Populations and desks that tests of other packages know to the last figure. */
public final class Populations {

    private Populations() {}

    public static Population of(List<GradeSnapshot> grades) {
        Population population = new Population();
        population.graded(grades);
        return population;
    }

    public static void changed(Population population, String customerId, long number, Tier to, Instant decidedAt) {
        population.changed(List.of(new Population.Change(customerId, number, to, decidedAt)));
    }

    public static OpenTickets open(TicketEvent... tickets) {
        OpenTickets open = new OpenTickets();
        for (TicketEvent ticket : tickets) {
            open.happened(
                    new Event<>(
                            new Envelope(ticket.complaintId(), "/test", EventTypes.TICKET_ROUTED, ticket.openedAt()),
                            ticket),
                    ticket);
        }
        return open;
    }
}
