package io.tierstream.tier.projection;

import io.tierstream.tier.mongo.MongoGrades;
import io.tierstream.tier.mongo.MongoGrades.GradeRow;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.TierTopics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
        // A customer's grades are in one partition, in their order: the last of a batch is all that will be seen.
        Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> latest = new LinkedHashMap<>();
        batch.forEach(record -> latest.put(ByteBuffer.wrap(record.key()), record));
        List<GradeRow> rows = latest.values().stream()
                .flatMap(record -> wire.read(record, Head.class).stream()
                        .map(head -> new GradeRow(head.customerId(), head.version(), text(record))))
                .toList();
        store.write(batch, () -> grades.write(rows));
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    /** What is needed of a {@link GradeSnapshot} to keep it; it is kept as it was written. */
    private record Head(String customerId, long version) {}
}
