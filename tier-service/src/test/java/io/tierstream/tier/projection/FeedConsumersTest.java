package io.tierstream.tier.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class FeedConsumersTest {

    private final Map<String, Object> settings = new HashMap<>();
    private final FeedConsumers consumers = new FeedConsumers(
            new DefaultKafkaConsumerFactory<>(Map.of()) {
                @Override
                protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> given) {
                    settings.putAll(given);
                    return new MockConsumer<>("earliest");
                }
            },
            new TierChangeTranslator(new SimpleMeterRegistry()));

    @Test
    void shouldHoldLittleForAReaderThatReadsWhatItMissed() {
        consumers.createSmall().close();

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
