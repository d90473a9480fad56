package io.tierstream.oracle;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceCancelled;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which of the published events hold, in the order in which they came to be known. */
final class Acceptance {

    /** An event and what becomes of it. */
    record Judged(Event<?> event, Verdict verdict) {}

    private Acceptance() {}

    /**
     * "A business id identifies. The first accepted event with it holds; the same CloudEvent again is a repeat and changes
     * nothing; another event with the same business id and the same content likewise; with different content it is a dead
     * letter with the reason ID_CONFLICT."
     */
    static List<Judged> judge(List<? extends Event<?>> events, Settings settings) {
        Set<CloudEventId> seen = new HashSet<>();
        Map<BusinessId, EventData> taken = new HashMap<>();
        List<Judged> judged = new ArrayList<>();
        for (Event<?> event : events) {
            CloudEventId cloudEventId = CloudEventId.of(event.envelope());
            BusinessId businessId = BusinessId.of(event.data());
            EventData holder = businessId == null ? null : taken.get(businessId);
            Verdict verdict;
            if (seen.contains(cloudEventId)) {
                verdict = Verdict.REPEAT;
            } else if (!hasRate(event.data(), settings)) {
                verdict = Verdict.UNKNOWN_CURRENCY;
            } else if (holder == null) {
                verdict = Verdict.ACCEPTED;
            } else {
                verdict = holder.equals(event.data()) ? Verdict.REPEAT : Verdict.ID_CONFLICT;
            }
            if (verdict == Verdict.ACCEPTED) {
                seen.add(cloudEventId);
                if (businessId != null) {
                    taken.put(businessId, event.data());
                }
            }
            judged.add(new Judged(event, verdict));
        }
        return judged;
    }

    private static boolean hasRate(EventData data, Settings settings) {
        String currency = switch (data) {
            case OrderPlaced order -> order.currency();
            case OrderCancelled cancellation -> cancellation.currency();
            case OrderReturned goods -> goods.currency();
            case InvoiceIssued invoice -> invoice.currency();
            case PaymentReceived payment -> payment.currency();
            default -> null;
        };
        return currency == null
                || currency.equals(settings.baseCurrency())
                || settings.rates().containsKey(currency);
    }

    private record CloudEventId(String source, String id) {

        static CloudEventId of(Envelope envelope) {
            return new CloudEventId(envelope.source(), envelope.id());
        }
    }

    /**
     * What a business id identifies; ids of different kinds, and of different customers, have nothing to do with each other.
     *
     * @param kind a cancellation that names only its order is known by that order, in a kind of its own
     */
    record BusinessId(String customerId, String kind, String id) {

        /** The business id of an event, or null for what has none (its CloudEvent id alone tells repeats). */
        static @Nullable BusinessId of(EventData data) {
            return switch (data) {
                case OrderPlaced order -> new BusinessId(order.customerId(), "order", order.orderId());
                case OrderReturned goods -> new BusinessId(goods.customerId(), "return", goods.returnId());
                case OrderCancelled cancellation ->
                    cancellation.cancellationId() != null
                            ? new BusinessId(cancellation.customerId(), "cancellation", cancellation.cancellationId())
                            : new BusinessId(
                                    cancellation.customerId(),
                                    "cancellation of order",
                                    String.valueOf(cancellation.orderId()));
                case InvoiceIssued invoice -> new BusinessId(invoice.customerId(), "invoice", invoice.invoiceId());
                case InvoiceCancelled cancellation ->
                    new BusinessId(cancellation.customerId(), "cancellation of invoice", cancellation.invoiceId());
                case PaymentReceived payment -> new BusinessId(payment.customerId(), "payment", payment.paymentId());
                case PaymentReversed reversal ->
                    new BusinessId(reversal.customerId(), "reversal of payment", reversal.paymentId());
                case ComplaintOpened complaint ->
                    new BusinessId(complaint.customerId(), "complaint", complaint.complaintId());
                case CustomerVisited visit -> new BusinessId(visit.customerId(), "visit", visit.visitId());
                default -> null;
            };
        }
    }
}
