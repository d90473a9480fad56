package io.tierstream.complaints.kafka;

import io.tierstream.contracts.TopicCreation;
import io.tierstream.contracts.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.stereotype.Component;

/** The topics that the desk reads and writes: creates those that are missing, and tells whether the broker answers. */
@Component
class DeskTopics {

    private static final List<String> TOUCHED = List.of(
            Topics.COMPLAINTS,
            Topics.deadLetters(Topics.COMPLAINTS),
            Topics.CUSTOMERS,
            Topics.TIER_CHANGES,
            Topics.CUSTOMER_TIERS,
            Topics.TICKETS,
            Topics.SLA_SETTINGS);

    private final Map<String, Object> configuration;
    private final int partitions;
    private final short replicationFactor;

    DeskTopics(
            KafkaProperties properties,
            @Value("${tierstream.partitions}") int partitions,
            @Value("${tierstream.replication-factor}") short replicationFactor) {
        this.configuration = properties.buildAdminProperties();
        this.configuration.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
        this.configuration.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        this.partitions = partitions;
        this.replicationFactor = replicationFactor;
    }

    /**
     * Creates the topics that are missing.
     *
     * @throws KafkaException if the broker does not answer
     */
    void ensure() {
        try (Admin admin = Admin.create(configuration)) {
            TopicCreation.ensure(admin, TOUCHED.stream().map(Topics::spec).toList(), partitions, replicationFactor);
        } catch (TimeoutException e) {
            throw new KafkaException("the broker does not answer", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    Admin admin() {
        return Admin.create(configuration);
    }

    /** Whether the broker answers within two seconds. */
    static boolean answers(Admin admin) {
        try {
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }
}
