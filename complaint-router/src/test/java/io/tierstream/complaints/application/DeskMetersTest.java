package io.tierstream.complaints.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.complaints.application.TicketStore.Change;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintOpened;
import io.tierstream.complaints.domain.ticket.Tickets;
import io.tierstream.contracts.Lineage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeskMetersTest {

    /** Four days after the start: of five days of SLA more than three quarters are over. */
    private static final Instant NOW = Given.at(Duration.ofDays(4));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final TicketQueue queue = new TicketQueue(SlaPolicy.DEFAULT);
    private final DeskMeters desk = new DeskMeters(queue, Clock.fixed(NOW, ZoneOffset.UTC), meters);

    @Test
    void shouldCountTheQueueByTierAndStateAndDeadline() {
        queue.put(given("late").opened(Duration.ZERO, Tier.A).ticket(), NOW);
        queue.put(given("soon").opened(Duration.ZERO, Tier.C).ticket(), NOW);
        queue.put(given("new").opened(Duration.ofDays(3), Tier.C).ticket(), NOW);
        queue.put(
                given("taken")
                        .opened(Duration.ofDays(3), Tier.C)
                        .agent(Move.CLAIM)
                        .ticket(),
                NOW);

        assertThat(gauge("tierstream.queue.tickets", "tier", "A", "state", "OPEN"))
                .isEqualTo(1);
        assertThat(gauge("tierstream.queue.tickets", "tier", "C", "state", "OPEN"))
                .isEqualTo(2);
        assertThat(gauge("tierstream.queue.tickets", "tier", "C", "state", "CLAIMED"))
                .isEqualTo(1);
        assertThat(gauge("tierstream.queue.tickets", "tier", "B", "state", "OPEN"))
                .isZero();
        assertThat(gauge("tierstream.queue.breached", "tier", "A")).isEqualTo(1);
        assertThat(gauge("tierstream.queue.at.risk", "tier", "C")).isEqualTo(1);
    }

    @Test
    void shouldCountWhatHappensFromZeroAndMeasureFromTheAcceptance() {
        assertThat(happenings("routed")).isZero();
        Changed opened = (Changed) Tickets.decide(
                null,
                new ComplaintOpened(
                        new EventStamp(NOW, "opened", "/test"),
                        Given.complaint("first", NOW, Severity.NORMAL),
                        Given.tier(Tier.C, 1)),
                SlaPolicy.DEFAULT,
                NOW);

        desk.written(
                new Change(
                        0,
                        opened.after(),
                        null,
                        opened.happenings(),
                        List.of(),
                        new Lineage(null, NOW.minusMillis(250))),
                NOW);

        assertThat(opened.happenings()).extracting(Happening::kind).containsExactly(Happening.Kind.ROUTED);
        assertThat(happenings("routed")).isEqualTo(1);
        assertThat(meters.timer("tierstream.latency", "stage", "routed").totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(250);
    }

    private static Given given(String complaintId) {
        return Given.nothing(SlaPolicy.DEFAULT, complaintId);
    }

    private double gauge(String name, String... tags) {
        return meters.get(name).tags(tags).gauge().value();
    }

    private double happenings(String kind) {
        return meters.get("tierstream.ticket.happenings")
                .tags("kind", kind, "tier", "C")
                .counter()
                .count();
    }
}
