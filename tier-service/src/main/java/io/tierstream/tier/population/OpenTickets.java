package io.tierstream.tier.population;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.tier.domain.simulation.OpenTicket;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** This instance's copy of the tickets that are neither resolved nor withdrawn. */
@Component
public class OpenTickets {

    private final Map<String, OpenTicket> tickets = new HashMap<>();

    /** All of them, in no order. */
    public synchronized List<OpenTicket> all() {
        return new ArrayList<>(tickets.values());
    }

    /** Takes over how a ticket stands; the events of one ticket come in the order of their versions. */
    synchronized void happened(Event<?> event, TicketEvent ticket) {
        switch (ticket.state()) {
            case OPEN, CLAIMED, WAITING ->
                tickets.compute(ticket.complaintId(), (id, before) -> open(event, ticket, before));
            case RESOLVED, WITHDRAWN -> tickets.remove(ticket.complaintId());
        }
    }

    private static OpenTicket open(Event<?> event, TicketEvent ticket, @Nullable OpenTicket before) {
        boolean waiting = ticket.state() == TicketState.WAITING;
        return new OpenTicket(
                ticket.complaintId(),
                ticket.customerId(),
                WireTranslator.toDomain(ticket.tier()),
                ticket.openedAt(),
                ticket.dueAt(),
                ticket.waited() == null ? Duration.ZERO : ticket.waited(),
                ticket.stops() == null
                        ? List.of()
                        : ticket.stops().stream()
                                .map(stop -> new OpenTicket.Stop(stop.from(), stop.to()))
                                .toList(),
                waiting
                        ? before == null || before.waitingSince() == null
                                ? event.envelope().time()
                                : before.waitingSince()
                        : null);
    }
}
