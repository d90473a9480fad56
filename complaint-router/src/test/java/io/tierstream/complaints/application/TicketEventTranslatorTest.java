package io.tierstream.complaints.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.ticket.v1.Stop;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicketEventTranslatorTest {

    /** Resolved and reopened was heard of first: opening it is one change that is told in three events. */
    @Test
    void shouldTellInEachEventHowTheTicketStoodAfterIt() {
        Given given = Given.nothing()
                .now(Duration.ofDays(2))
                .event(Move.RESOLVE, Duration.ofHours(1), "resolved")
                .event(Move.REOPEN, Duration.ofHours(11), "reopened")
                .opened(Duration.ZERO, Tier.C);

        List<Event<TicketEvent>> events =
                TicketEventTranslator.events(given.ticket(), (Changed) given.outcome(), SlaPolicy.DEFAULT);

        assertThat(events)
                .extracting(event -> event.envelope().type())
                .containsExactly(EventTypes.TICKET_ROUTED, EventTypes.TICKET_RESOLVED, EventTypes.TICKET_REOPENED);
        assertThat(events).extracting(event -> event.envelope().id()).containsExactly("T-1/3", "T-1/3.1", "T-1/3.2");
        assertThat(events).extracting(event -> event.data().version()).containsOnly(3L);
        TicketEvent routed = events.getFirst().data();
        assertThat(routed.state()).isEqualTo(TicketState.OPEN);
        assertThat(routed.dueAt()).isEqualTo(Given.at(Duration.ofDays(5)));
        assertThat(routed.waited()).isNull();
        assertThat(routed.stops()).isNull();
        assertThat(events.get(1).data().waited()).isNull();
        TicketEvent reopened = events.getLast().data();
        assertThat(reopened.dueAt()).isEqualTo(Given.at(Duration.ofDays(5).plusHours(10)));
        assertThat(reopened.waited()).isEqualTo(Duration.ofHours(10));
        assertThat(reopened.stops())
                .containsExactly(new Stop(Given.at(Duration.ofHours(1)), Given.at(Duration.ofHours(11))));
    }
}
