package io.tierstream.tier.projection;

import io.tierstream.contracts.Topics;
import io.tierstream.tier.population.PopulationListener;
import io.tierstream.tier.wire.TierTopics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Waits until what was decided when asked can be seen: grades in this instance's memory, changes in the store, whichever
 * instance writes them.
 */
@Component
public class ProjectionProgress {

    private static final Logger log = LoggerFactory.getLogger(ProjectionProgress.class);
    private static final long LOOK_MILLIS = 10;

    private final Admin admin;
    private final PopulationListener population;
    private final int partitions;

    ProjectionProgress(
            Admin projectionAdmin, PopulationListener population, @Value("${tierstream.partitions}") int partitions) {
        this.admin = projectionAdmin;
        this.population = population;
        this.partitions = partitions;
    }

    /** Whether it can, within that time. */
    public boolean await(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            Map<TopicPartition, Long> grades = ends(TierTopics.GRADES);
            Map<TopicPartition, Long> changes = ends(Topics.TIER_CHANGES);
            return await(() -> population.hasRead(grades) && reached(TierChangesListener.GROUP, changes), deadline);
        } catch (UnknownProgressException unknown) {
            log.warn("Cannot tell how far the projections are: {}", String.valueOf(unknown.getCause()));
            return false;
        }
    }

    /**
     * Whether this version of a customer's grade, or a later one, can be seen.
     *
     * @param deadline until when it waits, of {@link System#nanoTime()}
     */
    public boolean awaitGrade(String customerId, long version, long deadline) {
        return await(() -> population.hasGrade(customerId, version), deadline);
    }

    private static boolean await(BooleanSupplier seen, long deadline) {
        try {
            while (!seen.getAsBoolean()) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Map<TopicPartition, Long> ends(String topic) {
        Map<TopicPartition, OffsetSpec> latest = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toMap(Function.identity(), _partition -> OffsetSpec.latest()));
        return known(() -> admin.listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all()
                        .get(5, TimeUnit.SECONDS))
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, partition -> partition.getValue().offset()));
    }

    private boolean reached(String group, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetAndMetadata> committed = known(() -> admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(5, TimeUnit.SECONDS));
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return end.getValue() == 0 || (offset != null && offset.offset() >= end.getValue());
        });
    }

    private static <T> T known(Question<T> question) {
        try {
            return question.ask();
        } catch (ExecutionException | TimeoutException e) {
            throw new UnknownProgressException(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UnknownProgressException(interrupted);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ExecutionException, TimeoutException, InterruptedException;
    }

    private static final class UnknownProgressException extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnknownProgressException(Throwable cause) {
            super(cause);
        }
    }
}
