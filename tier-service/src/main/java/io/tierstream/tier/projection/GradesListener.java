package io.tierstream.tier.projection;

import io.tierstream.tier.mongo.MongoGrades;
import io.tierstream.tier.mongo.MongoGrades.GradeRow;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.TierTopics;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

/** Copies the latest grade of every customer into the store. */
@Component
class GradesListener {

    static final String GROUP = "tier-service-grades";

    private final WireReader wire;
    private final MongoGrades grades;
    private final StoreGate store;

    GradesListener(WireReader wire, MongoGrades grades, StoreGate store) {
        this.wire = wire;
        this.grades = grades;
        this.store = store;
    }

    @KafkaListener(id = GROUP, topics = TierTopics.GRADES, containerFactory = "projectionListeners")
    void copy(List<ConsumerRecord<byte[], byte[]>> batch) {
        List<GradeRow> rows = batch.stream()
                .flatMap(record -> wire.read(record, GradeSnapshot.class).stream())
                .map(GradeRows::of)
                .toList();
        store.write(batch, () -> grades.write(rows));
    }
}
