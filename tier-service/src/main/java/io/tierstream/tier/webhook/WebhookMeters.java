package io.tierstream.tier.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Attempts to deliver, by what came of them. How each receiver's breaker stands is among the metrics of the breakers. */
@Component
class WebhookMeters {

    private final MeterRegistry meters;

    WebhookMeters(MeterRegistry meters) {
        this.meters = meters;
        // From the start, so that the first one is seen as an increase.
        for (State state : State.values()) {
            attempts(state);
        }
    }

    void count(State state) {
        attempts(state).increment();
    }

    private Counter attempts(State state) {
        return Counter.builder("tierstream.webhook.attempts")
                .description("Attempts to deliver an event to a webhook")
                .tag("outcome", state.name().toLowerCase(Locale.ROOT))
                .register(meters);
    }
}
