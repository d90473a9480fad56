package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.scoring.ScoringProperties;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

@ExtendWith(OutputCaptureExtension.class)
class ScoringStreamsLifecycleTest {

    /** As that of a container's is until the container is up. */
    @Test
    void shouldWaitForABrokerWhoseNameDoesNotResolve(CapturedOutput output) {
        KafkaProperties kafka = new KafkaProperties();
        kafka.setBootstrapServers(List.of("kafka.invalid:9092"));
        ScoringProperties properties =
                new Binder(new MapConfigurationPropertySource()).bindOrCreate("tierstream", ScoringProperties.class);
        ScoringStreamsLifecycle lifecycle = new ScoringStreamsLifecycle(
                kafka, properties, new StreamsBuilderFactoryBean(), new PartitionReports(kafka));

        lifecycle.start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> output.getAll().split("Kafka cannot be reached; trying again", -1).length > 2);
        } finally {
            lifecycle.stop();
        }

        assertThat(output).doesNotContain("will not become ready");
    }
}
