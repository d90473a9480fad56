package io.tierstream.scoring.domain;

import io.tierstream.scoring.domain.Fact.ComplaintMoved;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.Deduction;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.OrderReturned;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the ledger holds under a key of a customer: everything that was accepted, in the pieces that belong together. */
public sealed interface Entry {

    /**
     * What counts on a day.
     *
     * @param because the order, or what takes from it
     */
    record OrderPart(int day, OrderFigures figures, Fact because) {}

    /**
     * An order and everything that names it, in whatever order it came.
     *
     * @param placed absent until the order arrives
     */
    record OrderEntry(@Nullable OrderPlaced placed, List<OrderCancelled> cancellations, List<OrderReturned> returns)
            implements Entry {

        static final OrderEntry EMPTY = new OrderEntry(null, List.of(), List.of());

        private static final OrderFigures RETURN_OF_CANCELLED = new OrderFigures(
                Amounts.ZERO, Amounts.ZERO, Amounts.ZERO, Amounts.ZERO, 0, 0, 1, Amounts.ZERO, Amounts.ZERO, 0);

        public OrderEntry {
            cancellations = List.copyOf(cancellations);
            returns = List.copyOf(returns);
        }

        OrderEntry with(OrderPlaced order) {
            return new OrderEntry(order, cancellations, returns);
        }

        OrderEntry with(Deduction deduction) {
            return switch (deduction) {
                case OrderCancelled cancelled -> new OrderEntry(placed, added(cancellations, cancelled), returns);
                case OrderReturned returned -> new OrderEntry(placed, cancellations, added(returns, returned));
            };
        }

        int size() {
            return cancellations.size() + returns.size();
        }

        boolean isEmpty() {
            return placed == null && size() == 0;
        }

        Stream<Deduction> deductions() {
            return Stream.concat(cancellations.stream(), returns.stream());
        }

        /** Without what is not kept any more, by its own day. */
        OrderEntry keptAfter(int day) {
            boolean placedKept = placed == null || placed.day() > day;
            if (placedKept && size() == 0) {
                return this;
            }
            if (placedKept && deductions().allMatch(deduction -> deduction.day() > day)) {
                return this;
            }
            return new OrderEntry(
                    placedKept ? placed : null,
                    cancellations.stream().filter(it -> it.day() > day).toList(),
                    returns.stream().filter(it -> it.day() > day).toList());
        }

        /** What is left of the order; absent while it is not placed and once it is cancelled. */
        @Nullable BigDecimal remaining() {
            if (placed == null || !cancellations.isEmpty()) {
                return null;
            }
            BigDecimal remaining = Amounts.ZERO;
            for (OrderPart part : parts()) {
                remaining = remaining.add(part.figures().net());
            }
            return remaining;
        }

        /** What counts, on which days, and by whose doing. */
        public List<OrderPart> parts() {
            if (isEmpty()) {
                return List.of();
            }
            if (placed == null) {
                return deductions()
                        .map(deduction -> new OrderPart(deduction.day(), alone(deduction), deduction))
                        .toList();
            }
            OrderFigures whole = asPlaced(placed);
            List<OrderPart> parts = new ArrayList<>(1 + size());
            parts.add(new OrderPart(placed.day(), whole, placed));
            boolean first = true;
            for (OrderCancelled cancellation : cancellations) {
                parts.add(new OrderPart(placed.day(), cancelling(first ? whole : OrderFigures.NONE), cancellation));
                first = false;
            }
            for (OrderReturned returned : returns) {
                parts.add(new OrderPart(
                        placed.day(),
                        cancellations.isEmpty() ? returning(placed, whole, returned) : RETURN_OF_CANCELLED,
                        returned));
            }
            return parts;
        }

        private static OrderFigures asPlaced(OrderPlaced order) {
            BigDecimal amount = order.baseAmount();
            BigDecimal cost = order.baseCost();
            BigDecimal quantity = order.quantity();
            return new OrderFigures(
                    amount,
                    Amounts.ZERO,
                    Amounts.ZERO,
                    quantity == null ? Amounts.ZERO : quantity,
                    1,
                    0,
                    0,
                    cost == null ? Amounts.ZERO : amount,
                    cost == null ? Amounts.ZERO : cost,
                    cost == null ? 0 : 1);
        }

        /** Takes all of an order, but that it once was placed with a cost. */
        private static OrderFigures cancelling(OrderFigures whole) {
            return new OrderFigures(
                    Amounts.ZERO,
                    whole.gross(),
                    Amounts.ZERO,
                    whole.quantity().negate(),
                    -whole.orders(),
                    1,
                    0,
                    whole.costedAmount().negate(),
                    whole.costedCost().negate(),
                    0);
        }

        private static OrderFigures returning(OrderPlaced order, OrderFigures whole, OrderReturned returned) {
            BigDecimal amount = Objects.requireNonNull(returned.baseAmount(order.rate()));
            BigDecimal ownCost = returned.baseCost(order.rate());
            BigDecimal cost = ownCost == null ? Amounts.proportion(whole.costedCost(), amount, whole.gross()) : ownCost;
            BigDecimal quantity = returned.quantity() == null
                    ? Amounts.proportion(whole.quantity(), amount, whole.gross())
                    : returned.quantity();
            boolean costed = ownCost != null || order.cost() != null;
            return new OrderFigures(
                    Amounts.ZERO,
                    Amounts.ZERO,
                    amount,
                    quantity.negate(),
                    0,
                    0,
                    1,
                    costed ? amount.negate() : Amounts.ZERO,
                    costed ? cost.negate() : Amounts.ZERO,
                    0);
        }

        /** What a deduction takes while its order is not known. */
        static OrderFigures alone(Deduction deduction) {
            boolean cancellation = deduction instanceof OrderCancelled;
            BigDecimal amount = deduction.baseAmount(BigDecimal.ONE);
            BigDecimal cost = deduction.baseCost(BigDecimal.ONE);
            BigDecimal taken = amount == null ? Amounts.ZERO : amount;
            boolean counts = amount != null;
            return new OrderFigures(
                    Amounts.ZERO,
                    cancellation ? taken : Amounts.ZERO,
                    cancellation ? Amounts.ZERO : taken,
                    counts && deduction.quantity() != null
                            ? deduction.quantity().negate()
                            : Amounts.ZERO,
                    0,
                    cancellation ? 1 : 0,
                    cancellation ? 0 : 1,
                    counts && cost != null ? taken.negate() : Amounts.ZERO,
                    counts && cost != null ? cost.negate() : Amounts.ZERO,
                    0);
        }
    }

    /** A cancellation or return that names no order. */
    record LooseDeduction(Deduction deduction) implements Entry {

        /** What counts, on the deduction's own day. */
        public OrderPart part() {
            return new OrderPart(deduction.day(), OrderEntry.alone(deduction), deduction);
        }
    }

    /** A cancellation or return with an id of its own that is kept with the order it names. */
    record DeductionReference(String orderId) implements Entry {}

    /** A payment received, and whether it was reversed since. */
    record Payment(PaymentReceived received, boolean reversed) {

        static final Comparator<Payment> BY_TIME = Comparator.comparing(
                        (Payment payment) -> payment.received.origin().time())
                .thenComparing(payment -> payment.received.paymentId());
    }

    /**
     * A part of an invoice that was paid, or not.
     *
     * @param dueDay epoch day
     * @param daysLate of a covered part; absent while it is uncovered
     * @param because the payment that covers it, or else the invoice
     */
    record InvoicePart(int dueDay, @Nullable Integer daysLate, BigDecimal amount, Fact because) {}

    /**
     * An invoice and the payments that name it, in whatever order they came.
     *
     * @param invoice absent until it arrives
     * @param cancelled absent unless it was cancelled
     * @param payments by time, then id
     */
    record InvoiceEntry(
            @Nullable InvoiceIssued invoice, @Nullable Origin cancelled, List<Payment> payments) implements Entry {

        static final InvoiceEntry EMPTY = new InvoiceEntry(null, null, List.of());

        public InvoiceEntry {
            payments = payments.size() < 2
                    ? List.copyOf(payments)
                    : payments.stream().sorted(Payment.BY_TIME).toList();
        }

        InvoiceEntry with(InvoiceIssued issued) {
            return new InvoiceEntry(issued, cancelled, payments);
        }

        InvoiceEntry cancelledBy(Origin cancellation) {
            return new InvoiceEntry(invoice, cancellation, payments);
        }

        InvoiceEntry with(Payment payment) {
            return new InvoiceEntry(invoice, cancelled, added(payments, payment));
        }

        InvoiceEntry reversed(String paymentId) {
            return new InvoiceEntry(
                    invoice,
                    cancelled,
                    payments.stream()
                            .map(it -> it.received.paymentId().equals(paymentId) ? new Payment(it.received, true) : it)
                            .toList());
        }

        /** The covered parts, by payment, and the uncovered one. */
        public List<InvoicePart> parts(ScoringRules rules) {
            List<InvoicePart> parts = new ArrayList<>();
            if (invoice == null || cancelled != null) {
                for (Payment payment : payments) {
                    Integer dueDay = payment.received.dueDay();
                    if (dueDay != null) {
                        add(parts, payment, dueDay, payment.received.baseAmount(), rules);
                    }
                }
                return parts;
            }
            BigDecimal open = invoice.baseAmount();
            for (Payment payment : payments) {
                BigDecimal covered = payment.reversed ? Amounts.ZERO : open.min(payment.received.baseAmount());
                add(parts, payment, invoice.dueDay(), covered, rules);
                open = open.subtract(covered);
            }
            if (open.signum() > 0) {
                parts.add(new InvoicePart(invoice.dueDay(), null, open, invoice));
            }
            return parts;
        }

        private static void add(
                List<InvoicePart> parts, Payment payment, int dueDay, BigDecimal covered, ScoringRules rules) {
            if (!payment.reversed && covered.signum() > 0) {
                LateReason reason = payment.received.reason();
                boolean excused = reason != null && rules.excused().contains(reason);
                int late = excused ? 0 : Math.max(0, payment.received.day() - dueDay);
                parts.add(new InvoicePart(dueDay, late, covered, payment.received));
            }
        }

        /** The last day that anything in it has, or absent while it waits for a payment or for its invoice. */
        @Nullable Integer settledOn(ScoringRules rules) {
            if (invoice == null && cancelled != null) {
                return null;
            }
            for (Payment payment : payments) {
                if (invoice == null && waits(payment)) {
                    return null;
                }
            }
            for (InvoicePart part : parts(rules)) {
                if (part.daysLate == null) {
                    return null;
                }
            }
            int last = invoice == null ? Integer.MIN_VALUE : Math.max(invoice.day(), invoice.dueDay());
            if (cancelled != null) {
                last = Math.max(last, cancelled.day());
            }
            for (Payment payment : payments) {
                Integer dueDay = payment.received.dueDay();
                last = Math.max(last, Math.max(payment.received.day(), dueDay == null ? last : dueDay));
            }
            return last;
        }
    }

    private static boolean waits(Payment payment) {
        return payment.received.dueDay() == null && !payment.reversed;
    }

    /**
     * Where a payment is kept.
     *
     * @param invoiceId absent while only its reversal is known
     */
    record PaymentReference(@Nullable String invoiceId, boolean reversed) implements Entry {}

    /**
     * A complaint, in whatever order its events came.
     *
     * @param opened absent until it arrives
     * @param withdrawn absent unless it was; nothing undoes one that holds
     * @param latest the latest resolution or reopening
     */
    record ComplaintEntry(
            @Nullable ComplaintOpened opened,
            @Nullable Withdrawal withdrawn,
            @Nullable ComplaintMoved latest) implements Entry {

        static final ComplaintEntry EMPTY = new ComplaintEntry(null, null, null);

        ComplaintEntry with(ComplaintOpened complaint) {
            return new ComplaintEntry(complaint, withdrawn, latest);
        }

        ComplaintEntry with(ComplaintMoved move) {
            return switch (move.move()) {
                case WITHDRAWN -> with(new Withdrawal(move.origin(), false));
                case WITHDRAWN_AT_DESK -> with(new Withdrawal(move.origin(), true));
                case RESOLVED, REOPENED -> {
                    boolean later = latest == null || move.origin().isAfter(latest.origin());
                    yield later ? new ComplaintEntry(opened, withdrawn, move) : this;
                }
            };
        }

        private ComplaintEntry with(Withdrawal withdrawal) {
            boolean stays = withdrawn != null && (isWithdrawn() || withdrawn.prevailsOver(withdrawal));
            return stays ? this : new ComplaintEntry(opened, withdrawal, latest);
        }

        private boolean isWithdrawn() {
            return opened != null && withdrawn != null && withdrawn.holdsFor(opened);
        }

        public boolean counts() {
            return opened != null && !isWithdrawn();
        }

        public boolean isOpen() {
            if (opened == null || isWithdrawn()) {
                return false;
            }
            return latest == null
                    || latest.move() == Move.REOPENED
                    || opened.origin().isAfter(latest.origin());
        }

        /** The last day that anything in it has, or absent while it is open or waits for its opening. */
        @Nullable Integer settledOn() {
            if (opened == null || isOpen()) {
                return null;
            }
            int last = opened.day();
            last = withdrawn == null ? last : Math.max(last, withdrawn.origin.day());
            return latest == null ? last : Math.max(last, latest.day());
        }
    }

    /**
     * A withdrawal.
     *
     * @param unconditional the desk's, which had the complaint before it: it holds whatever the clocks of others say. A
     *     publisher's that is dated before the opening is void, as an older event always is. What versions that knew no
     *     difference counted as withdrawn stays so, too
     */
    record Withdrawal(Origin origin, boolean unconditional) {

        boolean holdsFor(ComplaintOpened opened) {
            return unconditional || !opened.origin().isAfter(origin);
        }

        boolean prevailsOver(Withdrawal other) {
            return unconditional || (!other.unconditional && !other.origin.isAfter(origin));
        }
    }

    /** An accepted event of a day to come. */
    record FutureEntry(Fact fact) implements Entry {}

    private static <T> List<T> added(List<T> list, T more) {
        List<T> longer = new ArrayList<>(list);
        longer.add(more);
        return longer;
    }
}
