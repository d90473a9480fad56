package io.tierstream.tier.projection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.stereotype.Component;

/**
 * The way of the projections to the store, with a circuit breaker: while it is open they are paused, which leaves what
 * they have not written in Kafka; when it lets a batch through to try, they go on by themselves.
 */
@Component
class StoreGate {

    private static final Logger log = LoggerFactory.getLogger(StoreGate.class);

    private final CircuitBreaker breaker;
    private final KafkaListenerEndpointRegistry listeners;

    StoreGate(CircuitBreakerRegistry breakers, KafkaListenerEndpointRegistry listeners) {
        this.breaker = breakers.circuitBreaker("store");
        this.listeners = listeners;
        breaker.getEventPublisher()
                .onStateTransition(event -> moved(event.getStateTransition().getToState()));
    }

    /**
     * Writes what a batch brought.
     *
     * @throws BatchListenerFailedException when it was not written; the whole batch comes again
     */
    void write(List<ConsumerRecord<byte[], byte[]>> batch, Runnable write) {
        try {
            breaker.executeRunnable(write);
        } catch (RuntimeException failed) {
            throw new BatchListenerFailedException("The store did not take a batch", failed, batch.getFirst());
        }
    }

    private List<MessageListenerContainer> projections() {
        return Stream.of(TierChangesListener.GROUP, AnswersListener.GROUP)
                .map(listeners::getListenerContainer)
                .filter(Objects::nonNull)
                .toList();
    }

    private void moved(CircuitBreaker.State state) {
        switch (state) {
            case OPEN, FORCED_OPEN -> {
                log.warn("The store is away; the projections wait");
                projections().forEach(MessageListenerContainer::pause);
            }
            case HALF_OPEN, CLOSED, DISABLED, METRICS_ONLY -> {
                log.info("The projections go on: {}", state);
                projections().forEach(MessageListenerContainer::resume);
            }
        }
    }
}
