package io.tierstream.complaints.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.complaints.application.InstanceName;
import io.tierstream.complaints.application.OutboxStore;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.KafkaTemplate;

@ExtendWith(OutputCaptureExtension.class)
class TicketPublisherTest {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    private final Store store = new Store();
    private final Broker broker = new Broker();
    private final TicketPublisher publisher = new TicketPublisher(
            store,
            new KafkaTemplate<>(() -> broker),
            new InstanceName("here"),
            Clock.systemUTC(),
            new SimpleMeterRegistry());

    @BeforeEach
    void start() {
        publisher.start();
    }

    @AfterEach
    void stop() {
        publisher.stop();
    }

    @Test
    void shouldPublishAgainInOrderWhatTheBrokerRefusedAndSayWhyItWaits(CapturedOutput output) {
        broker.refusals = 2;
        store.waiting.put("ticket", List.of(pending(1), pending(2)));

        publisher.offer(List.of("ticket"));

        await().until(store.waiting::isEmpty);
        assertThat(broker.history())
                .extracting(record ->
                        new String(record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))
                .containsExactly("event-1", "event-2", "event-1", "event-2", "event-1", "event-2");
        assertThat(output).contains("Publishing of ticket events waits: " + Broker.REFUSAL);
    }

    @Test
    void shouldPublishWhatWasOfferedBeforeItStops() {
        store.waiting.put("ticket", List.of(pending(1), pending(2)));

        publisher.offer(List.of("ticket"));
        publisher.stop();

        assertThat(store.waiting).isEmpty();
        assertThat(broker.history()).hasSize(2);
    }

    private static OutboxStore.Pending pending(long version) {
        return new OutboxStore.Pending(
                version,
                new Event<>(
                        new Envelope("event-" + version, "/complaint-router", EventTypes.TICKET_CLAIMED, NOW),
                        new TicketEvent(
                                "ticket",
                                "customer",
                                version,
                                Tier.A,
                                TicketState.CLAIMED,
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
                                null)),
                null,
                "here",
                NOW);
    }

    /** Refuses as many batches as told, after it took them, as a broker does. */
    private static final class Broker extends MockProducer<byte[], byte[]> {

        private static final RecordTooLargeException REFUSAL =
                new RecordTooLargeException("larger than the topic takes");

        private int refusals;

        private Broker() {
            super(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public synchronized void flush() {
            if (refusals > 0) {
                refusals--;
                while (errorNext(REFUSAL)) {
                    // Until all are refused.
                }
            }
            super.flush();
        }

        /** Templates close what they used; a real factory keeps it. */
        @Override
        public void close(Duration timeout) {}
    }

    private static final class Store implements OutboxStore {

        private final Map<String, List<Pending>> waiting = new ConcurrentHashMap<>();

        @Override
        public Map<String, List<Pending>> pending(Collection<String> complaintIds) {
            return Map.copyOf(waiting);
        }

        @Override
        public void published(Map<String, Long> upToVersion) {
            assertThat(upToVersion).isEqualTo(Map.of("ticket", 2L));
            waiting.clear();
        }

        @Override
        public List<String> withPending(int limit) {
            return List.of();
        }
    }
}
