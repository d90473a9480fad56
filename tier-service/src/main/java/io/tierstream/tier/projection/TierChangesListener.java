package io.tierstream.tier.projection;

import io.tierstream.contracts.Topics;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.mongo.MongoChanges;
import io.tierstream.tier.mongo.MongoChanges.ChangeRow;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Copies every change of tier into the store. */
@Component
class TierChangesListener {

    static final String GROUP = "tier-service-changes";

    private final TierChangeTranslator translator;
    private final MongoChanges changes;
    private final StoreGate store;

    TierChangesListener(TierChangeTranslator translator, MongoChanges changes, StoreGate store) {
        this.translator = translator;
        this.changes = changes;
        this.store = store;
    }

    @KafkaListener(id = GROUP, topics = Topics.TIER_CHANGES, containerFactory = "projectionListeners")
    void copy(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<ChangeRow> rows = batch.stream()
                .flatMap(record -> translator.translate(record).stream())
                .map(TierChangesListener::toRow)
                .toList();
        store.write(batch, () -> changes.write(rows));
    }

    private static ChangeRow toRow(TierChange change) {
        TierChanged data = change.data();
        return new ChangeRow(
                data.customerId(), data.changeNumber(), data.cause(), data.to(), data.decidedAt(), change.json());
    }
}
