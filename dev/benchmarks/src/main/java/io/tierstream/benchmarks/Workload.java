package io.tierstream.benchmarks;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Events of a year: 70 % orders, 25 % payments, 5 % complaints; few customers make most of them.
 *
 * @param events all of them
 * @param customers how many there are
 * @param introduced whether each customer has one of the first events, so that all are there before anything is measured
 * @param name distinguishes its ids from those of others
 */
record Workload(int events, int customers, boolean introduced, String name) {

    Workload(int events, int customers) {
        this(events, customers, false, "");
    }

    /** The same with ids of its own. */
    Workload named(String other) {
        return new Workload(events, customers, introduced, other);
    }

    private static final int DAYS = 365;
    private static final double SKEW = 2;

    /** Publishes all of it, the same for the same numbers. */
    void publish(String brokers, Instant now) {
        Random random = new Random(1);
        AtomicReference<@Nullable Exception> problem = new AtomicReference<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "linger.ms",
                        "20",
                        "batch.size",
                        "262144",
                        "delivery.timeout.ms",
                        "900000"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < events; i++) {
                producer.send(EventCodec.encode(event(i, random, now)), (metadata, exception) -> {
                    if (exception != null) {
                        problem.set(exception);
                    }
                });
            }
        }
        Exception failed = problem.get();
        if (failed != null) {
            throw new IllegalStateException("Not all events could be published", failed);
        }
    }

    /** The events one after the other, the same for the same numbers. */
    List<Event<?>> all(Instant now) {
        Random random = new Random(1);
        List<Event<?>> all = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            all.add(event(i, random, now));
        }
        return all;
    }

    private Event<?> event(int number, Random random, Instant now) {
        double place = Math.pow(random.nextDouble(), SKEW);
        String customer = "customer-" + (introduced && number < customers ? number : (int) (customers * place));
        Instant time = now.minus(Duration.ofSeconds(random.nextInt(DAYS * 86_400)));
        BigDecimal amount = BigDecimal.valueOf(100L + random.nextInt(1_000_000), 2);
        int kind = random.nextInt(100);
        if (kind < 70) {
            BigDecimal cost = amount.multiply(new BigDecimal("0.8"));
            return event(
                    number,
                    EventTypes.ORDER_PLACED,
                    time,
                    new OrderPlaced(name + "order-" + number, customer, amount, null, cost, BigDecimal.TEN));
        }
        if (kind < 95) {
            LocalDate due = LocalDate.ofInstant(time, ZoneOffset.UTC).minusDays(random.nextInt(40) - 20L);
            return event(
                    number,
                    EventTypes.PAYMENT_RECEIVED,
                    time,
                    new PaymentReceived(
                            name + "payment-" + number, name + "invoice-" + number, customer, amount, null, due, null));
        }
        return event(
                number,
                EventTypes.COMPLAINT_OPENED,
                time,
                new ComplaintOpened(
                        name + "complaint-" + number,
                        customer,
                        "The pallet arrived wet",
                        null,
                        "delivery",
                        null,
                        null,
                        null));
    }

    private <D extends EventData> Event<D> event(int number, String type, Instant time, D data) {
        return new Event<>(new Envelope(name + "event-" + number, "urn:tierstream:benchmark", type, time), data);
    }
}
