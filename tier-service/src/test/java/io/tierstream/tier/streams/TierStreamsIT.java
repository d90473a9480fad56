package io.tierstream.tier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.local.ManagedProcess;
import io.tierstream.testing.TestBroker;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.TierTopics;
import io.tierstream.tier.wire.WireJson;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The topology as it is deployed: a broker, six partitions, instances that come and go. */
class TierStreamsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 6;
    private static final int CUSTOMERS = 400;

    @TempDir
    static Path stateDirs;

    @TempDir
    static Path brokerFolder;

    private static final Random RANDOM = new Random(20261122);
    private static final Map<String, BigDecimal> COMPOSITES = new HashMap<>();
    private static final List<ConfigurableApplicationContext> INSTANCES = new ArrayList<>();
    /** Of its own: what other tests leave on a shared one would be graded, too. */
    private static ManagedProcess broker;

    private static KafkaProducer<byte[], byte[]> producer;
    private static Tail tail;

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties(KafkaProperties.class)
    @Import({
        TierStreamsConfiguration.class,
        TierStreamsLifecycle.class,
        TierStreamsHealth.class,
        TierControlPublisher.class
    })
    static class Slice {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }

        @Bean
        MeterRegistry meters() {
            return new SimpleMeterRegistry();
        }
    }

    @BeforeAll
    static void start() {
        broker = TestBroker.separate(brokerFolder);
        startInstance("first");
        awaitReady(INSTANCES.getFirst());
        Map<String, Object> client = Map.of("bootstrap.servers", broker.address());
        producer = new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
        tail = new Tail();
    }

    @AfterAll
    static void stop() {
        producer.close();
        tail.consumer.close();
        INSTANCES.forEach(ConfigurableApplicationContext::close);
        broker.kill();
    }

    @Test
    void shouldGradeOneSharedPopulationOverAllPartitionsWhateverInstancesComeAndGo() throws Exception {
        // Given customers over all partitions, many with equal composites
        for (int i = 0; i < CUSTOMERS; i++) {
            score("customer-" + i, BigDecimal.valueOf(RANDOM.nextInt(0, 10_000) / 50 * 50, 2), 1);
        }
        awaitSnapshots(1);
        assertGradedAsASortedListSays("first");

        // When a second instance joins
        startInstance("second");
        awaitReady(INSTANCES.getLast());
        for (int i = 0; i < CUSTOMERS; i += 3) {
            score("customer-" + i, BigDecimal.valueOf(RANDOM.nextInt(0, 10_001), 2), 2);
        }
        awaitSnapshots(2);
        assertGradedAsASortedListSays("second");

        // And when the first one leaves
        INSTANCES.removeFirst().close();
        for (int i = 1; i < CUSTOMERS; i += 3) {
            score("customer-" + i, BigDecimal.valueOf(RANDOM.nextInt(0, 10_001), 2), 2);
        }
        assertGradedAsASortedListSays("third");

        // Then a policy takes over everywhere at once
        PolicyDraft thresholds = new PolicyDraft(
                null, io.tierstream.tier.domain.Mode.THRESHOLD, null, null, null, null, null, "fixed bands");
        GradingPolicy next = ((PolicyDraft.Outcome.Accepted) thresholds.over(GradingPolicy.INITIAL, 2)).policy();
        publisher()
                .activate("activation", WireTranslator.toWire(next), "somebody")
                .get();
        tail.await(() -> tail.answers.stream()
                .anyMatch(answer -> answer instanceof Answer.PolicyInForce inForce
                        && inForce.requestId().equals("activation")));
        tail.await(() -> tail.tiers.values().stream().allMatch(tier -> tier.policyVersion() == 2));
        COMPOSITES.forEach((customer, composite) -> assertThat(
                        tail.tiers.get(customer).tier())
                .as(customer)
                .isEqualTo(
                        composite.compareTo(new BigDecimal("80")) >= 0
                                ? Tier.A
                                : composite.compareTo(new BigDecimal("60")) >= 0 ? Tier.B : Tier.C));
        assertThat(tail.changes.values())
                .filteredOn(change -> change.policyVersion() == 2)
                .extracting(TierChanged::cause)
                .containsOnly(TierChangeCause.POLICY);

        // And overrides are answered
        publisher()
                .setOverride("command-1", "customer-7", Tier.A, "a promise", "Ann", null)
                .get();
        publisher()
                .setOverride("command-1", "customer-7", Tier.A, "a promise", "Ann", null)
                .get();
        tail.await(() -> tail.answers.stream()
                        .filter(answer -> answer instanceof Answer.OverrideApplied applied
                                && applied.commandId().equals("command-1"))
                        .count()
                == 2);
        publisher().removeOverride("command-2", "nobody", "Ann").get();
        tail.await(() -> tail.answers.stream()
                .anyMatch(answer -> answer instanceof Answer.OverrideRefused refused
                        && refused.reason() == Answer.OverrideRefused.Reason.UNKNOWN_CUSTOMER));

        // And names find their customers though another partitioner put them elsewhere
        for (int i = 0; i < CUSTOMERS; i++) {
            name("customer-" + i, i % PARTITIONS);
        }
        tail.await(() -> tail.snapshots.values().stream().allMatch(snapshot -> snapshot.profile() != null));

        // And nothing was said twice
        assertThat(tail.repeated).isEmpty();
        assertThat(tail.changes.values().stream()
                        .filter(change -> change.cause() == TierChangeCause.FIRST_GRADING)
                        .count())
                .isEqualTo(CUSTOMERS);
    }

    private static void assertGradedAsASortedListSays(String request) throws Exception {
        tail.await(() -> tail.snapshots.size() == CUSTOMERS
                && COMPOSITES.entrySet().stream()
                        .allMatch(entry -> entry.getValue()
                                        .compareTo(tail.snapshots
                                                .get(entry.getKey())
                                                .composite())
                                == 0));
        publisher().calculateCutOffs(request).get();
        tail.await(() -> tail.applied(request).isPresent());
        Answer.CutOffsApplied applied = tail.applied(request).orElseThrow();
        List<BigDecimal> sorted =
                COMPOSITES.values().stream().sorted(Comparator.reverseOrder()).toList();
        assertThat(applied.n()).isEqualTo(CUSTOMERS);
        assertThat(applied.cutOffs().a()).isEqualByComparingTo(sorted.get(CUSTOMERS / 5 - 1));
        assertThat(applied.cutOffs().b()).isEqualByComparingTo(sorted.get(CUSTOMERS / 2 - 1));
        tail.await(() -> COMPOSITES.keySet().stream().allMatch(customer -> {
            BigDecimal composite = COMPOSITES.get(customer);
            Tier tier = tail.tiers.get(customer).tier();
            Tier belongs = composite.compareTo(applied.cutOffs().a()) >= 0
                    ? Tier.A
                    : composite.compareTo(applied.cutOffs().b()) >= 0 ? Tier.B : Tier.C;
            boolean inGrace = tail.snapshots.get(customer).belowSince() != null;
            return tier == belongs || inGrace && tier.compareTo(belongs) < 0;
        }));
    }

    private static void awaitSnapshots(long version) {
        tail.await(() -> tail.snapshots.size() == CUSTOMERS
                && tail.snapshots.get("customer-0").scoreVersion() == version);
    }

    private static TierControlPublisher publisher() {
        return INSTANCES.getLast().getBean(TierControlPublisher.class);
    }

    private static void startInstance(String name) {
        INSTANCES.add(new SpringApplicationBuilder(Slice.class)
                .web(WebApplicationType.NONE)
                .run(
                        "--spring.kafka.bootstrap-servers=" + broker.address(),
                        "--spring.kafka.streams.state-dir=" + stateDirs.resolve(name),
                        "--tierstream.partitions=" + PARTITIONS,
                        "--tierstream.cut-offs.interval=P1D"));
    }

    private static void awaitReady(ConfigurableApplicationContext instance) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> instance.getBean(TierStreamsHealth.class)
                        .health()
                        .getStatus()
                        .getCode()
                        .equals("UP"));
    }

    private static void score(String customer, BigDecimal profit, long version)
            throws ExecutionException, InterruptedException {
        COMPOSITES.put(customer, profit);
        CustomerScored scored = new CustomerScored(
                customer,
                LocalDate.parse("2026-03-01"),
                version,
                "EUR",
                GradingFixture.noMetrics(),
                new Criteria(null, null, profit, null),
                List.of(),
                1);
        producer.send(EventCodec.encode(new Event<>(
                        new Envelope(customer + "-" + version, "/test", EventTypes.CUSTOMER_SCORED, Instant.EPOCH),
                        scored)))
                .get();
    }

    private static void name(String customer, int partition) {
        ProducerRecord<byte[], byte[]> record = EventCodec.encode(new Event<>(
                new Envelope("name-" + customer, "/test", EventTypes.CUSTOMER_UPDATED, Instant.EPOCH),
                new CustomerUpdated(customer, "Name of " + customer, null, null, null, null)));
        producer.send(
                new ProducerRecord<>(Topics.CUSTOMERS, partition, record.key(), record.value(), record.headers()));
    }

    /** All that the topology says, as a consumer sees it that reads committed records only. */
    private static final class Tail {

        final Map<String, GradeSnapshot> snapshots = new HashMap<>();
        final Map<String, CustomerTier> tiers = new HashMap<>();
        final Map<String, TierChanged> changes = new HashMap<>();
        final List<Answer> answers = new ArrayList<>();
        final Set<String> repeated = new HashSet<>();
        final KafkaConsumer<byte[], byte[]> consumer;

        Tail() {
            consumer = new KafkaConsumer<>(
                    Map.of(
                            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                            broker.address(),
                            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                            "read_committed"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
            List<TopicPartition> all = new ArrayList<>();
            for (String topic :
                    List.of(Topics.TIER_CHANGES, Topics.CUSTOMER_TIERS, TierTopics.GRADES, TierTopics.ANSWERS)) {
                consumer.partitionsFor(topic)
                        .forEach(partition -> all.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
        }

        Optional<Answer.CutOffsApplied> applied(String request) {
            return answers.stream()
                    .filter(Answer.CutOffsApplied.class::isInstance)
                    .map(Answer.CutOffsApplied.class::cast)
                    .filter(applied -> applied.requestIds().contains(request))
                    .findFirst();
        }

        void await(BooleanSupplier condition) {
            Awaitility.await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(this::read);
                return condition.getAsBoolean();
            });
        }

        private void read(ConsumerRecord<byte[], byte[]> record) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            switch (record.topic()) {
                case TierTopics.GRADES ->
                    snapshots.put(
                            key,
                            WireJson.read(GradeSnapshot.class, record.value()).orElseThrow());
                case TierTopics.ANSWERS ->
                    answers.add(WireJson.read(Answer.class, record.value()).orElseThrow());
                default -> {
                    Event<?> event =
                            ((Decoded) EventCodec.decode(record.topic(), record.value(), record.headers())).event();
                    if (event.data() instanceof TierChanged change) {
                        if (changes.put(event.envelope().id(), change) != null) {
                            repeated.add(event.envelope().id());
                        }
                    } else {
                        tiers.put(key, (CustomerTier) event.data());
                    }
                }
            }
        }
    }
}
