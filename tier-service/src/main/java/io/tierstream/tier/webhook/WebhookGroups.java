package io.tierstream.tier.webhook;

import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/**
 * A consumer group per webhook. Its offsets are how far the receiver has been told, whatever becomes of this instance;
 * a partition belongs to one instance at a time, so that each event is sent by one, and those of a customer in order.
 */
@Component
class WebhookGroups {

    private static final Logger log = LoggerFactory.getLogger(WebhookGroups.class);
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final KafkaProperties kafka;
    private final ConsumerFactory<byte[], byte[]> consumers;

    WebhookGroups(KafkaProperties kafka, ConsumerFactory<byte[], byte[]> projectionConsumerFactory) {
        this.kafka = kafka;
        this.consumers = projectionConsumerFactory;
    }

    Consumer<byte[], byte[]> member(Webhook webhook) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "100"));
        return consumers.createConsumer(group(webhook), null, null, settings);
    }

    /** One event by its place, if it is still there. */
    Optional<ConsumerRecord<byte[], byte[]>> event(String topic, int partition, long offset) {
        Properties settings = new Properties();
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        TopicPartition place = new TopicPartition(topic, partition);
        try (Consumer<byte[], byte[]> reader =
                consumers.createConsumer("tier-service-webhook-single", null, null, settings)) {
            reader.assign(List.of(place));
            reader.seek(place, offset);
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(LOOK)) {
                if (record.offset() == offset) {
                    return Optional.of(record);
                }
            }
            return Optional.empty();
        } catch (OffsetOutOfRangeException gone) {
            return Optional.empty();
        }
    }

    /**
     * Has a new webhook begin with what comes from now on.
     *
     * @throws KafkaException when Kafka does not answer
     */
    void beginNow(Webhook webhook) {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            for (TopicDescription topic : admin.describeTopics(WebhookEvents.topics(webhook.types()))
                    .allTopicNames()
                    .get(10, TimeUnit.SECONDS)
                    .values()) {
                topic.partitions()
                        .forEach(partition -> wanted.put(
                                new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest()));
            }
            Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(wanted).all().get(10, TimeUnit.SECONDS).entrySet()) {
                ends.put(
                        end.getKey(),
                        new OffsetAndMetadata(end.getValue().offset(), Integer.toString(webhook.replayNumber())));
            }
            admin.alterConsumerGroupOffsets(group(webhook), ends).all().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException(interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new KafkaException("Kafka does not say how far its topics are", failed);
        }
    }

    /**
     * Ends the group of a webhook that is gone: left alone it would fall behind for ever. While another instance is still in
     * it, that one ends it.
     */
    void forget(String webhookId) {
        try (Admin admin = admin()) {
            admin.deleteConsumerGroups(List.of(group(webhookId))).all().get(10, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | KafkaException failed) {
            log.info("The group of webhook {} is not ended here: {}", webhookId, failed.toString());
        }
    }

    private Admin admin() {
        Map<String, Object> settings = kafka.buildAdminProperties();
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        return Admin.create(settings);
    }

    private static String group(Webhook webhook) {
        return group(webhook.id());
    }

    private static String group(String webhookId) {
        return "tier-service-webhook-" + webhookId;
    }
}
