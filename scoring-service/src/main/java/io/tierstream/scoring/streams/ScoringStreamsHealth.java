package io.tierstream.scoring.streams;

import org.apache.kafka.streams.KafkaStreams;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.stereotype.Component;

/** Up while the topology runs on this instance; part of readiness as {@code scoringStreams}. */
@Component("scoringStreamsHealthIndicator")
class ScoringStreamsHealth implements HealthIndicator {

    private final StreamsBuilderFactoryBean streams;
    private final PartitionReports reports;
    private final StreamFailures failures;

    ScoringStreamsHealth(StreamsBuilderFactoryBean streams, PartitionReports reports, StreamFailures failures) {
        this.streams = streams;
        this.reports = reports;
        this.failures = failures;
    }

    @Override
    public Health health() {
        KafkaStreams running = streams.getKafkaStreams();
        KafkaStreams.State state = running == null ? KafkaStreams.State.CREATED : running.state();
        String refusal = failures.refusal();
        boolean up = state == KafkaStreams.State.RUNNING && reports.isBrokerThere() && refusal == null;
        Health.Builder health = (up ? Health.up() : Health.down())
                .withDetail("state", state)
                .withDetail("brokerAnswers", reports.isBrokerThere());
        return (refusal == null ? health : health.withDetail("refusal", refusal)).build();
    }
}
