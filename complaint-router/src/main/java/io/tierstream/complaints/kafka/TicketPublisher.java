package io.tierstream.complaints.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.complaints.application.InstanceName;
import io.tierstream.complaints.application.Outbox;
import io.tierstream.complaints.application.OutboxStore;
import io.tierstream.complaints.application.OutboxStore.Pending;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.Lineage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.stereotype.Component;

/**
 * Publishes what waits in tickets and removes it once Kafka has acknowledged it: the relay of the outbox.
 *
 * <p>One thread works through the tickets that were offered, a batch at a time: it reads what waits in them, sends it in
 * order, waits for the acknowledgements and removes what was acknowledged. A ticket is thus never in two batches at once, and
 * its events keep their order. What another instance wrote is left to that instance for a while, and published here when it
 * is still there after that, as after a crash. An event can be sent twice then, with the same id; it is never lost.
 */
@Component
class TicketPublisher implements Outbox, ConsumerAwareRebalanceListener, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TicketPublisher.class);
    private static final int BATCH = 500;
    private static final int MOST_OFFERED = 100_000;
    private static final Duration LEFT_TO_ITS_WRITER = Duration.ofSeconds(5);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    private static final Duration AFTER_A_REBALANCE = Duration.ofSeconds(1);
    private static final long RETRY_MILLIS = 200;
    private static final long GATHER_MILLIS = 20;

    private final OutboxStore store;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final InstanceName instance;
    private final Clock clock;
    private final Set<String> offered = new LinkedHashSet<>();
    private final Map<String, Instant> waitingSince = new ConcurrentHashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("outbox").factory());
    private volatile boolean running;
    private boolean scheduled;
    private boolean sweepScheduled;
    private boolean leftOut;

    TicketPublisher(
            OutboxStore store,
            KafkaTemplate<byte[], byte[]> kafka,
            InstanceName instance,
            Clock clock,
            MeterRegistry meters) {
        this.store = store;
        this.kafka = kafka;
        this.instance = instance;
        this.clock = clock;
        Gauge.builder("tierstream.outbox.tickets", this, TicketPublisher::waiting)
                .description("Tickets with events that are not published yet")
                .register(meters);
        Gauge.builder("tierstream.outbox.age", this, TicketPublisher::age)
                .description("How long the oldest of them has waited here")
                .baseUnit("seconds")
                .register(meters);
    }

    @Override
    public synchronized int backlog() {
        return offered.size();
    }

    private int waiting() {
        return waitingSince.size();
    }

    private double age() {
        return waitingSince.values().stream()
                .min(Comparator.naturalOrder())
                .map(oldest -> Duration.between(oldest, clock.instant()).toMillis() / 1000.0)
                .orElse(0.0);
    }

    @Override
    public synchronized void offer(Collection<String> complaintIds) {
        Instant now = clock.instant();
        for (String id : complaintIds) {
            if (offered.size() < MOST_OFFERED) {
                offered.add(id);
                waitingSince.putIfAbsent(id, now);
            } else {
                // A sweep finds it in the store when there is room again.
                leftOut = true;
            }
        }
        publishSoon();
    }

    /** Unless a batch is full not at once: what comes within this time shares the reading, the sending and the writing. */
    private synchronized void publishSoon() {
        if (running && !scheduled && !offered.isEmpty()) {
            scheduled = true;
            thread.schedule(this::publishOffered, offered.size() < BATCH ? GATHER_MILLIS : 0, TimeUnit.MILLISECONDS);
        }
    }

    private synchronized List<String> nextBatch() {
        List<String> batch = offered.stream().limit(BATCH).toList();
        batch.forEach(offered::remove);
        return batch;
    }

    private void publishOffered() {
        List<String> batch = nextBatch();
        List<String> again = batch;
        try {
            again = publish(batch);
        } catch (RuntimeException e) {
            waits(e);
        }
        Set<String> left = Set.copyOf(again);
        batch.stream().filter(id -> !left.contains(id)).forEach(waitingSince::remove);
        goOn(again);
    }

    private synchronized void goOn(List<String> again) {
        if (running && !again.isEmpty()) {
            thread.schedule(() -> offer(again), RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
        if (offered.isEmpty() && leftOut) {
            leftOut = false;
            sweepAfter(Duration.ZERO);
        }
        scheduled = false;
        publishSoon();
    }

    private static void waits(Throwable why) {
        log.warn("Publishing of ticket events waits: {}", why.toString());
    }

    /** Publishes what waits in these tickets; returns those in which something still waits. */
    private List<String> publish(List<String> complaintIds) {
        Map<String, List<Pending>> waiting = store.pending(complaintIds);
        Instant leaveAfter = clock.instant().minus(LEFT_TO_ITS_WRITER);
        Map<String, List<Pending>> sent = new LinkedHashMap<>();
        Map<String, List<CompletableFuture<?>>> acknowledgements = new HashMap<>();
        Set<String> again = new LinkedHashSet<>();
        waiting.forEach((id, events) -> {
            for (Pending pending : events) {
                if (!pending.writer().equals(instance.value())
                        && pending.since().isAfter(leaveAfter)) {
                    again.add(id);
                    break;
                }
                acknowledgements.computeIfAbsent(id, key -> new ArrayList<>()).add(kafka.send(encoded(pending)));
                sent.computeIfAbsent(id, key -> new ArrayList<>()).add(pending);
            }
        });
        kafka.flush();
        Map<String, Long> published = new HashMap<>();
        sent.forEach((id, events) -> {
            List<CompletableFuture<?>> acknowledged = acknowledgements.getOrDefault(id, List.of());
            if (acknowledged.stream().allMatch(future -> future.isDone() && !future.isCompletedExceptionally())) {
                published.put(id, events.getLast().version());
            } else {
                again.add(id);
            }
        });
        acknowledgements.values().stream()
                .flatMap(List::stream)
                .filter(CompletableFuture::isCompletedExceptionally)
                .findAny()
                .ifPresent(refused -> waits(NestedExceptionUtils.getMostSpecificCause(refused.exceptionNow())));
        if (!published.isEmpty()) {
            store.published(published);
        }
        return List.copyOf(again);
    }

    private static ProducerRecord<byte[], byte[]> encoded(Pending pending) {
        ProducerRecord<byte[], byte[]> record = EventCodec.encode(pending.event());
        new Lineage(Lineage.checked(pending.traceParent()), null).writeTo(record.headers());
        return record;
    }

    /** Partitions come here when another instance is gone, perhaps in the middle of its work. */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        if (!partitions.isEmpty()) {
            sweepAfter(AFTER_A_REBALANCE);
        }
    }

    private synchronized void sweepAfter(Duration time) {
        if (running && !sweepScheduled) {
            sweepScheduled = true;
            thread.schedule(this::sweep, time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Finds what was left behind: by an earlier run, by an instance that is gone, or for want of room. */
    private void sweep() {
        synchronized (this) {
            sweepScheduled = false;
        }
        try {
            offer(store.withPending(MOST_OFFERED));
        } catch (RuntimeException e) {
            log.warn("The sweep for unpublished ticket events comes again: {}", e.toString());
        }
    }

    @Override
    public synchronized void start() {
        running = true;
        thread.scheduleWithFixedDelay(this::sweep, 0, SWEEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Publishes what was offered before, but a batch at most and for five seconds: a sweep finds the rest. */
    @Override
    public void stop() {
        synchronized (this) {
            running = false;
            thread.shutdown();
        }
        try {
            if (!thread.awaitTermination(5, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts before and stops after what makes events. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
