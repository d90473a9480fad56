package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.local.ManagedProcess;
import io.tierstream.oracle.Differences;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Scenario;
import io.tierstream.oracle.Settings;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.Auditing;
import io.tierstream.testing.TestBroker;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is written within a commit is written with it or not at all: each transaction is ended at another of its points
 * (each record sent, the flush, the offsets, the commit itself before and after it happened), in each of the ways in which
 * Kafka Streams closes a task: the thread dies, the task is taken away, the task is revived in its thread.
 */
class CommitFailureIT {

    private static final String APPLICATION = "commit-failure";
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final List<String> INPUTS =
            List.of(Topics.ORDERS, Topics.PAYMENTS, Topics.COMPLAINTS, Topics.CUSTOMERS, Topics.TICKETS);

    @TempDir(cleanup = CleanupMode.NEVER)
    Path folder;

    @Test
    void shouldLoseAndRepeatNothingWhereverACommitFails() throws Exception {
        Settings settings = Settings.defaults().withRates(Map.of("USD", new BigDecimal("0.9")));
        Scenario scenario = Scenario.of(17, settings, Bench.START, 6, 10).shuffled(18, 20);
        ManagedProcess broker = TestBroker.separate(Files.createDirectory(folder.resolve("broker")));
        Faults faults = new Faults();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            TopicCreation.ensure(admin, InternalTopics.all(), 1, (short) 1);
            try (KafkaStreams streams = streams(broker.address(), faults)) {
                streams.start();
                publish(scenario, broker.address(), admin, faults);
                Expectation expected = scenario.expected();
                assertScores(expected, scenario, broker.address());
                assertStores(expected, scenario, streams);
            }
        } finally {
            broker.kill();
        }
        assertThat(faults.happened()).isEqualTo(EnumSet.allOf(Way.class));
        assertThat(faults.count()).isGreaterThan(20);
    }

    /** A batch at a time; each meets a fault at a later point than the one before, until a transaction has no such point. */
    private static void publish(Scenario scenario, String brokers, Admin admin, Faults faults) throws Exception {
        long published = 0;
        int point = 1;
        int number = 0;
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "linger.ms", 50),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (List<Event<?>> batch : scenario.batches(19, 5)) {
                Way way = way(number++);
                faults.arm(point, way);
                for (Event<?> event : batch) {
                    producer.send(EventCodec.encode(event));
                }
                producer.flush();
                published += batch.size();
                long all = published;
                await().dontCatchUncaughtExceptions()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(20))
                        .until(() -> committed(admin) == all);
                boolean happened = faults.disarm();
                if (way == Way.TASK_IS_TAKEN_AWAY) {
                    point = happened ? point + 1 : 1;
                }
            }
        }
    }

    private static Way way(int number) {
        return switch (number % 8) {
            case 5 -> Way.THREAD_DIES; // Seldom, because the group waits for the dead one.
            case 6 -> Way.REVIVED_BEFORE_COMMIT;
            case 7 -> Way.REVIVED_AFTER_COMMIT;
            default -> Way.TASK_IS_TAKEN_AWAY;
        };
    }

    private static long committed(Admin admin) throws Exception {
        return admin.listConsumerGroupOffsets(APPLICATION).partitionsToOffsetAndMetadata().get().entrySet().stream()
                .filter(offset -> offset.getValue() != null
                        && INPUTS.contains(offset.getKey().topic()))
                .mapToLong(offset -> offset.getValue().offset())
                .sum();
    }

    private static void assertScores(Expectation expected, Scenario scenario, String brokers) {
        Map<String, CustomerScored> latest = new HashMap<>();
        TopicPartition scores = new TopicPartition(Topics.CUSTOMER_SCORES, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(scores));
            consumer.seekToBeginning(List.of(scores));
            long end = consumer.endOffsets(List.of(scores)).get(scores);
            while (consumer.position(scores) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Decoded decoded = (Decoded) EventCodec.decode(record.topic(), record.value(), record.headers());
                    CustomerScored score = (CustomerScored) decoded.event().data();
                    CustomerScored before = latest.put(score.customerId(), score);
                    assertThat(score.version())
                            .as("%s of %s", score.customerId(), scenario)
                            .isEqualTo(before == null ? 1 : before.version() + 1);
                }
            }
        }
        assertThat(latest.keySet()).isEqualTo(expected.customers().keySet());
        expected.customers()
                .forEach((id, customer) -> assertThat(Differences.between(
                                customer.metrics(), latest.get(id).metrics()))
                        .as("%s of %s", id, scenario)
                        .isEmpty());
    }

    private static void assertStores(Expectation expected, Scenario scenario, KafkaStreams streams) {
        ReadOnlyKeyValueStore<Bytes, byte[]> ledgers = store(Stores.LEDGER, streams);
        BigDecimal gross = BigDecimal.ZERO;
        int customers = 0;
        try (KeyValueIterator<Bytes, byte[]> all =
                store(Stores.METRICS, streams).all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> found = all.next();
                String id = new String(found.key.get(), java.nio.charset.StandardCharsets.UTF_8);
                StoredCustomer stored = CustomerFormat.read(found.value);
                CustomerLedger ledger = new CustomerLedger(id, stored.ledger(), null, ledgers, EntryHash.STANDARD);
                assertThat(Auditing.differences(
                                stored.metrics(), ledger, properties().rules()))
                        .as("%s of %s", id, scenario)
                        .isEmpty();
                gross = gross.add(stored.metrics().current().gross());
                customers++;
            }
        }
        TaskState task = TaskState.fromBytes(store(Stores.TASK, streams).get(WorkingSet.STATE_KEY));
        assertThat(task.totals().orders().gross()).isEqualByComparingTo(gross);
        assertThat(task.totals().customers())
                .isEqualTo(customers)
                .isEqualTo(expected.customers().size());
    }

    private static ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, KafkaStreams streams) {
        return streams.store(
                StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore()));
    }

    private static ScoringProperties properties() {
        return Bench.properties(Period.ofDays(365), "UTC");
    }

    private KafkaStreams streams(String brokers, Faults faults) {
        Topology topology = new Topology();
        ScoringTopology.addTo(
                topology,
                ScoringContext.of(
                        properties(),
                        new TestClock(Bench.START),
                        new IntakeCounters(new SimpleMeterRegistry()),
                        TraceStep.NONE));
        Properties settings = new Properties();
        ScoringStreamsConfiguration.settings(properties(), APPLICATION, 0).forEach(settings::put);
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.mainConsumerPrefix("session.timeout.ms"), 6_000);
        settings.put(StreamsConfig.mainConsumerPrefix("heartbeat.interval.ms"), 500);
        KafkaStreams streams = new KafkaStreams(topology, settings, new FailingClients(faults));
        streams.setUncaughtExceptionHandler(any -> StreamThreadExceptionResponse.REPLACE_THREAD);
        return streams;
    }

    /** How a task comes to its end. */
    private enum Way {
        THREAD_DIES,
        TASK_IS_TAKEN_AWAY,
        /** The commit's answer does not come; it did not happen. */
        REVIVED_BEFORE_COMMIT,
        /** The commit's answer does not come; it did happen. */
        REVIVED_AFTER_COMMIT
    }

    /** One fault at a time, at the n-th thing that a transaction does. */
    private static final class Faults {

        private final Set<Way> happened = EnumSet.noneOf(Way.class);
        private @Nullable Way armed;
        private int point;
        private int done;
        private int count;

        synchronized void arm(int at, Way way) {
            point = at;
            armed = way;
        }

        /** Whether it has happened. */
        synchronized boolean disarm() {
            boolean gone = armed == null;
            armed = null;
            return gone;
        }

        synchronized Set<Way> happened() {
            return happened;
        }

        synchronized int count() {
            return count;
        }

        synchronized void begin() {
            done = 0;
        }

        synchronized void step() {
            done++;
            if (done >= point && armed == Way.THREAD_DIES) {
                throw happens(new IllegalStateException("the power is gone"));
            }
            if (done >= point && armed == Way.TASK_IS_TAKEN_AWAY) {
                throw happens(new InvalidProducerEpochException("somebody else has the task"));
            }
        }

        synchronized void commit(Way way) {
            if (armed == way) {
                throw happens(new TimeoutException("no answer"));
            }
        }

        private RuntimeException happens(RuntimeException as) {
            happened.add(java.util.Objects.requireNonNull(armed));
            armed = null;
            count++;
            return as;
        }
    }

    private record FailingClients(Faults faults) implements KafkaClientSupplier {

        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return Admin.create(config);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return new FailingProducer(config, faults);
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }
    }

    private static final class FailingProducer extends KafkaProducer<byte[], byte[]> {

        private final Faults faults;

        FailingProducer(Map<String, Object> config, Faults faults) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
            this.faults = faults;
        }

        @Override
        public void beginTransaction() {
            faults.begin();
            super.beginTransaction();
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, @Nullable Callback callback) {
            faults.step();
            return super.send(record, callback);
        }

        @Override
        public void flush() {
            faults.step();
            super.flush();
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            faults.step();
            super.sendOffsetsToTransaction(offsets, group);
        }

        @Override
        public void commitTransaction() {
            faults.step();
            faults.commit(Way.REVIVED_BEFORE_COMMIT);
            super.commitTransaction();
            faults.commit(Way.REVIVED_AFTER_COMMIT);
        }
    }
}
