package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.scoring.domain.Fact;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FactTranslatorTest {

    private static final Instant NOW = Instant.parse("2026-10-22T20:10:49.575Z");

    private final FactTranslator translator = new FactTranslator(ZoneOffset.UTC, Map.of("EUR", BigDecimal.ONE));

    /** Otherwise a complaint stays open whose tenth version resolved it in the millisecond in which the ninth reopened it. */
    @Test
    void shouldPutMovesOfOneTimeInTheOrderOfTheTicketsVersions() {
        List<String> ids = Stream.of("c/9", "c/9.1", "c/9.6", "c/9.10", "c/10", "c/10.1", "c/100")
                .map(id -> translator.translate(resolved(id)))
                .map(Fact.ComplaintMoved.class::cast)
                .map(move -> move.origin().eventId())
                .toList();

        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    private static Event<TicketEvent> resolved(String id) {
        return new Event<>(
                new Envelope(id, "/complaint-router", EventTypes.TICKET_RESOLVED, NOW),
                new TicketEvent(
                        "c",
                        "customer",
                        9,
                        Tier.A,
                        TicketState.RESOLVED,
                        Severity.NORMAL,
                        null,
                        NOW,
                        NOW.plus(Duration.ofDays(3)),
                        "mei",
                        null,
                        "mei",
                        null,
                        null,
                        null,
                        null));
    }
}
