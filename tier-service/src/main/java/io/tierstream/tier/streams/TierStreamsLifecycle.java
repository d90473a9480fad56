package io.tierstream.tier.streams;

import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.TopicSpec;
import io.tierstream.contracts.Topics;
import io.tierstream.tier.wire.TierTopics;
import java.util.ArrayList;
import java.util.List;
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
class TierStreamsLifecycle implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TierStreamsLifecycle.class);
    private static final long RETRY_SECONDS = 2;
    private static final List<String> TOPICS = List.of(
            Topics.CUSTOMER_SCORES,
            Topics.CUSTOMERS,
            Topics.deadLetters(Topics.CUSTOMERS),
            Topics.TIER_CHANGES,
            Topics.CUSTOMER_TIERS,
            Topics.TICKETS,
            Topics.SLA_SETTINGS);

    private final KafkaProperties kafka;
    private final TierSettings settings;
    private final StreamsBuilderFactoryBean streams;
    private CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread starting;

    TierStreamsLifecycle(KafkaProperties kafka, TierSettings settings, StreamsBuilderFactoryBean streams) {
        this.kafka = kafka;
        this.settings = settings;
        this.streams = streams;
    }

    @Override
    public synchronized void start() {
        stopped = new CountDownLatch(1);
        starting = Thread.ofVirtual().name("tier-streams-start").start(this::startWhenPossible);
    }

    @Override
    public synchronized void stop() {
        stopped.countDown();
        if (starting != null) {
            starting.interrupt();
            starting = null;
        }
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
            streams.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.error("The topology does not start, and this service will not become ready", e);
        }
    }

    private boolean topicsAreThere() throws InterruptedException {
        List<TopicSpec> keyed = new ArrayList<>(TierTopics.keyed());
        TOPICS.forEach(topic -> keyed.add(Topics.spec(topic)));
        Map<String, Object> admin = kafka.buildAdminProperties();
        admin.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        admin.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        try (Admin client = Admin.create(admin)) {
            TopicCreation.ensure(client, keyed, settings.partitions(), settings.replicationFactor());
            TopicCreation.ensure(client, TierTopics.single(), 1, settings.replicationFactor());
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
