package io.tierstream.tier.projection;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.tierstream.contracts.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * Reads all partitions of the tier changes, once per instance and in no group, and hands every change to all readers
 * of this instance. A reader that comes back after some time first reads what it missed with a consumer of its own,
 * while new changes wait for it; see {@link ChangeSubscription}.
 */
@Component
public class ChangeFeedListener implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ChangeFeedListener.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final FeedConsumers consumers;
    private final int mostReaders;
    private final int mostWaiting;
    private final int mostReplays;
    private final Semaphore replays;
    private final Set<ChangeSubscription> readers = ConcurrentHashMap.newKeySet();
    private final Object order = new Object();
    private @Nullable FeedPosition position;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;

    ChangeFeedListener(
            FeedConsumers consumers,
            @Value("${tierstream.stream.most-clients:200}") int mostReaders,
            @Value("${tierstream.stream.most-waiting:10000}") int mostWaiting,
            @Value("${tierstream.stream.most-replays:8}") int mostReplays,
            MeterRegistry meters) {
        this.consumers = consumers;
        this.mostReaders = mostReaders;
        this.mostWaiting = mostWaiting;
        this.mostReplays = mostReplays;
        this.replays = new Semaphore(mostReplays);
        meters.gauge("tierstream.sse.clients", Tags.of("stream", "tier-changes"), readers, Set::size);
    }

    /**
     * A new reader.
     *
     * @param from where it has read to; empty: only what comes from now on
     * @throws FeedUnavailableException when there are too many readers, or too many that read what they missed, or the
     *     topic cannot be read yet
     */
    public ChangeSubscription subscribe(Optional<FeedPosition> from) {
        synchronized (order) {
            FeedPosition now = position;
            if (now == null) {
                throw new FeedUnavailableException("The tier changes cannot be read yet.");
            }
            if (readers.size() >= mostReaders) {
                throw new FeedUnavailableException("There are " + mostReaders + " readers, and no room for more.");
            }
            if (from.isPresent() && from.get().partitions() != now.partitions()) {
                throw new IllegalArgumentException("a position has " + now.partitions() + " parts");
            }
            if (from.isPresent() && !from.get().equals(now) && !replays.tryAcquire()) {
                throw new FeedUnavailableException(
                        mostReplays + " readers are reading what they missed, and no room for more until one is done.");
            }
            ChangeSubscription reader = new ChangeSubscription(
                    from.orElse(now), now, mostWaiting, consumers, readers::remove, replays::release);
            readers.add(reader);
            return reader;
        }
    }

    /** Readers of this instance. */
    public int readers() {
        return readers.size();
    }

    private void read() {
        while (stopped.getCount() > 0) {
            try (Consumer<byte[], byte[]> reading = consumers.create()) {
                consumer = reading;
                List<TopicPartition> partitions = consumers.partitions(reading);
                if (partitions.isEmpty()) {
                    pause();
                } else {
                    follow(reading, partitions);
                }
            } catch (WakeupException stopping) {
                log.debug("Stopped following {}", Topics.TIER_CHANGES);
            } catch (RuntimeException failed) {
                log.warn(
                        "Cannot read {}, trying again: {}",
                        Topics.TIER_CHANGES,
                        NestedExceptionUtils.getMostSpecificCause(failed).toString());
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> reading, List<TopicPartition> partitions) {
        reading.assign(partitions);
        FeedPosition start = position;
        if (start == null) {
            reading.seekToEnd(partitions);
            long[] ends = partitions.stream().mapToLong(reading::position).toArray();
            synchronized (order) {
                position = new FeedPosition(ends);
            }
        } else {
            partitions.forEach(partition -> reading.seek(partition, start.next(partition.partition())));
        }
        while (stopped.getCount() > 0) {
            reading.poll(POLL).forEach(this::hand);
        }
    }

    private void hand(ConsumerRecord<byte[], byte[]> record) {
        Optional<TierChange> change = consumers.decode(record);
        synchronized (order) {
            if (position != null) {
                position = position.after(record.partition(), record.offset());
            }
            readers.forEach(reader -> reader.offer(record.partition(), record.offset(), change));
        }
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

    @Override
    public void start() {
        stopped = new CountDownLatch(1);
        Thread reading = new Thread(this::read, "tier-change-feed");
        reading.setDaemon(true);
        thread = reading;
        reading.start();
    }

    @Override
    public void stop() {
        stopped.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        readers.forEach(ChangeSubscription::close);
        Thread ending = thread;
        if (ending != null) {
            try {
                ending.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
