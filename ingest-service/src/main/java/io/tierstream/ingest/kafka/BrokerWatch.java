package io.tierstream.ingest.kafka;

import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.TopicSpec;
import io.tierstream.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Creates the topics this service writes to and their dead-letter topics, trying again until Kafka answers, and tells the
 * readiness probe whether the broker is there: asked every two seconds, not by every probe.
 */
@Component("kafka")
class BrokerWatch implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(BrokerWatch.class);
    private static final Duration EVERY = Duration.ofSeconds(2);

    private final Admin admin;
    private final int partitions;
    private final short replicationFactor;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("kafka-watch").factory());
    private volatile Health health =
            Health.down().withDetail("reason", "not asked yet").build();
    private volatile boolean topicsExist;
    private volatile boolean running;

    BrokerWatch(
            Admin admin,
            @Value("${tierstream.partitions:" + Topics.DEFAULT_PARTITIONS + "}") int partitions,
            @Value("${tierstream.replication-factor:1}") short replicationFactor) {
        this.admin = admin;
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
    }

    @Override
    public void start() {
        running = true;
        watch.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        running = false;
        watch.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public Health health() {
        return health;
    }

    private void look() {
        try {
            admin.describeCluster().clusterId().get(EVERY.toMillis(), TimeUnit.MILLISECONDS);
            if (!topicsExist) {
                TopicCreation.ensure(admin, specs(), partitions, replicationFactor);
                topicsExist = true;
            }
            health = Health.up().build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException | java.util.concurrent.ExecutionException | RuntimeException e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            Health now = Health.down().withDetail("reason", reason).build();
            if (!now.equals(health)) {
                log.warn("Kafka is not usable: {}", reason);
            }
            health = now;
        }
    }

    private static List<TopicSpec> specs() {
        List<TopicSpec> specs = new ArrayList<>();
        for (String topic : Topics.INPUTS) {
            specs.add(Topics.spec(topic));
            specs.add(Topics.spec(Topics.deadLetters(topic)));
        }
        return specs;
    }
}
