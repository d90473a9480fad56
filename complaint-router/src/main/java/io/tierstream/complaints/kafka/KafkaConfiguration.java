package io.tierstream.complaints.kafka;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.FixedBackOff;

/** How listeners behave when something they need is away: they wait and try again, for as long as it takes. */
@Configuration(proxyBeanMethods = false)
class KafkaConfiguration {

    private static final Logger log = LoggerFactory.getLogger(KafkaConfiguration.class);

    /** A batch that failed comes again every second; what cannot be decoded never gets here. */
    @Bean
    CommonErrorHandler tryAgain() {
        DefaultErrorHandler handler = new DefaultErrorHandler(new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS));
        handler.setLogLevel(KafkaException.Level.DEBUG);
        handler.setRetryListeners(new RetryListener() {
            @Override
            public void failedDelivery(ConsumerRecord<?, ?> record, @Nullable Exception failure, int attempt) {
                log.warn("{} waits, attempt {}: {}", record.topic(), attempt, rootCause(failure));
            }

            @Override
            public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
                log.warn("A batch of {} waits, attempt {}: {}", records.partitions(), attempt, rootCause(failure));
            }
        });
        return handler;
    }

    private static @Nullable Throwable rootCause(@Nullable Throwable failure) {
        Throwable cause = failure;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** While the store's breaker is open, the listeners do not even fetch. */
    @Bean
    ApplicationRunner pauseWithoutStore(CircuitBreakerRegistry breakers, KafkaListenerEndpointRegistry listeners) {
        return (ApplicationArguments ignored) -> breakers.circuitBreaker("store")
                .getEventPublisher()
                .onStateTransition(event -> {
                    boolean open = event.getStateTransition().getToState() == CircuitBreaker.State.OPEN;
                    listeners
                            .getListenerContainers()
                            .forEach(open ? MessageListenerContainer::pause : MessageListenerContainer::resume);
                });
    }
}
