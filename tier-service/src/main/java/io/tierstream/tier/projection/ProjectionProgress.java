package io.tierstream.tier.projection;

import io.tierstream.contracts.Topics;
import io.tierstream.tier.wire.TierTopics;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

/** Waits until the projections of all instances have written what was in their topics when asked. */
@Component
public class ProjectionProgress {

    private static final Logger log = LoggerFactory.getLogger(ProjectionProgress.class);
    private static final Map<String, String> TOPIC_OF_GROUP =
            Map.of(GradesListener.GROUP, TierTopics.GRADES, TierChangesListener.GROUP, Topics.TIER_CHANGES);
    private static final long LOOK_MILLIS = 25;

    private final Admin admin;
    private final int partitions;

    ProjectionProgress(Admin projectionAdmin, @Value("${tierstream.partitions}") int partitions) {
        this.admin = projectionAdmin;
        this.partitions = partitions;
    }

    /** Whether they have, within that time. */
    public boolean await(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        try {
            Map<String, Map<TopicPartition, Long>> ends = TOPIC_OF_GROUP.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, group -> ends(group.getValue())));
            while (!ends.entrySet().stream().allMatch(group -> reached(group.getKey(), group.getValue()))) {
                if (System.nanoTime() > deadline) {
                    return false;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (UnknownProgressException unknown) {
            log.warn("Cannot tell how far the projections are: {}", String.valueOf(unknown.getCause()));
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
