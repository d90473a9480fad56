package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.TopicSpec;
import io.tierstream.testing.TestBroker;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class NewTopicsIT {

    private static final int PARTITIONS = 20;
    private static final int BATCHES = 5;

    /** Without waiting for the leaders, a batch or two of these are refused at first and then out of order (KAFKA-15591). */
    @Test
    void shouldTakeEverythingFromAProducerThatWritesAtOnce() throws Exception {
        var topics = IntStream.range(0, 10)
                .mapToObj(i -> new TopicSpec("new-topics-" + i, TopicSpec.Cleanup.KEEP))
                .toList();
        Queue<String> refused = new ConcurrentLinkedQueue<>();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()));
                var producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                (Object) TestBroker.bootstrapServers(),
                                // Every record is a batch.
                                "batch.size",
                                0,
                                "linger.ms",
                                0,
                                "request.timeout.ms",
                                3_000,
                                "delivery.timeout.ms",
                                5_000),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            TopicCreation.ensure(admin, topics, PARTITIONS, (short) 1);
            for (TopicSpec topic : topics) {
                for (int batch = 0; batch < BATCHES; batch++) {
                    for (int partition = 0; partition < PARTITIONS; partition++) {
                        producer.send(
                                new ProducerRecord<>(topic.name(), partition, null, new byte[0]), (at, failed) -> {
                                    if (failed != null) {
                                        refused.add(failed.toString());
                                    }
                                });
                    }
                }
            }
            producer.flush();
        }
        assertThat(refused).isEmpty();
    }
}
