package io.tierstream.scoring.streams;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.propagation.Propagator;
import io.tierstream.scoring.ScoringProperties;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
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
 * Kafka Streams as this service runs it: exactly once, committed every 100 ms. What is under {@code
 * spring.kafka.streams.properties} goes before what is set here.
 */
@Configuration(proxyBeanMethods = false)
class ScoringStreamsConfiguration {

    private static final Logger log = LoggerFactory.getLogger(ScoringStreamsConfiguration.class);

    private static final int COMMIT_INTERVAL_MS = 100;
    private static final int SESSION_TIMEOUT_MS = 15_000;

    /** A commit sends some hundred kilobytes to each partition, and each batch begins with 128 KB of memory for lz4. */
    private static final int BATCH_BYTES = 256 * 1024;

    @Bean
    StreamsBuilderFactoryBean scoringStreams(
            KafkaProperties kafka,
            ScoringProperties properties,
            Clock clock,
            MeterRegistry meters,
            ObjectProvider<Propagator> traces,
            StreamFailures failures,
            @Value("${spring.application.name}") String application,
            @Value("${server.port}") int port) {
        Map<String, Object> streams = new HashMap<>(settings(properties, application, port));
        streams.putAll(kafka.buildStreamsProperties());
        streams.putIfAbsent(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG),
                instance(
                        properties.scoring().instanceId(),
                        String.valueOf(streams.get(StreamsConfig.STATE_DIR_CONFIG))));
        Propagator propagator = traces.getIfAvailable();
        ScoringContext scoring = ScoringContext.of(
                properties,
                clock,
                new IntakeCounters(meters),
                propagator == null ? TraceStep.NONE : TraceStep.recorded(propagator));
        StreamsBuilderFactoryBean factory = new StreamsBuilderFactoryBean(new KafkaStreamsConfiguration(streams));
        factory.setInfrastructureCustomizer(new KafkaStreamsInfrastructureCustomizer() {
            @Override
            public void configureTopology(Topology topology) {
                ScoringTopology.addTo(topology, scoring);
            }
        });
        factory.setStreamsUncaughtExceptionHandler(failures);
        factory.addListener(new KafkaStreamsMicrometerListener(meters));
        factory.setAutoStartup(false);
        return factory;
    }

    /** What this service asks of Kafka Streams unless configuration says otherwise. */
    static Map<String, Object> settings(ScoringProperties properties, String application, int port) {
        String address = properties.scoring().advertisedAddress();
        return Map.ofEntries(
                Map.entry(StreamsConfig.APPLICATION_ID_CONFIG, application),
                Map.entry(StreamsConfig.APPLICATION_SERVER_CONFIG, address == null ? "localhost:" + port : address),
                Map.entry(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2),
                Map.entry(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, COMMIT_INTERVAL_MS),
                Map.entry(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) properties.replicationFactor()),
                Map.entry(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0),
                Map.entry(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class),
                Map.entry(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest"),
                Map.entry(
                        StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS),
                Map.entry(
                        StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG),
                        ScoringTopology.MAX_CHANGELOG_RECORD),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES),
                Map.entry(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4"),
                // In which order the topics are read changes no figure, so nothing has to wait for the slowest.
                Map.entry(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED));
    }

    /** Sends commands, surely or not at all. */
    @Bean
    KafkaTemplate<byte[], byte[]> scoringControlTemplate(KafkaProperties kafka) {
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
     * Names this instance for the group, so that one that was killed is replaced at once by the next on its state
     * directory. Follows from host and directory, which no two instances share.
     */
    private static String instance(@Nullable String configured, String stateDirectory) {
        if (configured != null) {
            return configured;
        }
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
