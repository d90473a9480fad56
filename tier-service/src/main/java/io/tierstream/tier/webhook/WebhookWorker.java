package io.tierstream.tier.webhook;

import com.mongodb.MongoException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.IntervalFunction;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import io.tierstream.tier.webhook.WebhookSender.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Delivers to one receiver, as one thread: of every partition that this instance holds one event at a time, and the next
 * one when the receiver has it or it was given up. The offset moves only then, so that nothing is lost by a kill; what was
 * under way is sent again, with the same event id.
 *
 * <pre>
 *   waiting ── not before its time, breaker lets it ──▶ under way ── 2xx ──▶ delivered, offset moves
 *      ▲                                                   │
 *      └──── backoff ◀── anything else, not yet a day ─────┴── after a day ──▶ given up, offset moves
 * </pre>
 */
final class WebhookWorker implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WebhookWorker.class);
    private static final Duration IDLE = Duration.ofMillis(300);
    private static final Duration BUSY = Duration.ofMillis(10);

    private final WebhookGroups groups;
    private final WebhookSender sender;
    private final MongoWebhooks store;
    private final CircuitBreaker breaker;
    private final IntervalFunction backoff;
    private final Duration giveUpAfter;
    private final Executor attempts;
    private final WebhookMeters meters;
    private final Clock clock;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Webhook webhook;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    WebhookWorker(
            Webhook webhook,
            WebhookGroups groups,
            WebhookSender sender,
            MongoWebhooks store,
            CircuitBreaker breaker,
            WebhookSettings settings,
            Executor attempts,
            WebhookMeters meters,
            Clock clock) {
        this.webhook = webhook;
        this.groups = groups;
        this.sender = sender;
        this.store = store;
        this.breaker = breaker;
        this.backoff = IntervalFunction.ofExponentialBackoff(
                settings.firstRetry().toMillis(), 2, settings.longestRetry().toMillis());
        this.giveUpAfter = settings.giveUpAfter();
        this.attempts = attempts;
        this.meters = meters;
        this.clock = clock;
    }

    /** The webhook may have been changed: a replay was asked for. */
    void update(Webhook changed) {
        webhook = changed;
    }

    void stop() {
        stopped.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
    }

    @Override
    public void run() {
        while (isRunning()) {
            try (Consumer<byte[], byte[]> member = groups.member(webhook)) {
                consumer = member;
                member.subscribe(WebhookEvents.topics(webhook.types()), new Rebalancing(member));
                stepUntilStopped(member);
                // Whatever the wake-up interrupted, a commit included: what the receiver has is not sent again.
                finish(lanes.values());
                commitAwake(member);
            } catch (KafkaException failed) {
                log.warn(
                        "Cannot read for {}, trying again: {}",
                        webhook,
                        NestedExceptionUtils.getMostSpecificCause(failed).toString());
                pause();
            } catch (RuntimeException unexpected) {
                // One fault must not end the deliveries until the next start.
                log.error("Delivering to {} failed, trying again", webhook, unexpected);
                pause();
            } finally {
                consumer = null;
                lanes.clear();
            }
        }
    }

    private boolean isRunning() {
        return stopped.getCount() > 0;
    }

    private void stepUntilStopped(Consumer<byte[], byte[]> member) {
        try {
            while (isRunning()) {
                step(member);
            }
        } catch (WakeupException stopping) {
            log.debug("Stopped delivering to {}", webhook);
        }
    }

    /** Waits for what is under way in these lanes, as long as an attempt may take, and notes what came of it. */
    private void finish(Collection<Lane> ending) {
        for (Lane lane : ending) {
            ConsumerRecord<byte[], byte[]> head = lane.waiting.peek();
            CompletableFuture<Attempt> under = lane.attempt;
            if (head != null && under != null && settled(lane, head, under.join())) {
                lane.done(head);
            }
        }
    }

    private void step(Consumer<byte[], byte[]> member) {
        boolean busy = lanes.values().stream().anyMatch(lane -> lane.attempt != null);
        for (ConsumerRecord<byte[], byte[]> record : member.poll(busy ? BUSY : IDLE)) {
            lane(new TopicPartition(record.topic(), record.partition())).waiting.add(record);
        }
        rewind(member);
        boolean moved = false;
        Set<TopicPartition> full = new HashSet<>();
        Set<TopicPartition> empty = new HashSet<>();
        for (Map.Entry<TopicPartition, Lane> entry : lanes.entrySet()) {
            moved |= advance(entry.getValue());
            (entry.getValue().waiting.isEmpty() ? empty : full).add(entry.getKey());
        }
        member.pause(full);
        member.resume(empty);
        if (moved) {
            commit(member);
        }
    }

    /** Whether an event is done with. */
    private boolean advance(Lane lane) {
        boolean moved = false;
        while (true) {
            ConsumerRecord<byte[], byte[]> head = lane.waiting.peek();
            if (head == null) {
                return moved;
            }
            CompletableFuture<Attempt> under = lane.attempt;
            if (under == null) {
                Optional<byte[]> body = webhook.types().contains(WebhookEvents.type(head))
                        ? WebhookEvents.body(head)
                        : Optional.empty();
                if (body.isPresent()) {
                    begin(lane, head, body.get());
                    return moved;
                }
            } else if (!under.isDone()) {
                return moved;
            } else if (!settled(lane, head, under.join())) {
                return moved;
            }
            lane.done(head);
            moved = true;
        }
    }

    private void begin(Lane lane, ConsumerRecord<byte[], byte[]> head, byte[] body) {
        Instant now = clock.instant();
        if (now.isBefore(lane.notBefore) || !breaker.tryAcquirePermission()) {
            return;
        }
        if (lane.firstTried == null) {
            lane.firstTried = now;
        }
        lane.tries++;
        Webhook receiver = webhook;
        String delivery = head.topic() + "-" + head.partition() + "@" + head.offset();
        lane.attempt = CompletableFuture.supplyAsync(() -> attempt(receiver, delivery, body), attempts);
    }

    /** Tells the breaker in any case: a permission that is never given back would keep a half-open one shut for ever. */
    private Attempt attempt(Webhook receiver, String delivery, byte[] body) {
        Attempt attempt = sender.send(receiver, delivery, body);
        if (attempt.delivered()) {
            breaker.onSuccess(attempt.millis(), TimeUnit.MILLISECONDS);
        } else {
            breaker.onError(attempt.millis(), TimeUnit.MILLISECONDS, new DeliveryException(attempt));
        }
        return attempt;
    }

    /** Whether the event is done with: delivered or given up. */
    private boolean settled(Lane lane, ConsumerRecord<byte[], byte[]> head, Attempt attempt) {
        lane.attempt = null;
        Instant now = clock.instant();
        if (attempt.delivered()) {
            note(lane, head, attempt, State.DELIVERED, now);
            return true;
        }
        Instant first = lane.firstTried == null ? now : lane.firstTried;
        if (!now.isBefore(first.plus(giveUpAfter))) {
            log.warn("Gave up {}-{}@{} for {}", head.topic(), head.partition(), head.offset(), webhook);
            note(lane, head, attempt, State.FAILED, now);
            return true;
        }
        lane.notBefore = now.plusMillis(backoff.apply(lane.tries));
        note(lane, head, attempt, State.RETRYING, now);
        return false;
    }

    private void note(Lane lane, ConsumerRecord<byte[], byte[]> head, Attempt attempt, State state, Instant at) {
        meters.count(state);
        try {
            store.log(new Delivery(
                    webhook.id(),
                    head.topic(),
                    head.partition(),
                    head.offset(),
                    WebhookEvents.id(head),
                    WebhookEvents.type(head),
                    WebhookEvents.customer(head),
                    state,
                    lane.tries,
                    attempt.status(),
                    attempt.problem(),
                    attempt.millis(),
                    at));
        } catch (MongoException away) {
            // The log is for people; the offset, which is what counts, lies in Kafka.
            log.warn("The log misses {}-{}@{}: {}", head.topic(), head.partition(), head.offset(), away.toString());
        }
    }

    /** Goes back where a replay was asked for that a partition does not know of yet; not while an attempt is under way. */
    private void rewind(Consumer<byte[], byte[]> member) {
        Webhook wanted = webhook;
        Map<TopicPartition, Long> times = new HashMap<>();
        lanes.forEach((partition, lane) -> {
            Instant since = wanted.sinceUnseen(lane.replayNumber);
            if (since != null && lane.attempt == null) {
                // Kafka refuses a time before 1970.
                times.put(partition, Math.max(0, since.toEpochMilli()));
            }
        });
        if (times.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndTimestamp> found = member.offsetsForTimes(times);
        times.keySet().forEach(partition -> {
            OffsetAndTimestamp from = found.get(partition);
            Lane lane = new Lane(wanted.replayNumber());
            Lane before = lane(partition);
            // Without a record since then there is nothing to repeat.
            if (from != null && from.offset() < before.next(member, partition)) {
                member.seek(partition, from.offset());
                lanes.put(partition, lane);
            } else {
                before.replayNumber = wanted.replayNumber();
            }
        });
        commit(member);
    }

    /** Commits although a wake-up may be waiting, which is over once it was thrown. */
    private void commitAwake(Consumer<byte[], byte[]> member) {
        try {
            commit(member);
        } catch (WakeupException woken) {
            commit(member);
        }
    }

    private void commit(Consumer<byte[], byte[]> member) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        lanes.forEach((partition, lane) -> offsets.put(
                partition, new OffsetAndMetadata(lane.next(member, partition), Integer.toString(lane.replayNumber))));
        if (!offsets.isEmpty()) {
            member.commitSync(offsets);
        }
    }

    private Lane lane(TopicPartition partition) {
        return lanes.computeIfAbsent(partition, made -> new Lane(webhook.replayNumber()));
    }

    private void pause() {
        try {
            boolean ended = stopped.await(1, TimeUnit.SECONDS);
            log.debug("Waited before reading again, ended: {}", ended);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopped.countDown();
        }
    }

    /** What waits in one partition; the first is the one to be delivered. */
    private static final class Lane {
        private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        private int replayNumber;
        private @Nullable CompletableFuture<Attempt> attempt;
        private @Nullable Instant firstTried;
        private Instant notBefore = Instant.EPOCH;
        private int tries;

        Lane(int replayNumber) {
            this.replayNumber = replayNumber;
        }

        void done(ConsumerRecord<byte[], byte[]> head) {
            waiting.remove(head);
            firstTried = null;
            notBefore = Instant.EPOCH;
            tries = 0;
        }

        long next(Consumer<byte[], byte[]> member, TopicPartition partition) {
            ConsumerRecord<byte[], byte[]> head = waiting.peek();
            return head == null ? member.position(partition) : head.offset();
        }
    }

    private final class Rebalancing implements ConsumerRebalanceListener {

        private final Consumer<byte[], byte[]> member;

        Rebalancing(Consumer<byte[], byte[]> member) {
            this.member = member;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            // Else the next holder would send again what the receiver is about to take.
            finish(partitions.stream().map(lanes::get).filter(Objects::nonNull).toList());
            commit(member);
            partitions.forEach(lanes::remove);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            partitions.forEach(lanes::remove);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> committed = member.committed(new HashSet<>(partitions));
            for (TopicPartition partition : partitions) {
                OffsetAndMetadata known = committed.get(partition);
                lanes.put(
                        partition,
                        new Lane(
                                known == null || !known.metadata().matches("\\d{1,9}")
                                        ? webhook.replayNumber()
                                        : Integer.parseInt(known.metadata())));
            }
        }
    }

    /** Tells the circuit breaker of a failure. */
    private static final class DeliveryException extends RuntimeException {

        private static final long serialVersionUID = 1;

        DeliveryException(Attempt attempt) {
            super(attempt.problem());
        }
    }
}
