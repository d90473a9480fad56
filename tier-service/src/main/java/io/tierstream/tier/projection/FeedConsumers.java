package io.tierstream.tier.projection;

import io.tierstream.contracts.Topics;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** Consumers of the tier changes in no group: each reads all partitions from where it is told to. */
@Component
class FeedConsumers {

    /** Sizes in bytes; a batch that is larger than them still comes, alone. */
    private static final Map<String, String> SMALL = Map.of(
            ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536",
            ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "262144",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "200");

    private final ConsumerFactory<byte[], byte[]> consumers;
    private final TierChangeTranslator translator;

    FeedConsumers(ConsumerFactory<byte[], byte[]> projectionConsumerFactory, TierChangeTranslator translator) {
        this.consumers = projectionConsumerFactory;
        this.translator = translator;
    }

    Consumer<byte[], byte[]> create() {
        return create(Map.of());
    }

    /** One of several at once: it holds little of what it has not handed on yet. */
    Consumer<byte[], byte[]> createSmall() {
        return create(SMALL);
    }

    private Consumer<byte[], byte[]> create(Map<String, String> further) {
        Properties alone = new Properties();
        alone.putAll(Map.of(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
        alone.putAll(further);
        return consumers.createConsumer(null, null, null, alone);
    }

    List<TopicPartition> partitions(Consumer<byte[], byte[]> consumer) {
        return consumer.partitionsFor(Topics.TIER_CHANGES).stream()
                .sorted(Comparator.comparingInt(PartitionInfo::partition))
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    Optional<TierChange> decode(ConsumerRecord<byte[], byte[]> record) {
        return translator.translate(record);
    }
}
