package io.tierstream.benchmarks;

import io.tierstream.contracts.EventJson;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one would write instead: parse the JSON, add up per customer, publish the sums; exactly once. No ledger, no
 * duplicate check, no days, no agenda.
 */
final class PlainAggregate implements AutoCloseable {

    private static final int COUNT_AND_SUM = 2 * Long.BYTES;

    private final KafkaStreams streams;

    PlainAggregate(String brokers, String application, List<String> sources, String output, Path state) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Course.COMMIT_INTERVAL_MS);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, Course.THREADS);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        settings.put(StreamsConfig.producerPrefix("batch.size"), 256 * 1024);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(sources, Consumed.with(Serdes.String(), Serdes.ByteArray()))
                .groupByKey()
                .aggregate(
                        () -> new byte[COUNT_AND_SUM],
                        (customer, value, sums) -> add(value, sums),
                        Materialized.<String, byte[], KeyValueStore<Bytes, byte[]>>as("sums")
                                .withKeySerde(Serdes.String())
                                .withValueSerde(Serdes.ByteArray()))
                .toStream()
                .to(output, Produced.with(Serdes.String(), Serdes.ByteArray()));
        streams = new KafkaStreams(builder.build(), settings);
    }

    private static byte[] add(byte[] value, byte[] sums) {
        long amount = EventJson.mapper()
                .readTree(value)
                .path("amount")
                .asDecimal(java.math.BigDecimal.ZERO)
                .movePointRight(4)
                .longValue();
        ByteBuffer before = ByteBuffer.wrap(sums);
        return ByteBuffer.allocate(COUNT_AND_SUM)
                .putLong(before.getLong() + 1)
                .putLong(before.getLong() + amount)
                .array();
    }

    void start() {
        streams.start();
    }

    @Override
    public void close() {
        streams.close();
    }
}
