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

    ScoringStreamsHealth(StreamsBuilderFactoryBean streams, PartitionReports reports) {
        this.streams = streams;
        this.reports = reports;
    }

    @Override
    public Health health() {
        KafkaStreams running = streams.getKafkaStreams();
        KafkaStreams.State state = running == null ? KafkaStreams.State.CREATED : running.state();
        boolean up = state == KafkaStreams.State.RUNNING && reports.isBrokerThere();
        return (up ? Health.up() : Health.down())
                .withDetail("state", state)
                .withDetail("brokerAnswers", reports.isBrokerThere())
                .build();
    }
}
