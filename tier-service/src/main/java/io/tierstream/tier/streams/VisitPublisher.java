package io.tierstream.tier.streams;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import java.time.Instant;
import java.util.concurrent.Future;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Publishes visits, as anybody else could. */
@Component
public class VisitPublisher {

    private static final String SOURCE = "/tier-service";

    private final KafkaTemplate<byte[], byte[]> kafka;

    VisitPublisher(KafkaTemplate<byte[], byte[]> tierControlTemplate) {
        this.kafka = tierControlTemplate;
    }

    /**
     * Publishes a visit; its id identifies the event as well, so that a repeat is one.
     *
     * @return done when Kafka has it for good
     */
    public Future<?> publish(CustomerVisited visit, Instant at) {
        Envelope envelope = new Envelope("visit/" + visit.visitId(), SOURCE, EventTypes.CUSTOMER_VISITED, at);
        return kafka.send(EventCodec.encode(new Event<>(envelope, visit)));
    }
}
