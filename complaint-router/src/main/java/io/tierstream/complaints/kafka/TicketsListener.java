package io.tierstream.complaints.kafka;

import io.tierstream.complaints.application.FollowingInstances;
import io.tierstream.complaints.application.FollowingInstances.Seen;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.sla.v1.SlaSettings;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * Reads {@code tickets} and {@code sla-settings}, all partitions in every instance and in no group, from their end: what
 * other instances did since this one looked at the store. The store is read again after every new beginning, so nothing in
 * between is missed. The other listeners start once the queue has been read; as long as this cannot begin, the desk is not
 * ready.
 */
@Component("tickets")
class TicketsListener implements SmartLifecycle, HealthIndicator {

    private static final Logger log = LoggerFactory.getLogger(TicketsListener.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Map<String, Object> configuration;
    private final FollowingInstances following;
    private final DeskTopics topics;
    private final KafkaListenerEndpointRegistry listeners;
    private volatile boolean running;
    private volatile @Nullable String trouble = "The feed of tickets has not begun yet";
    private volatile @Nullable Consumer<byte[], byte[]> current;
    private volatile Thread thread = Thread.ofPlatform().name("tickets-feed").unstarted(this::run);

    TicketsListener(
            KafkaProperties properties,
            FollowingInstances following,
            DeskTopics topics,
            KafkaListenerEndpointRegistry listeners) {
        this.configuration = properties.buildConsumerProperties();
        this.configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        this.configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        this.configuration.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        this.configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        this.configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        this.following = following;
        this.topics = topics;
        this.listeners = listeners;
    }

    private void run() {
        while (running) {
            try {
                topics.ensure();
                follow();
            } catch (WakeupException | InterruptException e) {
                log.debug("The feed of tickets ends");
            } catch (RuntimeException e) {
                Throwable root = NestedExceptionUtils.getRootCause(e);
                // Both: of wrong settings the first says only that there is no client, of a broker away the last only
                // that time is up.
                trouble = root == null ? e.toString() : e + ": " + root;
                log.warn("The feed of tickets begins again: {}", trouble);
                openWithoutBroker();
                pause();
            }
        }
    }

    private void follow() {
        try (Consumer<byte[], byte[]> consumer = new KafkaConsumer<>(configuration)) {
            current = consumer;
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : List.of(Topics.TICKETS, Topics.SLA_SETTINGS)) {
                List<PartitionInfo> found = consumer.partitionsFor(topic);
                if (found.isEmpty()) {
                    // A broker hears of a new topic somewhat later than it is made.
                    throw new UnknownTopicOrPartitionException(topic + " is not there yet");
                }
                found.forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
            }
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Asking for the position fixes it, before the store is read.
            partitions.forEach(consumer::position);
            following.begin();
            listeners.getListenerContainers().forEach(MessageListenerContainer::start);
            trouble = null;
            while (running) {
                follow(consumer);
            }
        } finally {
            current = null;
        }
    }

    /** People can work without the broker, so the queue is shown even while the feed cannot begin. */
    private void openWithoutBroker() {
        if (!following.isLoaded()) {
            try {
                following.begin();
            } catch (RuntimeException e) {
                log.warn("The queue is not read yet: {}", e.toString());
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer) {
        List<Seen> seen = new ArrayList<>();
        boolean settings = false;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(PATIENCE)) {
            if (record.value() != null
                    && EventCodec.decode(record.topic(), record.value(), record.headers())
                            instanceof Decoded(var event)) {
                if (event.data() instanceof TicketEvent ticket) {
                    seen.add(new Seen(ticket.complaintId(), ticket.version()));
                }
                settings |= event.data() instanceof SlaSettings;
            }
        }
        following.follow(seen);
        if (settings) {
            following.followSettings();
        }
    }

    private void pause() {
        try {
            TimeUnit.SECONDS.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Health health() {
        String reason = trouble;
        return reason == null
                ? Health.up().build()
                : Health.down().withDetail("reason", reason).build();
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().name("tickets-feed").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        Consumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        } else {
            thread.interrupt();
        }
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
