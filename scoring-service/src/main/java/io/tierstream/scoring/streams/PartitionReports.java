package io.tierstream.scoring.streams;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/**
 * What every partition last said of itself, wherever it is processed: so each instance can answer for all of them, at
 * any number of customers. Half a second behind.
 */
@Component
public class PartitionReports {

    private static final Logger log = LoggerFactory.getLogger(PartitionReports.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BROKER_CHECK = Duration.ofSeconds(5);

    private final KafkaProperties kafka;
    private final Map<Integer, TaskState> latest = new ConcurrentHashMap<>();
    private volatile boolean brokerThere;
    private volatile boolean running;
    private @Nullable KafkaConsumer<byte[], byte[]> consumer;

    PartitionReports(KafkaProperties kafka) {
        this.kafka = kafka;
    }

    /** The latest of each partition that has said something. */
    public Collection<TaskState> latest() {
        return List.copyOf(latest.values());
    }

    /** Whether the broker answered lately. */
    boolean isBrokerThere() {
        return brokerThere;
    }

    synchronized void start() {
        Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer = reader;
        running = true;
        Thread.ofPlatform().name("scoring-reports").daemon().start(() -> read(reader));
    }

    synchronized void stop() {
        running = false;
        if (consumer != null) {
            consumer.wakeup();
            consumer = null;
        }
    }

    private void read(KafkaConsumer<byte[], byte[]> reader) {
        try (reader) {
            List<TopicPartition> partitions = new ArrayList<>();
            long checked = 0;
            while (running) {
                try {
                    if (partitions.isEmpty()) {
                        for (PartitionInfo partition : reader.partitionsFor(InternalTopics.REPORTS)) {
                            partitions.add(new TopicPartition(partition.topic(), partition.partition()));
                        }
                        if (partitions.isEmpty()) {
                            // A broker hears of a new topic somewhat later than it is made.
                            throw new UnknownTopicOrPartitionException(InternalTopics.REPORTS + " is not there yet");
                        }
                        reader.assign(partitions);
                        reader.seekToBeginning(partitions);
                    }
                    for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                        take(record);
                    }
                    if (System.nanoTime() - checked > BROKER_CHECK.toNanos()) {
                        reader.endOffsets(partitions, BROKER_CHECK);
                        brokerThere = true;
                        checked = System.nanoTime();
                    }
                } catch (WakeupException | InterruptException e) {
                    return;
                } catch (KafkaException e) {
                    brokerThere = false;
                    log.warn(
                            "Kafka does not answer as it should; trying again until it does: {}",
                            NestedExceptionUtils.getMostSpecificCause(e).toString());
                    LockSupport.parkNanos(POLL.toNanos());
                }
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            TaskState state = TaskState.fromBytes(record.value());
            latest.put(state.partition(), state);
        } catch (RuntimeException e) {
            log.warn(
                    "The report at offset {} cannot be read and is passed over: {}",
                    record.offset(),
                    e.getClass().getName());
        }
    }
}
