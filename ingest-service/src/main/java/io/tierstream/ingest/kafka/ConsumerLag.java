package io.tierstream.ingest.kafka;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * How far every consumer group is behind, as the broker sees it. A consumer's own figures end when it stops or pauses, which
 * is when one wants them. The groups are those of the services and of the webhooks.
 */
@Component
class ConsumerLag implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ConsumerLag.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Admin admin;
    private final Clock clock;
    private final Pattern watched;
    private final MultiGauge lag;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("consumer-lag").factory());
    private volatile Instant measuredAt;
    private volatile boolean running;

    private record Member(String group, String topic) {}

    ConsumerLag(
            Admin admin,
            Clock clock,
            MeterRegistry meters,
            @Value("${tierstream.ingest.lag-groups:(scoring-service|tier-service|complaint-router).*}")
                    Pattern groups) {
        this.watched = groups;
        this.admin = admin;
        this.clock = clock;
        this.measuredAt = clock.instant();
        this.lag = MultiGauge.builder("tierstream.consumer.lag")
                .description("Records of a topic that a consumer group has yet to work off")
                .register(meters);
        Gauge.builder("tierstream.consumer.lag.age", this, ConsumerLag::age)
                .description("Since the lag was measured; it grows while Kafka is away")
                .baseUnit("seconds")
                .register(meters);
    }

    private double age() {
        return Duration.between(measuredAt, clock.instant()).toMillis() / 1000.0;
    }

    private void measure() {
        try {
            Map<Member, Long> behind = behind();
            lag.register(
                    behind.entrySet().stream()
                            .map(entry -> Row.of(
                                    Tags.of(
                                            "group", entry.getKey().group(),
                                            "topic", entry.getKey().topic()),
                                    entry.getValue()))
                            .toList(),
                    true);
            measuredAt = clock.instant();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            log.debug("The lag of consumers is measured later", e);
        }
    }

    private Map<Member, Long> behind() throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, ListConsumerGroupOffsetsSpec> groups = new HashMap<>();
        for (GroupListing group : get(admin.listGroups().all())) {
            if (watched.matcher(group.groupId()).matches()) {
                groups.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
            }
        }
        if (groups.isEmpty()) {
            return Map.of();
        }
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed =
                get(admin.listConsumerGroupOffsets(groups).all());
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        committed
                .values()
                .forEach(offsets -> offsets.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest())));
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                get(admin.listOffsets(wanted).all());
        Map<Member, Long> behind = new HashMap<>();
        committed.forEach((group, offsets) -> offsets.forEach((partition, offset) -> {
            ListOffsetsResultInfo end = ends.get(partition);
            if (end != null && offset != null) {
                behind.merge(
                        new Member(group, partition.topic()), Math.max(0, end.offset() - offset.offset()), Long::sum);
            }
        }));
        return behind;
    }

    private static <T> T get(KafkaFuture<T> answer) throws InterruptedException, ExecutionException, TimeoutException {
        return answer.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void start() {
        running = true;
        watch.scheduleWithFixedDelay(this::measure, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
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
}
