package io.tierstream.tier.streams;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Control;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.Policy;
import io.tierstream.tier.wire.TierTopics;
import io.tierstream.tier.wire.WireJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology with one partition per topic, and a clock that the test moves. */
final class GradingFixture implements AutoCloseable {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private Lineage lineage = Lineage.NONE;
    private final Map<String, Long> scoreVersions = new HashMap<>();
    private final Map<String, List<TestRecord<byte[], byte[]>>> unread = new HashMap<>();
    private final TierSettings settings;
    private final Path stateDir;
    private final RetainedStores stores = new RetainedStores();
    private TopologyTestDriver driver;
    private Instant now = START;

    GradingFixture(Path stateDir) {
        this(stateDir, new TierSettings.Slices(5000, Duration.ofMillis(100)));
    }

    GradingFixture(Path stateDir, TierSettings.Slices slices) {
        this.stateDir = stateDir;
        this.settings = new TierSettings(1, (short) 1, new TierSettings.CutOffs(Duration.ofMinutes(1)), slices);
        this.driver = start();
    }

    private TopologyTestDriver start() {
        Topology topology = new Topology();
        DriverClock clock = new DriverClock();
        TierTopology.addTo(topology, settings, clock, new TierMeters(meters, clock), TraceStep.NONE, stores::supplier);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "tier-service");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return new TopologyTestDriver(topology, properties, now);
    }

    /** Stops the topology and starts it again on the same state. */
    void restart() {
        for (String topic : driver.producedTopicNames()) {
            unread.put(topic, records(topic));
        }
        driver.close();
        driver = start();
    }

    void advance(Duration duration) {
        now = now.plus(duration);
        driver.advanceWallClockTime(duration);
    }

    void score(String customerId, String profitPoints) {
        score(customerId, null, null, profitPoints, null);
    }

    /** Sends the latest version once more, with other points. */
    void repeatScore(String customerId, String profitPoints) {
        scoreVersions.merge(customerId, -1L, Long::sum);
        score(customerId, profitPoints);
    }

    void score(String customerId, String credit, String volume, String profit, String prospect) {
        long version = scoreVersions.merge(customerId, 1L, Long::sum);
        CustomerScored scored = new CustomerScored(
                customerId,
                LocalDate.ofInstant(now, ZoneOffset.UTC),
                version,
                "EUR",
                noMetrics(),
                new Criteria(decimal(credit), decimal(volume), decimal(profit), decimal(prospect)),
                List.of(),
                1);
        send(Topics.CUSTOMER_SCORES, EventTypes.CUSTOMER_SCORED, "score-" + customerId + version, now, scored);
    }

    /** Sends a score that goes back to an event. */
    void scoreAfter(Lineage cause, String customerId, String profitPoints) {
        lineage = cause;
        score(customerId, profitPoints);
        lineage = Lineage.NONE;
    }

    void name(String customerId, String name, Instant time) {
        send(
                Topics.CUSTOMERS,
                EventTypes.CUSTOMER_UPDATED,
                "name-" + name,
                time,
                new CustomerUpdated(customerId, name, "Ann", null, "North", null));
    }

    void control(Control control) {
        input(TierTopics.CONTROL).pipeInput(new byte[] {1}, WireJson.bytes(Control.class, control));
    }

    void setOverride(String commandId, String customerId, String tier, Instant until) {
        control(new Control.SetOverride(
                commandId,
                customerId,
                io.tierstream.contracts.tier.v1.Tier.valueOf(tier),
                "a reason",
                "somebody",
                until));
    }

    /** Has the cut-offs calculated and applied. */
    void calculateCutOffs(String requestId) {
        coordinate(new Coordination.CutOffsRequested(requestId));
        settle();
    }

    void activate(String requestId, Policy policy) {
        coordinate(new Coordination.ActivationRequested(requestId, policy, "somebody"));
        settle();
    }

    void coordinate(Coordination record) {
        input(TierTopics.COORDINATION).pipeInput(new byte[] {1}, WireJson.bytes(Coordination.class, record));
    }

    /** Lets passes that go in slices finish. */
    void settle() {
        for (int i = 0; i < 40; i++) {
            advance(Duration.ofMillis(50));
        }
    }

    void raw(String topic, byte[] key, byte[] value) {
        input(topic).pipeInput(key, value);
    }

    List<TierChanged> changes() {
        return events(Topics.TIER_CHANGES).stream()
                .map(event -> (TierChanged) event.data())
                .toList();
    }

    Map<String, CustomerTier> tiers() {
        Map<String, CustomerTier> latest = new HashMap<>();
        events(Topics.CUSTOMER_TIERS)
                .forEach(event -> latest.put(event.data().customerId(), (CustomerTier) event.data()));
        return latest;
    }

    List<GradeSnapshot> snapshots() {
        return records(TierTopics.GRADES).stream()
                .map(record ->
                        WireJson.read(GradeSnapshot.class, record.value()).orElseThrow())
                .toList();
    }

    List<Answer> answers() {
        return records(TierTopics.ANSWERS).stream()
                .map(record -> WireJson.read(Answer.class, record.value()).orElseThrow())
                .toList();
    }

    List<Event<?>> events(String topic) {
        return records(topic).stream()
                .<Event<?>>map(record -> ((Decoded) EventCodec.decode(topic, record.value(), record.headers())).event())
                .toList();
    }

    List<TestRecord<byte[], byte[]>> records(String topic) {
        List<TestRecord<byte[], byte[]>> records = unread.getOrDefault(topic, List.of());
        unread.remove(topic);
        List<TestRecord<byte[], byte[]>> all = new ArrayList<>(records);
        all.addAll(driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList());
        return all;
    }

    Instant now() {
        return now;
    }

    @Override
    public void close() {
        driver.close();
    }

    private void send(String topic, String type, String id, Instant time, EventData data) {
        ProducerRecord<byte[], byte[]> record =
                EventCodec.encode(new Event<>(new Envelope(id, "/test", type, time), data));
        lineage.writeTo(record.headers());
        input(topic).pipeInput(new TestRecord<>(record.key(), record.value(), record.headers(), now));
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer(), now, Duration.ZERO);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static BigDecimal decimal(String value) {
        return value == null ? null : new BigDecimal(value);
    }

    static Metrics noMetrics() {
        BigDecimal zero = BigDecimal.ZERO;
        return new Metrics(
                zero, zero, 0, zero, zero, zero, zero, null, zero, null, null, null, null, zero, null, 0, 0, null, null,
                null);
    }

    private final class DriverClock extends Clock {

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
