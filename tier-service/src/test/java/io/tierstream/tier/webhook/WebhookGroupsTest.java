package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

class WebhookGroupsTest {

    /** As that of a container's is while the container is down. */
    @Test
    void shouldGoOnWhereTheNameOfTheBrokerDoesNotResolve() {
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of("kafka.invalid:9092"));
        WebhookGroups groups = new WebhookGroups(kafka, new DefaultKafkaConsumerFactory<>(Map.of()));

        assertThatNoException().isThrownBy(() -> groups.forget("webhook"));
    }
}
