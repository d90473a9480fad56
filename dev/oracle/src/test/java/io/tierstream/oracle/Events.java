package io.tierstream.oracle;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventType;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.LateReason;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Events for examples, each at noon UTC of its day. */
final class Events {

    static final LocalDate TODAY = LocalDate.of(2026, 11, 22);

    private Events() {}

    static Instant noon(LocalDate day) {
        return Instant.parse(day + "T12:00:00Z");
    }

    static Event<?> event(String id, Instant time, EventData data) {
        String type = EventTypes.all().stream()
                .filter(candidate -> candidate.data() == data.getClass())
                .map(EventType::name)
                .findFirst()
                .orElseThrow();
        return new Event<>(new Envelope(id, "urn:example", type, time), data);
    }

    static Event<?> order(String id, LocalDate day, String amount, @Nullable String cost) {
        return event("order " + id, noon(day), new OrderPlaced(id, "c", decimal(amount), null, optional(cost), null));
    }

    static Event<?> cancellation(String orderId, LocalDate day) {
        return event(
                "cancellation of " + orderId,
                noon(day),
                new OrderCancelled("c", orderId, null, null, null, null, null, null));
    }

    static Event<?> goodsBack(
            String id, @Nullable String orderId, LocalDate day, String amount, @Nullable String cost) {
        return event(
                "return " + id,
                noon(day),
                new OrderReturned(id, "c", decimal(amount), orderId, null, optional(cost), null, null));
    }

    static Event<?> invoice(String id, LocalDate day, String amount, LocalDate due) {
        return event("invoice " + id, noon(day), new InvoiceIssued(id, "c", decimal(amount), due, null, null));
    }

    static Event<?> payment(
            String id,
            String invoiceId,
            LocalDate day,
            String amount,
            @Nullable LocalDate due,
            @Nullable LateReason reason) {
        return event(
                "payment " + id,
                noon(day),
                new PaymentReceived(id, invoiceId, "c", decimal(amount), null, due, reason));
    }

    static BigDecimal decimal(String plain) {
        return new BigDecimal(plain);
    }

    private static @Nullable BigDecimal optional(@Nullable String plain) {
        return plain == null ? null : decimal(plain);
    }
}
