package io.tierstream.scoring.streams;

import io.tierstream.contracts.Topics;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** One sub-topology: all sources, one processor with its stores, and what it sends. */
final class ScoringTopology {

    /** Room for an order with as many returns as one can have. */
    static final int MAX_CHANGELOG_RECORD = 8 * 1024 * 1024;

    private static final String SOURCE = "events";

    private ScoringTopology() {}

    static void addTo(Topology topology, ScoringContext scoring) {
        topology.addSource(
                SOURCE,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                InternalTopics.SOURCES.toArray(String[]::new));
        topology.addProcessor(ScoringProcessor.NAME, () -> new ScoringProcessor(scoring), SOURCE);
        topology.addStateStore(new CommitHook.Builder(), ScoringProcessor.NAME);
        for (String store : new String[] {Stores.LEDGER, Stores.METRICS, Stores.AGENDA, Stores.TASK}) {
            topology.addStateStore(store(store), ScoringProcessor.NAME);
        }
        ByteArraySerializer bytes = new ByteArraySerializer();
        topology.addSink(ScoringProcessor.SCORES_SINK, Topics.CUSTOMER_SCORES, bytes, bytes, ScoringProcessor.NAME);
        topology.addSink(
                ScoringProcessor.FORWARDED_SINK, InternalTopics.FORWARDED, bytes, bytes, ScoringProcessor.NAME);
        topology.addSink(ScoringProcessor.REPORTS_SINK, InternalTopics.REPORTS, bytes, bytes, ScoringProcessor.NAME);
        topology.addSink(
                ScoringProcessor.CONTROL_SINK,
                InternalTopics.CONTROL,
                bytes,
                bytes,
                new ToAllPartitions(),
                ScoringProcessor.NAME);
        for (String topic : InternalTopics.OWNED) {
            topology.addSink(
                    ScoringProcessor.deadLetterSink(topic),
                    Topics.deadLetters(topic),
                    bytes,
                    bytes,
                    ScoringProcessor.NAME);
        }
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(String name) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name),
                        Serdes.Bytes(),
                        Serdes.ByteArray())
                .withCachingDisabled()
                .withLoggingEnabled(Map.of("max.message.bytes", Integer.toString(MAX_CHANGELOG_RECORD)));
    }

    private static final class ToAllPartitions implements StreamPartitioner<byte[], byte[]> {

        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, byte[] value, int numPartitions) {
            return Optional.of(IntStream.range(0, numPartitions).boxed().collect(Collectors.toSet()));
        }
    }
}
