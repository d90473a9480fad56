package io.tierstream.tier.projection;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.MicrometerConsumerListener;
import org.springframework.kafka.listener.ContainerProperties.AckMode;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/**
 * How the projections read: whole batches of bytes, committed transactions only; offsets are committed after the
 * listener, and with it the store, is done with the batch. A batch that fails is read again, as often as it takes.
 */
@Configuration(proxyBeanMethods = false)
@EnableKafka
class ProjectionConfiguration {

    private static final long RETRY_MILLIS = 500;

    /** Another instance takes over this soon after a failure. */
    private static final int SESSION_MILLIS = 10_000;

    @Bean
    ConsumerFactory<byte[], byte[]> projectionConsumerFactory(KafkaProperties kafka, MeterRegistry meters) {
        Map<String, Object> settings = new HashMap<>(kafka.buildConsumerProperties());
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        DefaultKafkaConsumerFactory<byte[], byte[]> factory = new DefaultKafkaConsumerFactory<>(settings);
        factory.addListener(new MicrometerConsumerListener<>(meters));
        return factory;
    }

    @Bean
    Admin projectionAdmin(KafkaProperties kafka) {
        return Admin.create(kafka.buildAdminProperties());
    }

    @Bean
    ConcurrentKafkaListenerContainerFactory<byte[], byte[]> projectionListeners(
            ConsumerFactory<byte[], byte[]> projectionConsumerFactory) {
        DefaultErrorHandler again =
                new DefaultErrorHandler(new FixedBackOff(RETRY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS));
        again.setLogLevel(KafkaException.Level.WARN);
        ConcurrentKafkaListenerContainerFactory<byte[], byte[]> listeners =
                new ConcurrentKafkaListenerContainerFactory<>();
        listeners.setConsumerFactory(projectionConsumerFactory);
        listeners.setBatchListener(true);
        listeners.setCommonErrorHandler(again);
        listeners.getContainerProperties().setAckMode(AckMode.BATCH);
        // Past the marks of transactions as well, so that what is committed tells what is done.
        listeners.getContainerProperties().setFixTxOffsets(true);
        listeners.getContainerProperties().setObservationEnabled(true);
        return listeners;
    }
}
