package io.tierstream.tier.streams;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.stereotype.Component;

/** Up while the topology runs on this instance and the broker answers; part of readiness as {@code tierStreams}. */
@Component("tierStreamsHealthIndicator")
class TierStreamsHealth implements HealthIndicator, DisposableBean {

    private static final long PATIENCE_SECONDS = 2;

    private final StreamsBuilderFactoryBean streams;
    private final Admin admin;

    TierStreamsHealth(StreamsBuilderFactoryBean streams, KafkaProperties kafka) {
        this.streams = streams;
        this.admin = Admin.create(kafka.buildAdminProperties());
    }

    @Override
    public Health health() {
        KafkaStreams running = streams.getKafkaStreams();
        KafkaStreams.State state = running == null ? KafkaStreams.State.CREATED : running.state();
        if (state != KafkaStreams.State.RUNNING) {
            return Health.down().withDetail("state", state).build();
        }
        try {
            admin.describeCluster().clusterId().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return Health.up().withDetail("state", state).build();
        } catch (ExecutionException | TimeoutException e) {
            return Health.down().withDetail("broker", "does not answer").build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Health.unknown().build();
        }
    }

    @Override
    public void destroy() {
        admin.close(Duration.ZERO);
    }
}
