package io.tierstream.contracts.ticket.v1;

import io.tierstream.contracts.Rules;
import java.time.Instant;

/** A time during which the SLA clock of a ticket stood, from and until before. */
public record Stop(Instant from, Instant to) {

    public Stop {
        Rules.required("from", from);
        Rules.required("to", to);
    }
}
