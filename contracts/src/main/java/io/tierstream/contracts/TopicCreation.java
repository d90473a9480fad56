package io.tierstream.contracts;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are not there yet. */
public final class TopicCreation {

    private static final long TIMEOUT_SECONDS = 60;

    private TopicCreation() {}

    /**
     * Creates what is missing, waits until it can be written to, and checks the partition count of all; safe to call again
     * and from several services at once. An existing topic's settings are left as its operators made them.
     *
     * @throws IllegalStateException if a topic has another partition count, or Kafka refuses
     * @throws TimeoutException if Kafka does not answer within a minute
     */
    public static void ensure(Admin admin, Collection<TopicSpec> specs, int partitions, short replicationFactor)
            throws TimeoutException, InterruptedException {
        List<NewTopic> wanted = new ArrayList<>();
        for (TopicSpec spec : specs) {
            wanted.add(new NewTopic(spec.name(), partitions, replicationFactor).configs(spec.configuration()));
        }
        Map<String, KafkaFuture<Void>> created = admin.createTopics(wanted).values();
        List<String> made = new ArrayList<>();
        List<String> existing = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<Void>> topic : created.entrySet()) {
            try {
                topic.getValue().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                made.add(topic.getKey());
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw new IllegalStateException("Topic " + topic.getKey() + " could not be created", e.getCause());
                }
                existing.add(topic.getKey());
            }
        }
        check(admin, existing, partitions);
        awaitLeaders(admin, made, partitions);
    }

    /**
     * A producer that writes at once could have its first batch refused, while the leader is not there yet, and the next
     * one taken; the first would then be out of order until it is given up (KAFKA-15591).
     */
    private static void awaitLeaders(Admin admin, List<String> topics, int partitions)
            throws TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (String topic : topics) {
            for (int partition = 0; partition < partitions; partition++) {
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        }
        try {
            // Only a leader answers this, and the client asks until there is one.
            admin.listOffsets(ends).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The new topics " + topics + " have no leaders yet", e.getCause());
        }
    }

    private static void check(Admin admin, List<String> topics, int partitions)
            throws TimeoutException, InterruptedException {
        try {
            Map<String, TopicDescription> found =
                    admin.describeTopics(topics).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            for (TopicDescription topic : found.values()) {
                if (topic.partitions().size() != partitions) {
                    throw new IllegalStateException(
                            "Topic %s has %d partitions, but tierstream.partitions is %d; the count is fixed for life, so set the property to %d"
                                    .formatted(
                                            topic.name(),
                                            topic.partitions().size(),
                                            partitions,
                                            topic.partitions().size()));
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Topics " + topics + " could not be described", e.getCause());
        }
    }
}
