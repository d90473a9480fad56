package io.tierstream.tier.projection;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Up while Kafka answers; part of readiness as {@code broker}. */
@Component("brokerHealthIndicator")
class BrokerHealth implements HealthIndicator {

    private static final int LONGEST_MILLIS = 2_000;

    private final Admin admin;

    BrokerHealth(Admin projectionAdmin) {
        this.admin = projectionAdmin;
    }

    @Override
    public Health health() {
        try {
            int brokers = admin.describeCluster(new DescribeClusterOptions().timeoutMs(LONGEST_MILLIS))
                    .nodes()
                    .get(LONGEST_MILLIS, TimeUnit.MILLISECONDS)
                    .size();
            return Health.up().withDetail("brokers", brokers).build();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Health.unknown().build();
        } catch (ExecutionException | TimeoutException away) {
            return Health.down().build();
        }
    }
}
