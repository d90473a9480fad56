package io.tierstream.scoring.streams;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintReopened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import io.tierstream.contracts.customer.v1.ProspectAssessed;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceCancelled;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.scoring.domain.Amounts;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.Origin;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns events into facts: days by the business time zone, amounts with their rate. */
final class FactTranslator {

    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final ZoneId zone;
    private final Map<String, BigDecimal> rates;

    /** @param rates of all known currencies in the base currency, which is one of them */
    FactTranslator(ZoneId zone, Map<String, BigDecimal> rates) {
        this.zone = zone;
        this.rates = rates;
    }

    /** The fact that an event states; absent when it says nothing about the customer's figures. */
    @Nullable Fact translate(Event<?> event) {
        Origin origin = origin(event.envelope());
        return switch (event.data()) {
            case OrderPlaced it ->
                new Fact.OrderPlaced(
                        origin,
                        it.orderId(),
                        Amounts.rounded(it.amount()),
                        rounded(it.cost()),
                        rounded(it.quantity()),
                        it.currency(),
                        rate(it.currency()),
                        new ContentFingerprint()
                                .add(it.amount())
                                .add(it.currency())
                                .add(it.cost())
                                .add(it.quantity())
                                .value());
            case OrderCancelled it ->
                new Fact.OrderCancelled(
                        origin,
                        it.cancellationId(),
                        it.orderId(),
                        rounded(it.amount()),
                        rounded(it.cost()),
                        rounded(it.quantity()),
                        it.currency(),
                        it.currency() == null ? null : rate(it.currency()),
                        new ContentFingerprint()
                                .add(it.orderId())
                                .add(it.amount())
                                .add(it.currency())
                                .add(it.cost())
                                .add(it.quantity())
                                .add(it.reason())
                                .value());
            case OrderReturned it ->
                new Fact.OrderReturned(
                        origin,
                        it.returnId(),
                        it.orderId(),
                        Amounts.rounded(it.amount()),
                        rounded(it.cost()),
                        rounded(it.quantity()),
                        it.currency(),
                        it.currency() == null ? null : rate(it.currency()),
                        new ContentFingerprint()
                                .add(it.orderId())
                                .add(it.amount())
                                .add(it.currency())
                                .add(it.cost())
                                .add(it.quantity())
                                .add(it.reason())
                                .value());
            case InvoiceIssued it ->
                new Fact.InvoiceIssued(
                        origin,
                        it.invoiceId(),
                        Amounts.rounded(it.amount()),
                        Math.toIntExact(it.dueDate().toEpochDay()),
                        it.currency(),
                        rate(it.currency()),
                        new ContentFingerprint()
                                .add(it.amount())
                                .add(it.currency())
                                .add(it.dueDate().toString())
                                .add(it.orderId())
                                .value());
            case InvoiceCancelled it -> new Fact.InvoiceCancelled(origin, it.invoiceId());
            case PaymentReceived it ->
                new Fact.PaymentReceived(
                        origin,
                        it.paymentId(),
                        it.invoiceId(),
                        Amounts.rounded(it.amount()),
                        it.dueDate() == null
                                ? null
                                : Integer.valueOf(Math.toIntExact(it.dueDate().toEpochDay())),
                        it.lateReason() == null ? null : reason(it.lateReason()),
                        it.currency(),
                        rate(it.currency()),
                        new ContentFingerprint()
                                .add(it.invoiceId())
                                .add(it.amount())
                                .add(it.currency())
                                .add(it.dueDate() == null ? null : it.dueDate().toString())
                                .add(
                                        it.lateReason() == null
                                                ? null
                                                : it.lateReason().name())
                                .value());
            case PaymentReversed it -> new Fact.PaymentReversed(origin, it.paymentId());
            case ComplaintOpened it ->
                new Fact.ComplaintOpened(
                        origin,
                        it.complaintId(),
                        new ContentFingerprint()
                                .add(it.subject())
                                .add(it.description())
                                .add(it.category())
                                .add(
                                        it.severity() == null
                                                ? null
                                                : it.severity().name())
                                .add(it.channel())
                                .add(it.orderId())
                                .value());
            case ComplaintResolved it -> new Fact.ComplaintMoved(origin, it.complaintId(), Move.RESOLVED);
            case ComplaintReopened it -> new Fact.ComplaintMoved(origin, it.complaintId(), Move.REOPENED);
            case ComplaintWithdrawn it -> new Fact.ComplaintMoved(origin, it.complaintId(), Move.WITHDRAWN);
            case ProspectAssessed it ->
                new Fact.ProspectAssessed(
                        origin,
                        Amounts.rounded(it.financial()),
                        Amounts.rounded(it.market()),
                        Amounts.rounded(it.cooperation()),
                        Amounts.rounded(it.influence()));
            case TicketEvent it -> deskMove(event.envelope().type(), origin, it);
            default -> new Fact.CustomerSeen(origin);
        };
    }

    /** Of what the desk does, only what opens or closes a complaint counts here. */
    private static @Nullable Fact deskMove(String type, Origin origin, TicketEvent ticket) {
        Move move = switch (type) {
            case EventTypes.TICKET_RESOLVED -> Move.RESOLVED;
            case EventTypes.TICKET_REOPENED -> Move.REOPENED;
            case EventTypes.TICKET_WITHDRAWN -> Move.WITHDRAWN_AT_DESK;
            default -> null;
        };
        return move == null ? null : new Fact.ComplaintMoved(inOrderOfVersions(origin), ticket.complaintId(), move);
    }

    /**
     * Ids of ticket events are {@code <complaintId>/<version>[.n]}. Those of one time follow each other by id, as all events
     * do, so each number gets its count of digits before it: {@code /9.6} comes before {@code /10}.
     */
    private static Origin inOrderOfVersions(Origin origin) {
        String id = origin.eventId();
        int versions = id.lastIndexOf('/') + 1;
        String sortable = NUMBER.matcher(id.substring(versions))
                .replaceAll(number -> (char) ('a' + number.group().length()) + number.group());
        return new Origin(origin.source(), id.substring(0, versions) + sortable, origin.time(), origin.day());
    }

    private Origin origin(Envelope envelope) {
        return new Origin(
                envelope.source(),
                envelope.id(),
                envelope.time(),
                Math.toIntExact(LocalDate.ofInstant(envelope.time(), zone).toEpochDay()));
    }

    private BigDecimal rate(@Nullable String currency) {
        return currency == null ? BigDecimal.ONE : rates.getOrDefault(currency, BigDecimal.ONE);
    }

    private static @Nullable BigDecimal rounded(@Nullable BigDecimal amount) {
        return amount == null ? null : Amounts.rounded(amount);
    }

    private static LateReason reason(io.tierstream.contracts.payment.v1.LateReason reason) {
        return switch (reason) {
            case CUSTOMER -> LateReason.CUSTOMER;
            case DISPUTE -> LateReason.DISPUTE;
            case BANK -> LateReason.BANK;
            case SELLER -> LateReason.SELLER;
        };
    }
}
