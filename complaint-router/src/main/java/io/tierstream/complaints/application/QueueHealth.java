package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.queue.TicketQueue;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether the queue has been read from the store. */
@Component("queue")
class QueueHealth implements HealthIndicator {

    private final FollowingInstances following;
    private final TicketQueue queue;

    QueueHealth(FollowingInstances following, TicketQueue queue) {
        this.following = following;
        this.queue = queue;
    }

    @Override
    public Health health() {
        return following.isLoaded()
                ? Health.up().withDetail("tickets", queue.size()).build()
                : Health.down().build();
    }
}
