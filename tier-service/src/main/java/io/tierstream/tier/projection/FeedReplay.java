package io.tierstream.tier.projection;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a reader missed: the records from one position up to another. A partition in which the reader claims to be
 * beyond the end holds other records than those it read (the topic was made anew), so it is read from its beginning.
 */
final class FeedReplay implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final FeedPosition start;
    private final FeedPosition end;

    FeedReplay(FeedConsumers consumers, FeedPosition from, FeedPosition to) {
        consumer = consumers.createSmall();
        end = to;
        try {
            partitions = consumers.partitions(consumer);
            start = seek(from);
        } catch (RuntimeException away) {
            consumer.close();
            throw away;
        }
    }

    private FeedPosition seek(FeedPosition from) {
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        long[] next = new long[end.partitions()];
        for (TopicPartition partition : partitions) {
            long wanted = from.next(partition.partition());
            long first = beginnings.getOrDefault(partition, 0L);
            long last = ends.getOrDefault(partition, 0L);
            next[partition.partition()] = wanted > last ? first : Math.max(wanted, first);
        }
        partitions.forEach(partition -> consumer.seek(partition, next[partition.partition()]));
        return new FeedPosition(next);
    }

    FeedPosition start() {
        return start;
    }

    /** Reads once, and says whether the end is reached. */
    boolean read(Consumer<ConsumerRecord<byte[], byte[]>> sink) {
        boolean reached = partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= end.next(partition.partition()));
        if (!reached) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (end.contains(record.partition(), record.offset())) {
                    sink.accept(record);
                }
            }
        }
        return reached;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
