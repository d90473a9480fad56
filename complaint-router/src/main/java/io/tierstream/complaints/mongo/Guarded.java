package io.tierstream.complaints.mongo;

import com.mongodb.MongoException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.tierstream.complaints.application.StoreUnavailableException;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** Calls MongoDB through a circuit breaker, so that a store that is away is noticed at once and asked seldom. */
@Component
class Guarded {

    /** The breaker's name in configuration, health and metrics. */
    static final String BREAKER = "store";

    private final CircuitBreaker breaker;

    Guarded(CircuitBreakerRegistry breakers) {
        this.breaker = breakers.circuitBreaker(BREAKER);
    }

    <T> T call(Supplier<T> operation) {
        try {
            return breaker.executeSupplier(operation);
        } catch (CallNotPermittedException e) {
            throw new StoreUnavailableException("MongoDB was away a moment ago", e);
        } catch (MongoException e) {
            throw new StoreUnavailableException("MongoDB did not do what it was asked", e);
        }
    }

    void run(Runnable operation) {
        call(() -> {
            operation.run();
            return true;
        });
    }
}
