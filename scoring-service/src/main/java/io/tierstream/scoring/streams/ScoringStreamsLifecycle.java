package io.tierstream.scoring.streams;

import io.tierstream.contracts.TopicCreation;
import io.tierstream.scoring.ScoringProperties;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.stereotype.Component;

/**
 * Starts the topology once its topics are there, however long the broker is away: the service is up meanwhile, and not
 * ready.
 */
@Component
class ScoringStreamsLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ScoringStreamsLifecycle.class);
    private static final long RETRY_SECONDS = 2;

    private final KafkaProperties kafka;
    private final ScoringProperties properties;
    private final StreamsBuilderFactoryBean streams;
    private final PartitionReports reports;
    private CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread starting;

    ScoringStreamsLifecycle(
            KafkaProperties kafka,
            ScoringProperties properties,
            StreamsBuilderFactoryBean streams,
            PartitionReports reports) {
        this.kafka = kafka;
        this.properties = properties;
        this.streams = streams;
        this.reports = reports;
    }

    @Override
    public synchronized void start() {
        stopped = new CountDownLatch(1);
        starting = Thread.ofPlatform().name("scoring-streams-start").daemon().start(this::startWhenPossible);
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        if (starting != null) {
            starting.interrupt();
            starting = null;
        }
        reports.stop();
        streams.stop();
    }

    @Override
    public synchronized boolean isRunning() {
        return starting != null;
    }

    private void startWhenPossible() {
        try {
            while (!topicsAreThere()) {
                if (stopped.await(RETRY_SECONDS, TimeUnit.SECONDS)) {
                    return;
                }
            }
            reports.start();
            streams.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The topology does not start, and this service will not become ready", e);
        }
    }

    private boolean topicsAreThere() throws InterruptedException {
        Map<String, Object> admin = kafka.buildAdminProperties();
        admin.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        admin.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        try (Admin client = Admin.create(admin)) {
            TopicCreation.ensure(client, InternalTopics.all(), properties.partitions(), properties.replicationFactor());
            return true;
        } catch (TimeoutException e) {
            log.warn("Kafka does not answer; trying again until it does");
            return false;
        } catch (KafkaException e) {
            // The name of a broker that is not there, for instance, may not resolve.
            log.warn(
                    "Kafka cannot be reached; trying again: {}",
                    NestedExceptionUtils.getMostSpecificCause(e).toString());
            return false;
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof RetriableException) {
                log.warn(
                        "Topics are not there yet; trying again: {}",
                        e.getCause().getMessage());
                return false;
            }
            throw e;
        }
    }
}
