package io.tierstream.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * How fast a consumer group gets through its topics, by its committed offsets, and what processor time that takes.
 *
 * @param countedFrom events in which everything starts, which are not counted
 */
record Progress(Admin admin, String group, List<String> topics, long countedFrom, long events) {

    private static final Duration LIMIT = Duration.ofMinutes(20);

    /**
     * What was measured.
     *
     * @param rate events per second
     * @param micros processor time per event, of this process and of the broker together, in microseconds; unlike the rate
     *     it says the same while other programs use the machine
     */
    record Measured(double rate, double micros) {}

    /**
     * What happens from the first event that counts to the end.
     *
     * @throws IllegalStateException if that takes more than twenty minutes
     */
    Measured measured() throws ExecutionException, InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        long from = 0;
        long first = 0;
        Duration cpu = Duration.ZERO;
        while (System.nanoTime() < until) {
            long done = committed();
            long now = System.nanoTime();
            if (first == 0 && done >= countedFrom) {
                first = done;
                from = now;
                cpu = processorTime();
            }
            if (done >= events) {
                double counted = done - first;
                return new Measured(
                        counted / ((now - from) / 1e9),
                        processorTime().minus(cpu).toNanos() / 1e3 / counted);
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(group + " did not get through in " + LIMIT);
    }

    private static Duration processorTime() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    long committed() throws ExecutionException, InterruptedException {
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
