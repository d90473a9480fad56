package io.tierstream.tier.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.testing.TestBroker;
import io.tierstream.tier.projection.ChangeSubscription.Delivered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

/** Readers of the changes on one instance and another, with transactions, gaps and poison in the topic. */
class ChangeFeedIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int PARTITIONS = 6;

    private final List<ChangeFeedListener> instances = new ArrayList<>();
    private final String mark = UUID.randomUUID().toString();
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void open() throws Exception {
        String broker = TestBroker.bootstrapServers();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker))) {
            TopicCreation.ensure(admin, List.of(Topics.spec(Topics.TIER_CHANGES)), PARTITIONS, (short) 1);
        }
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "change-feed-" + mark),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        producer.initTransactions();
    }

    @AfterEach
    void close() {
        instances.forEach(ChangeFeedListener::stop);
        producer.close();
    }

    @Test
    void shouldDeliverWhatComesAfterJoining() throws Exception {
        ChangeFeedListener instance = instance(10, 100);
        announce(1, 3);
        ChangeSubscription reader = joined(instance, Optional.empty());
        announce(10, 5);

        assertThat(read(reader, 5)).containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L);
    }

    @Test
    void shouldGoOnAnywhereWithoutLossOrRepetition() throws Exception {
        ChangeFeedListener one = instance(10, 1000);
        ChangeSubscription first = joined(one, Optional.empty());
        announce(1, 40);
        List<Long> seen = new ArrayList<>(read(first, 17));
        FeedPosition left = FeedPosition.parse(first.position().toString()).orElseThrow();
        first.release();
        announce(41, 30);
        abort(1000);
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(Topics.TIER_CHANGES, "poison".getBytes(), "not an event".getBytes()));
        producer.commitTransaction();

        ChangeFeedListener other = instance(10, 1000);
        ChangeSubscription again = joined(other, Optional.of(left));
        announce(71, 20);
        seen.addAll(read(again, 73));

        assertThat(seen).hasSize(90).doesNotHaveDuplicates();
        assertThat(seen).allMatch(number -> number >= 1 && number <= 90);
        assertThat(again.next(Duration.ofMillis(300)).filter(this::isOurs)).isEmpty();
    }

    @Test
    void shouldPassOverWhatAReaderHasSeenOnAnInstanceThatIsAhead() throws Exception {
        ChangeFeedListener instance = instance(10, 1000);
        ChangeSubscription reader = joined(instance, Optional.empty());
        announce(1, 6);
        read(reader, 6);
        FeedPosition seen = reader.position();

        ChangeSubscription again = joined(instance, Optional.of(seen));
        announce(7, 1);

        assertThat(read(again, 1)).containsExactly(7L);
    }

    @Test
    void shouldReadAPartitionFromItsBeginningWhenThePositionIsBeyondItsEnd() throws Exception {
        announce(1, 5);
        ChangeFeedListener instance = instance(10, 100_000);
        FeedPosition elsewhere =
                new FeedPosition(new long[] {1L << 40, 1L << 40, 1L << 40, 1L << 40, 1L << 40, 1L << 40});

        ChangeSubscription reader = joined(instance, Optional.of(elsewhere));

        assertThat(read(reader, 5)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldSendAwayAReaderThatIsTooSlowAndLetItComeBack() throws Exception {
        ChangeFeedListener instance = instance(10, 4);
        ChangeSubscription slow = joined(instance, Optional.empty());
        FeedPosition from = slow.position();
        announce(1, 30);
        await().atMost(SOON).until(() -> !slow.isOpen());
        slow.release();
        assertThat(instance.readers()).isZero();

        ChangeSubscription again = joined(instance, Optional.of(from));

        assertThat(read(again, 30)).hasSize(30).doesNotHaveDuplicates();
    }

    @Test
    void shouldTakeOnlySoManyReaders() {
        ChangeFeedListener instance = instance(2, 10);
        joined(instance, Optional.empty());
        ChangeSubscription second = joined(instance, Optional.empty());

        assertThatThrownBy(() -> instance.subscribe(Optional.empty())).isInstanceOf(FeedUnavailableException.class);
        second.release();
        assertThat(instance.subscribe(Optional.empty()).isOpen()).isTrue();
    }

    @Test
    void shouldLetOnlySoManyReadWhatTheyMissedAtOnce() throws Exception {
        ChangeFeedListener instance = instance(10, 1000);
        ChangeSubscription first = joined(instance, Optional.empty());
        FeedPosition missed = first.position();
        announce(1, 5);
        read(first, 5);
        ChangeSubscription one = joined(instance, Optional.of(missed));
        ChangeSubscription two = joined(instance, Optional.of(missed));

        assertThatThrownBy(() -> instance.subscribe(Optional.of(missed))).isInstanceOf(FeedUnavailableException.class);
        assertThat(instance.subscribe(Optional.empty()).isOpen()).isTrue();
        assertThat(read(one, 5)).hasSize(5);
        assertThat(one.next(Duration.ofMillis(100)).filter(this::isOurs)).isEmpty();
        ChangeSubscription three = instance.subscribe(Optional.of(missed));
        two.release();
        assertThat(read(instance.subscribe(Optional.of(missed)), 5)).hasSize(5);
        assertThat(read(three, 5)).hasSize(5);
    }

    @Test
    void shouldRefuseAPositionOfAnotherTopic() {
        ChangeFeedListener instance = instance(2, 10);
        joined(instance, Optional.empty());

        assertThatThrownBy(() -> instance.subscribe(Optional.of(new FeedPosition(new long[] {1, 2}))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private ChangeFeedListener instance(int mostReaders, int mostWaiting) {
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of(TestBroker.bootstrapServers()));
        ChangeFeedListener instance = new ChangeFeedListener(
                new FeedConsumers(
                        new ProjectionConfiguration().projectionConsumerFactory(kafka, new SimpleMeterRegistry()),
                        new TierChangeTranslator(new SimpleMeterRegistry())),
                mostReaders,
                mostWaiting,
                2,
                new SimpleMeterRegistry());
        instance.start();
        instances.add(instance);
        return instance;
    }

    private static ChangeSubscription joined(ChangeFeedListener instance, Optional<FeedPosition> from) {
        return await().atMost(SOON)
                .ignoreException(FeedUnavailableException.class)
                .until(() -> instance.subscribe(from), reader -> true);
    }

    /** The numbers of the next changes of this test. */
    private List<Long> read(ChangeSubscription reader, int count) throws InterruptedException {
        List<Long> numbers = new ArrayList<>();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (numbers.size() < count && System.nanoTime() < deadline) {
            Optional<Delivered> next = reader.next(Duration.ofMillis(200));
            next.map(delivered -> delivered.change().data())
                    .filter(change -> change.customerId().startsWith(mark))
                    .ifPresent(change -> numbers.add(change.changeNumber()));
        }
        return numbers;
    }

    /** Services of other tests, which may still run, change tiers on the same broker. */
    private boolean isOurs(Delivered delivered) {
        return delivered.change().data().customerId().startsWith(mark);
    }

    private void announce(long first, int count) {
        producer.beginTransaction();
        send(first, count);
        producer.commitTransaction();
    }

    private void abort(long number) {
        producer.beginTransaction();
        send(number, 3);
        producer.flush();
        producer.abortTransaction();
    }

    private void send(long first, int count) {
        for (long number = first; number < first + count; number++) {
            Instant time = Instant.parse("2026-11-22T10:00:00Z");
            TierChanged change = new TierChanged(
                    mark + "-" + number % 11,
                    null,
                    Tier.C,
                    TierChangeCause.FIRST_GRADING,
                    null,
                    null,
                    Tier.C,
                    GradingMode.RATIO,
                    null,
                    1,
                    1,
                    null,
                    null,
                    time,
                    List.of(),
                    null,
                    number,
                    null);
            producer.send(EventCodec.encode(
                    new Event<>(new Envelope(mark + number, "/test", EventTypes.TIER_CHANGED, time), change)));
        }
    }
}
