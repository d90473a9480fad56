package io.tierstream.tier.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.tierstream.contracts.Topics;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.config.KafkaStreamsConfiguration;
import org.springframework.kafka.config.KafkaStreamsInfrastructureCustomizer;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.streams.KafkaStreamsMicrometerListener;

/**
 * Kafka Streams as this service runs it: exactly once, committed every 100 ms. Everything under {@code
 * spring.kafka.streams.properties} goes before what is set here.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TierSettings.class)
class TierStreamsConfiguration {

    private static final Logger log = LoggerFactory.getLogger(TierStreamsConfiguration.class);

    /** A commit sends some hundred kilobytes to each partition, and each batch begins with 128 KB of memory for lz4. */
    private static final int BATCH_BYTES = 256 * 1024;

    @Bean
    StreamsBuilderFactoryBean tierStreams(
            KafkaProperties kafka,
            TierSettings settings,
            Clock clock,
            MeterRegistry meters,
            ObjectProvider<Propagator> traces,
            @Value("${spring.application.name}") String application) {
        Map<String, Object> streams = new HashMap<>();
        streams.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        streams.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        streams.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        streams.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) settings.replicationFactor());
        streams.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        streams.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), Topics.DEAD_LETTER_MAX_BYTES);
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        streams.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        streams.putAll(kafka.buildStreamsProperties());
        streams.putIfAbsent(
                StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                instance(String.valueOf(streams.get(StreamsConfig.STATE_DIR_CONFIG))));
        TierMeters tierMeters = new TierMeters(meters, clock);
        Propagator propagator = traces.getIfAvailable();
        TraceStep trace = propagator == null ? TraceStep.NONE : TraceStep.recorded(propagator);
        StreamsBuilderFactoryBean factory = new StreamsBuilderFactoryBean(new KafkaStreamsConfiguration(streams));
        factory.setInfrastructureCustomizer(new KafkaStreamsInfrastructureCustomizer() {
            @Override
            public void configureTopology(Topology topology) {
                TierTopology.addTo(topology, settings, clock, tierMeters, trace);
            }
        });
        factory.setStreamsUncaughtExceptionHandler(exception -> {
            log.error("A stream thread ended and is replaced", exception);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        factory.addListener(new KafkaStreamsMicrometerListener(meters));
        factory.setAutoStartup(false);
        return factory;
    }

    /** Writes what people want, surely or not at all. */
    @Bean
    KafkaTemplate<byte[], byte[]> tierControlTemplate(KafkaProperties kafka) {
        Map<String, Object> producer = new HashMap<>(kafka.buildProducerProperties());
        producer.put(ProducerConfig.ACKS_CONFIG, "all");
        producer.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        producer.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 10_000);
        producer.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        producer.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(
                new DefaultKafkaProducerFactory<>(producer, new ByteArraySerializer(), new ByteArraySerializer()));
        template.setObservationEnabled(true);
        return template;
    }

    /**
     * Names this instance for the group, so that one that was killed is replaced at once by the next one on its state
     * directory. Follows from host and directory, which no two instances share.
     */
    private static String instance(String stateDirectory) {
        String place = host() + ":" + Path.of(stateDirectory).toAbsolutePath().normalize();
        return UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            log.info("This host does not know its name; its state directory alone names the instance");
            return "";
        }
    }
}
