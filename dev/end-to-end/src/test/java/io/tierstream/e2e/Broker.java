package io.tierstream.e2e;

import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Kafka as an outside client sees it. */
final class Broker implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Longer than the broker is away in any test. */
    private static final int AWAY_MILLIS = 600_000;

    private final KafkaProducer<byte[], byte[]> producer;

    Broker() {
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        Stack.running().bootstrapServers(),
                        "acks",
                        "all",
                        "linger.ms",
                        0,
                        "compression.type",
                        "lz4",
                        "max.request.size",
                        8_000_000,
                        "max.block.ms",
                        AWAY_MILLIS,
                        "delivery.timeout.ms",
                        AWAY_MILLIS),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Sends a record and waits for its acknowledgement. */
    RecordMetadata send(ProducerRecord<byte[], byte[]> record) {
        return acknowledged(producer.send(record));
    }

    /** Sends events in binary mode and waits until all are acknowledged. */
    void publish(List<? extends Event<?>> events) {
        sendAll(events.stream().map(EventCodec::encode).toList());
    }

    /** Sends records and waits until all are acknowledged. */
    List<RecordMetadata> sendAll(List<ProducerRecord<byte[], byte[]>> records) {
        List<Future<RecordMetadata>> sent = records.stream().map(producer::send).toList();
        producer.flush();
        return sent.stream().map(Broker::acknowledged).toList();
    }

    private static RecordMetadata acknowledged(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new AssertionError("Kafka refused a record", e.getCause());
        }
    }

    /** Every committed record of a topic until now. */
    static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        forEach(topic, records::add);
        return records;
    }

    /** Hands over every committed record of a topic until now, and keeps none. */
    static void forEach(String topic, Consumer<ConsumerRecord<byte[], byte[]>> taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        Stack.running().bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "enable.auto.commit",
                        false),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                if (System.nanoTime() > patience) {
                    throw new AssertionError("Topic " + topic + " could not be read to its end");
                }
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(200));
                if (!records.isEmpty()) {
                    patience = System.nanoTime() + PATIENCE.toNanos();
                }
                records.forEach(taker);
            }
        }
    }

    /** A topic's records as events, in the order of the partitions. */
    static List<Event<?>> events(String topic) {
        List<Event<?>> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
            switch (EventCodec.decode(topic, record.value(), record.headers())) {
                case Decoding.Decoded decoded -> events.add(decoded.event());
                case Decoding.Undecodable undecodable ->
                    throw new AssertionError("On " + topic + " is what is no event: " + undecodable);
            }
        }
        return events;
    }

    static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), text(header.value()));
        }
        return headers;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close();
    }
}
