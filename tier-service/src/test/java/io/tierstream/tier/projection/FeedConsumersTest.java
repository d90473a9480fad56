package io.tierstream.tier.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class FeedConsumersTest {

    private final Map<String, Object> settings = new HashMap<>();
    private final FeedConsumers consumers = new FeedConsumers(
            new DefaultKafkaConsumerFactory<>(Map.of()) {
                @Override
                protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> given) {
                    settings.putAll(given);
                    TopicPartition only = new TopicPartition(Topics.TIER_CHANGES, 0);
                    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
                    consumer.updatePartitions(
                            only.topic(), List.of(new PartitionInfo(only.topic(), 0, null, null, null)));
                    consumer.updateBeginningOffsets(Map.of(only, 0L));
                    consumer.updateEndOffsets(Map.of(only, 5L));
                    return consumer;
                }
            },
            new TierChangeTranslator(new SimpleMeterRegistry()));

    @Test
    void shouldHoldLittleForAReaderThatReadsWhatItMissed() {
        new FeedReplay(consumers, new FeedPosition(new long[] {1}), new FeedPosition(new long[] {5})).close();

        assertThat(settings)
                .containsEntry(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "65536")
                .containsEntry(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, "262144")
                .containsEntry(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
    }

    @Test
    void shouldLetTheOneThatFollowsForAllHoldMore() {
        consumers.create().close();

        assertThat(settings)
                .doesNotContainKey(ConsumerConfig.FETCH_MAX_BYTES_CONFIG)
                .containsEntry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
    }
}
