package io.tierstream.scoring.streams;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.LateReason;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.springframework.util.unit.DataSize;

/** The topology on the test driver: one partition, a clock that the test moves, everything published kept. */
final class Bench implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private static final List<String> STORES = List.of(Stores.LEDGER, Stores.METRICS, Stores.AGENDA, Stores.TASK);

    private final Path directory;
    private final ScoringProperties properties;
    final TestClock clock;
    private TopologyTestDriver driver;
    private int sequence;
    private final List<CustomerScored> scores = new ArrayList<>();
    private final List<Lineage> lineages = new ArrayList<>();

    Bench(Path directory) {
        this(directory, properties(Period.ofDays(365), "UTC"), START);
    }

    Bench(Path directory, ScoringProperties properties, Instant start) {
        this.directory = directory;
        this.properties = properties;
        this.clock = new TestClock(start);
        this.driver = start();
    }

    static ScoringProperties properties(Period window, String zone) {
        return new ScoringProperties(
                1,
                (short) 1,
                "EUR",
                Map.of("USD", new BigDecimal("0.9")),
                ZoneId.of(zone),
                window,
                Duration.ZERO,
                new ScoringProperties.Scoring(
                        Period.ofDays(365),
                        EnumSet.of(LateReason.DISPUTE, LateReason.BANK, LateReason.SELLER),
                        null,
                        null,
                        Duration.ofMillis(50),
                        DataSize.ofKilobytes(2)));
    }

    /** As the service has it. */
    static Topology topology() {
        return topology(properties(Period.ofDays(365), "UTC"), new TestClock(START));
    }

    private static Topology topology(ScoringProperties properties, TestClock clock) {
        Topology topology = new Topology();
        ScoringTopology.addTo(
                topology,
                ScoringContext.of(properties, clock, new IntakeCounters(new SimpleMeterRegistry()), TraceStep.NONE));
        return topology;
    }

    private TopologyTestDriver start() {
        Topology topology = topology(properties, clock);
        Properties streams = new Properties();
        ScoringStreamsConfiguration.settings(properties, "scoring-test", 0).forEach(streams::put);
        streams.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "not-used:9092");
        streams.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        return new TopologyTestDriver(topology, streams, clock.instant());
    }

    /** As after a stop and a start: a new processor on the state as it was last committed. */
    void restart() {
        drain();
        Map<String, List<KeyValue<Bytes, byte[]>>> state = new HashMap<>();
        for (String store : STORES) {
            try (KeyValueIterator<Bytes, byte[]> all =
                    driver.<Bytes, byte[]>getKeyValueStore(store).all()) {
                List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
                all.forEachRemaining(entries::add);
                state.put(store, entries);
            }
        }
        driver.close();
        driver = start();
        state.forEach((store, entries) ->
                driver.<Bytes, byte[]>getKeyValueStore(store).putAll(entries));
    }

    void publish(Event<?> event) {
        publish(EventCodec.encode(event));
    }

    void publish(String type, Instant time, EventData data) {
        publish(new Event<>(new Envelope("e" + ++sequence, "urn:test", type, time), data));
    }

    void publish(ProducerRecord<byte[], byte[]> record) {
        publish(record.topic(), record.key(), record.value(), record.headers());
    }

    void publish(String topic, byte[] key, byte[] value, Headers headers) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, clock.instant()));
        drain();
    }

    /** Lets time pass; punctuations run on the way. */
    void pass(Duration time) {
        clock.advance(time);
        for (int i = 0; i < 20; i++) {
            driver.advanceWallClockTime(Duration.ofMillis(500));
        }
        drain();
    }

    /** Everything published to that topic and not read yet. */
    List<TestRecord<byte[], byte[]>> published(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<CustomerScored> scores() {
        return scores;
    }

    /** What each of the scores goes back to. */
    List<Lineage> lineages() {
        return lineages;
    }

    /** The latest score of every customer. */
    Map<String, CustomerScored> latestScores() {
        Map<String, CustomerScored> latest = new HashMap<>();
        scores.forEach(score -> latest.put(score.customerId(), score));
        return latest;
    }

    CustomerScored score(String customerId) {
        return Objects.requireNonNull(latestScores().get(customerId), "No score of " + customerId);
    }

    TaskState task() {
        return TaskState.fromBytes(
                driver.<Bytes, byte[]>getKeyValueStore(Stores.TASK).get(WorkingSet.STATE_KEY));
    }

    StoredCustomer stored(String customerId) {
        return CustomerFormat.read(
                driver.<Bytes, byte[]>getKeyValueStore(Stores.METRICS).get(WorkingSet.metricsKey(customerId)));
    }

    /** Damages the ledger. */
    void loseEntry(String customerId, EntryKey key) {
        KeyValueStore<Bytes, byte[]> ledgers = driver.getKeyValueStore(Stores.LEDGER);
        StoredCustomer stored = stored(customerId);
        CustomerLedger ledger = new CustomerLedger(customerId, stored.ledger(), null, ledgers, EntryHash.STANDARD);
        Map<EntryKey, Entry> lost = new HashMap<>();
        lost.put(key, null);
        ledger.change(lost);
        StoredCustomer damaged = new StoredCustomer(
                stored.metrics(),
                stored.scoreVersion(),
                stored.scorecardVersion(),
                stored.agendaDay(),
                ledger.write(ledgers));
        driver.<Bytes, byte[]>getKeyValueStore(Stores.METRICS)
                .put(WorkingSet.metricsKey(customerId), CustomerFormat.write(damaged));
    }

    private void drain() {
        for (TestRecord<byte[], byte[]> record : published(Topics.CUSTOMER_SCORES)) {
            Decoded decoded = (Decoded) EventCodec.decode(Topics.CUSTOMER_SCORES, record.value(), record.headers());
            assert EventTypes.CUSTOMER_SCORED.equals(decoded.event().envelope().type());
            scores.add((CustomerScored) decoded.event().data());
            lineages.add(Lineage.of(record.headers()));
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
