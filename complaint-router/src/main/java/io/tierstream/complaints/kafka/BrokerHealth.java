package io.tierstream.complaints.kafka;

import org.apache.kafka.clients.admin.Admin;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Whether Kafka answers, asked every few seconds rather than at every look. */
@Component("broker")
class BrokerHealth implements HealthIndicator, DisposableBean {

    private final Admin admin;
    private volatile boolean answers;

    BrokerHealth(DeskTopics topics) {
        this.admin = topics.admin();
    }

    @Scheduled(fixedDelay = 3_000)
    void ask() {
        answers = DeskTopics.answers(admin);
    }

    @Override
    public Health health() {
        return answers ? Health.up().build() : Health.down().build();
    }

    @Override
    public void destroy() {
        admin.close();
    }
}
