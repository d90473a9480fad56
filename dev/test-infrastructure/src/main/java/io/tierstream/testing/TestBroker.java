package io.tierstream.testing;

import io.tierstream.local.ManagedProcess;
import io.tierstream.local.Servers;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.kafka.KafkaContainer;

/**
 * The Kafka broker of the integration tests, one per JVM, started when first asked for and stopped with the JVM. It
 * creates no topics by itself. A broker given by {@code TIERSTREAM_TEST_KAFKA} must be empty.
 */
public final class TestBroker {

    /** The image of the containers; the compose file runs the same. */
    static final String IMAGE = "apache/kafka:4.2.1";

    private TestBroker() {}

    /** The address of the broker, {@code host:port}. */
    public static String bootstrapServers() {
        return Started.ADDRESS;
    }

    /**
     * A broker that belongs to one test, in a process of its own: the test may stop or kill it and start it again, and
     * it comes back with its data at the same address. It runs and is ready.
     *
     * @param folder an empty folder for its data; the test ends the process before the folder is removed
     */
    public static ManagedProcess separate(Path folder) {
        ManagedProcess broker = Servers.broker(folder);
        broker.start();
        broker.awaitReady(Duration.ofSeconds(120));
        return broker;
    }

    private static final class Started {

        static final String ADDRESS =
                Supply.address("Kafka", "TIERSTREAM_TEST_KAFKA", Started::container, Started::embedded);

        @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends.
        private static String container() {
            var container = new KafkaContainer(IMAGE)
                    .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                    .withEnv("KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS", "6");
            container.start();
            return container.getBootstrapServers();
        }

        private static String embedded() {
            var broker = new EmbeddedKafkaKraftBroker(1, 1);
            broker.brokerProperty("auto.create.topics.enable", "false");
            broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
            broker.brokerProperty("offsets.topic.num.partitions", "6");
            broker.brokerProperty("offsets.topic.replication.factor", "1");
            broker.brokerProperty("transaction.state.log.num.partitions", "6");
            broker.brokerProperty("transaction.state.log.replication.factor", "1");
            broker.brokerProperty("transaction.state.log.min.isr", "1");
            broker.brokerProperty("share.coordinator.state.topic.replication.factor", "1");
            broker.brokerProperty("share.coordinator.state.topic.min.isr", "1");
            broker.afterPropertiesSet();
            return broker.getBrokersAsString();
        }
    }
}
