package io.tierstream.tier.streams;

import io.tierstream.contracts.Topics;
import io.tierstream.tier.wire.TierTopics;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The two parts of the topology.
 *
 * <pre>
 *   customer-scores ─┐                                   ┌─▶ tier-changes, customer-tiers, customers-dlt
 *   customers ───────┤   grading, a task per partition   ├─▶ tier-grades, tier-answers
 *   tier-customers ◀─┼─▶ grades, composites, agenda,     ┤
 *   tier-control ────┘   control                         └─▶ tier-counts
 *        ▲                                                     │
 *        └── coordinator, one task: coordinator ◀──────────────┘
 *        (to every partition)     │      ▲
 *                 tier-answers ◀──┘      └── tier-coordination
 * </pre>
 */
final class TierTopology {

    static final String CHANGES_SINK = "to-tier-changes";
    static final String TIERS_SINK = "to-customer-tiers";
    static final String GRADES_SINK = "to-tier-grades";
    static final String DEAD_LETTERS_SINK = "to-customers-dlt";
    static final String CUSTOMERS_SINK = "to-tier-customers";
    static final String COUNTS_SINK = "to-tier-counts";
    static final String ANSWERS_SINK = "to-tier-answers";
    static final String CONTROL_SINK = "to-tier-control";
    static final String COORDINATOR_ANSWERS_SINK = "coordinator-to-tier-answers";

    private static final String GRADING = "grading";
    private static final String COORDINATOR = "coordinator";
    private static final Deserializer<byte[]> IN = new ByteArrayDeserializer();
    private static final Serializer<byte[]> OUT = new ByteArraySerializer();

    private TierTopology() {}

    static void addTo(Topology topology, TierSettings settings, Clock clock, TierMeters meters, TraceStep trace) {
        addTo(topology, settings, clock, meters, trace, Stores::persistentKeyValueStore);
    }

    /** With stores from elsewhere: tests keep them over restarts. */
    static void addTo(
            Topology topology,
            TierSettings settings,
            Clock clock,
            TierMeters meters,
            TraceStep trace,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        topology.addSource("customer-scores", IN, IN, Topics.CUSTOMER_SCORES);
        topology.addSource("customers", IN, IN, Topics.CUSTOMERS);
        topology.addSource("tier-customers", IN, IN, TierTopics.CUSTOMERS_FORWARDED);
        topology.addSource("tier-control", IN, IN, TierTopics.CONTROL);
        topology.addProcessor(
                GRADING,
                () -> new GradingProcessor(settings, clock, meters, trace),
                "customer-scores",
                "customers",
                "tier-customers",
                "tier-control");
        GradingProcessor.STORES.forEach(store -> topology.addStateStore(store(stores.apply(store)), GRADING));
        topology.addSink(CHANGES_SINK, Topics.TIER_CHANGES, OUT, OUT, GRADING);
        topology.addSink(TIERS_SINK, Topics.CUSTOMER_TIERS, OUT, OUT, GRADING);
        topology.addSink(GRADES_SINK, TierTopics.GRADES, OUT, OUT, GRADING);
        topology.addSink(DEAD_LETTERS_SINK, Topics.deadLetters(Topics.CUSTOMERS), OUT, OUT, GRADING);
        topology.addSink(CUSTOMERS_SINK, TierTopics.CUSTOMERS_FORWARDED, OUT, OUT, GRADING);
        topology.addSink(COUNTS_SINK, TierTopics.COUNTS, OUT, OUT, GRADING);
        topology.addSink(ANSWERS_SINK, TierTopics.ANSWERS, OUT, OUT, GRADING);

        topology.addSource("coordination", IN, IN, TierTopics.COORDINATION, TierTopics.COUNTS);
        topology.addProcessor(COORDINATOR, () -> new CoordinatorProcessor(settings, clock, meters), "coordination");
        topology.addStateStore(store(stores.apply(CoordinatorProcessor.STORE)), COORDINATOR);
        topology.addSink(CONTROL_SINK, TierTopics.CONTROL, OUT, OUT, everyPartition(), COORDINATOR);
        topology.addSink(COORDINATOR_ANSWERS_SINK, TierTopics.ANSWERS, OUT, OUT, COORDINATOR);
    }

    private static StreamPartitioner<byte[], byte[]> everyPartition() {
        return (topic, key, value, partitions) -> Optional.of(all(partitions));
    }

    private static Set<Integer> all(int partitions) {
        return IntStream.range(0, partitions).boxed().collect(Collectors.toSet());
    }

    private static StoreBuilder<KeyValueStore<Bytes, byte[]>> store(KeyValueBytesStoreSupplier store) {
        return Stores.keyValueStoreBuilder(store, Serdes.Bytes(), Serdes.ByteArray());
    }
}
