package io.tierstream.complaints.kafka;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.complaints.application.RoutingComplaints;
import io.tierstream.complaints.application.RoutingComplaints.Arrival;
import io.tierstream.complaints.domain.ticket.Outcome;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.Outcome.Refused;
import io.tierstream.complaints.domain.ticket.Outcome.Unchanged;
import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.complaint.v1.ComplaintEvent;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Reads {@code complaints}. Owns its dead letters: what cannot be taken goes there, and the partition moves on. */
@Component
class ComplaintsListener {

    private static final Logger log = LoggerFactory.getLogger(ComplaintsListener.class);

    private final RoutingComplaints routing;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final Clock clock;
    private final MeterRegistry meters;
    private final IntakeRules rules = new IntakeRules(Set.of());

    ComplaintsListener(
            RoutingComplaints routing, KafkaTemplate<byte[], byte[]> kafka, Clock clock, MeterRegistry meters) {
        this.routing = routing;
        this.kafka = kafka;
        this.clock = clock;
        this.meters = meters;
        // From the start, so that the first one is seen as an increase.
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters(reason);
        }
    }

    private Counter deadLetters(DeadLetterReason reason) {
        return Counter.builder("tierstream.dead.letters")
                .description("Records put aside because they could not be taken")
                .tag("topic", Topics.COMPLAINTS)
                .tag("reason", reason.name())
                .register(meters);
    }

    private record Bad(ConsumerRecord<byte[], byte[]> record, DeadLetterReason reason, String detail) {}

    private record Taken(ConsumerRecord<byte[], byte[]> record, Arrival arrival, Lineage lineage) {}

    @KafkaListener(id = "complaints", groupId = "${tierstream.group}.complaints", topics = Topics.COMPLAINTS)
    void receive(List<ConsumerRecord<byte[], byte[]>> records) {
        List<Taken> taken = new ArrayList<>();
        List<Bad> bad = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            switch (EventCodec.decode(record.topic(), record.value(), record.headers())) {
                case Undecodable not -> bad.add(new Bad(record, not.reason(), not.detail()));
                case Decoded(var event) -> {
                    Optional<IntakeRules.Breach> breach = rules.check(event, clock.instant());
                    if (breach.isPresent()) {
                        bad.add(new Bad(
                                record, breach.get().reason(), breach.get().message()));
                    } else if (event.data() instanceof ComplaintEvent data) {
                        taken.add(new Taken(
                                record,
                                ComplaintTranslator.arrival(event.envelope(), data),
                                Lineage.ofInput(record.headers(), record.timestamp())));
                    } else {
                        bad.add(new Bad(record, DeadLetterReason.WRONG_TOPIC, "not about a complaint"));
                    }
                }
            }
        }
        // First, because the batch comes again while the store is away, and its dead letters would each time.
        List<Outcome> outcomes = routing.route(
                taken.stream().map(Taken::arrival).toList(),
                taken.stream().map(Taken::lineage).toList());
        for (int i = 0; i < outcomes.size(); i++) {
            switch (outcomes.get(i)) {
                case Changed ignored -> count("changed");
                case Unchanged ignored -> count("repeat");
                case Refused refused ->
                    bad.add(new Bad(taken.get(i).record(), DeadLetterReason.ID_CONFLICT, refused.detail()));
            }
        }
        try {
            CompletableFuture.allOf(bad.stream().map(this::bury).toArray(CompletableFuture[]::new))
                    .join();
        } catch (CompletionException e) {
            throw new KafkaException("dead letters of complaints could not be written; the batch comes again", e);
        }
        bad.forEach(letter -> deadLetters(letter.reason()).increment());
    }

    private CompletableFuture<?> bury(Bad bad) {
        ConsumerRecord<byte[], byte[]> record = bad.record();
        log.warn("Dead letter of {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), bad.reason());
        return kafka.send(DeadLetters.of(
                record.topic(),
                record.key(),
                record.value(),
                record.headers(),
                record.partition(),
                record.offset(),
                bad.reason(),
                bad.detail()));
    }

    private void count(String outcome) {
        meters.counter("tierstream.records", "topic", Topics.COMPLAINTS, "outcome", outcome)
                .increment();
    }
}
