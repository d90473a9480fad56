package io.tierstream.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How fast a consumer group gets through its topics, by its committed offsets. */
record Progress(Admin admin, String group, List<String> topics, long events) {

    private static final Duration LIMIT = Duration.ofMinutes(20);
    private static final double COUNTED_FROM = 0.2;

    /**
     * Events per second between the first fifth, in which everything starts, and the end.
     *
     * @throws IllegalStateException if that takes more than twenty minutes
     */
    double rate() throws ExecutionException, InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        long from = 0;
        long first = 0;
        while (System.nanoTime() < until) {
            long done = committed();
            long now = System.nanoTime();
            if (first == 0 && done >= events * COUNTED_FROM) {
                first = done;
                from = now;
            }
            if (done >= events) {
                return (done - first) / ((now - from) / 1e9);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(group + " did not get through in " + LIMIT);
    }

    private long committed() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get();
        return offsets.entrySet().stream()
                .filter(offset -> offset.getValue() != null
                        && topics.contains(offset.getKey().topic()))
                .mapToLong(offset -> offset.getValue().offset())
                .sum();
    }
}
