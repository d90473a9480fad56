package io.tierstream.complaints.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.complaints.application.CustomerStore.Named;
import io.tierstream.complaints.application.CustomerStore.Standing;
import io.tierstream.complaints.application.FollowingCustomers;
import io.tierstream.complaints.application.FollowingCustomers.TierChange;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Reads what the desk needs to know of customers. Others own the dead letters of these topics: here they are skipped. */
@Component
class CustomersListener {

    private static final Logger log = LoggerFactory.getLogger(CustomersListener.class);

    /** Of a customer's many standings only the last of a batch is written. */
    private static final String LARGE_BATCHES = "max.poll.records=5000";

    private final FollowingCustomers following;
    private final TraceSteps traces;
    private final Clock clock;
    private final MeterRegistry meters;
    private final IntakeRules rules = new IntakeRules(Set.of());

    CustomersListener(FollowingCustomers following, TraceSteps traces, Clock clock, MeterRegistry meters) {
        this.following = following;
        this.traces = traces;
        this.clock = clock;
        this.meters = meters;
    }

    @KafkaListener(
            id = "tier-changes",
            groupId = "${tierstream.group}.tier-changes",
            topics = Topics.TIER_CHANGES,
            properties = LARGE_BATCHES)
    void tierChanges(List<ConsumerRecord<byte[], byte[]>> records) {
        List<TierChange> changes = new ArrayList<>();
        decode(records, (record, event) -> {
            if (event.data() instanceof TierChanged change) {
                changes.add(
                        new TierChange(change.customerId(), TierTranslator.known(change), change, traces.step(record)));
            }
        });
        following.changeTiers(changes);
    }

    @KafkaListener(
            id = "customer-tiers",
            groupId = "${tierstream.group}.customer-tiers",
            topics = Topics.CUSTOMER_TIERS,
            properties = LARGE_BATCHES)
    void customerTiers(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Standing> standings = new HashMap<>();
        decode(records, (record, event) -> {
            if (event.data() instanceof CustomerTier tier) {
                standings.merge(
                        tier.customerId(),
                        new Standing(
                                TierTranslator.known(tier), event.envelope().time(), record.offset()),
                        (a, b) -> a.tier().changeNumber() > b.tier().changeNumber() ? a : b);
            }
        });
        following.stand(standings);
    }

    @KafkaListener(id = "customers", groupId = "${tierstream.group}.customers", topics = Topics.CUSTOMERS)
    void customers(List<ConsumerRecord<byte[], byte[]>> records) {
        Map<String, Named> names = new HashMap<>();
        decode(records, (record, event) -> {
            if (event.data() instanceof CustomerUpdated updated) {
                names.merge(
                        updated.customerId(),
                        new Named(updated.name(), ComplaintTranslator.stamp(event.envelope())),
                        (a, b) -> a.stamp().compareTo(b.stamp()) > 0 ? a : b);
            }
        });
        following.name(names);
    }

    private void decode(
            List<ConsumerRecord<byte[], byte[]>> records,
            BiConsumer<ConsumerRecord<byte[], byte[]>, Event<?>> consumer) {
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.value() == null) {
                continue;
            }
            switch (EventCodec.decode(record.topic(), record.value(), record.headers())) {
                case Decoded(var event)
                when rules.check(event, clock.instant()).isEmpty() -> consumer.accept(record, event);
                case Decoded ignored -> skip(record, "more than a day ahead");
                case Undecodable bad -> skip(record, bad.reason().name());
            }
        }
    }

    private void skip(ConsumerRecord<byte[], byte[]> record, String reason) {
        log.debug("Skipped {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), reason);
        meters.counter("tierstream.records", "topic", record.topic(), "outcome", "skipped")
                .increment();
    }
}
