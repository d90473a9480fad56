package io.tierstream.tier.population;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;

/**
 * Reads topics from their beginning, all partitions, in no group, for as long as it is started. What it has taken in
 * stays when the broker is away, and it goes on from there.
 */
final class TopicFollower {

    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(500);

    private final String name;
    private final List<String> topics;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final java.util.function.Consumer<ConsumerRecords<byte[], byte[]>> sink;
    private final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private volatile boolean caughtUp;
    private volatile boolean broken;
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private @Nullable Thread thread;

    TopicFollower(
            String name,
            List<String> topics,
            Supplier<Consumer<byte[], byte[]>> consumers,
            java.util.function.Consumer<ConsumerRecords<byte[], byte[]>> sink) {
        this.name = name;
        this.topics = topics;
        this.consumers = consumers;
        this.sink = sink;
    }

    /** Whether it has read all that was there when it started, and can go on. */
    boolean isCaughtUp() {
        return caughtUp && !broken;
    }

    /** Whether what lies before these offsets is taken in. */
    boolean hasRead(Map<TopicPartition, Long> offsets) {
        return offsets.entrySet().stream().allMatch(end -> next.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    synchronized void start() {
        stopped = new CountDownLatch(1);
        thread = Thread.ofPlatform().daemon().name("population-" + name).start(this::follow);
    }

    synchronized void stop() {
        stopped.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            thread = null;
        }
    }

    private void follow() {
        while (stopped.getCount() > 0) {
            try (Consumer<byte[], byte[]> reading = consumers.get()) {
                consumer = reading;
                List<TopicPartition> partitions = partitions(reading);
                if (!partitions.isEmpty()) {
                    read(reading, partitions);
                }
            } catch (WakeupException stopping) {
                log.debug("Stopped reading {}", topics);
            } catch (KafkaException failed) {
                log.warn(
                        "Cannot read {}, trying again: {}",
                        topics,
                        NestedExceptionUtils.getMostSpecificCause(failed).toString());
            } catch (RuntimeException defect) {
                // Passing over it would leave figures wrong for good; health says so instead.
                broken = true;
                log.error("A record of {} cannot be taken in, trying again", topics, defect);
            } finally {
                consumer = null;
            }
            pause();
        }
    }

    /** All partitions, or none as long as one of the topics is not there. */
    private List<TopicPartition> partitions(Consumer<byte[], byte[]> reading) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            List<PartitionInfo> found = reading.partitionsFor(topic);
            if (found == null || found.isEmpty()) {
                return List.of();
            }
            found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    private void read(Consumer<byte[], byte[]> reading, List<TopicPartition> partitions) {
        reading.assign(partitions);
        if (next.isEmpty()) {
            reading.seekToBeginning(partitions);
            ends.putAll(reading.endOffsets(partitions));
        } else {
            next.forEach(reading::seek);
        }
        while (stopped.getCount() > 0) {
            ConsumerRecords<byte[], byte[]> records = reading.poll(POLL);
            sink.accept(records);
            broken = false;
            for (TopicPartition partition : partitions) {
                next.put(partition, reading.position(partition));
            }
            if (!caughtUp && hasRead(ends)) {
                caughtUp = true;
                log.info("Read all of {}", topics);
            }
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
}
