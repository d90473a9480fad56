package io.tierstream.oracle;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.customer.v1.ProspectAssessed;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceCancelled;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds about one customer today: orders with what was taken back from them, the parts of invoices, complaints and the
 * latest assessment, all amounts in the base currency.
 *
 * @param orders every order ever placed, cancelled ones and those beyond the retention too
 * @param kept the orders whose entries are still kept
 * @param deductions what cancellations and returns took, each on the day on which it is deducted
 * @param parts the parts of invoices that count today
 */
record Facts(
        List<Order> orders,
        List<Order> kept,
        List<Deduction> deductions,
        List<Part> parts,
        List<Complaints.Complaint> complaints,
        @Nullable ProspectAssessed assessment) {

    /** An order as placed. */
    record Order(
            String id,
            LocalDate day,
            BigDecimal amount,
            @Nullable BigDecimal cost,
            BigDecimal quantity,
            @Nullable String currency,
            boolean cancelled) {}

    /**
     * What a cancellation or a return takes.
     *
     * @param orderId the known order it is taken from; absent for what is deducted on its own day
     * @param cost the cost taken back; absent when it is not known, then it is outside the profit
     */
    record Deduction(
            @Nullable String orderId,
            boolean byCancellation,
            LocalDate day,
            BigDecimal amount,
            @Nullable BigDecimal cost,
            BigDecimal quantity) {}

    /** A part of an invoice: covered by one payment, or not covered and overdue. */
    record Part(BigDecimal amount, LocalDate dueDay, long daysLate, boolean covered) {}

    /**
     * The facts of one customer.
     *
     * @param accepted this customer's accepted events, in any order
     */
    static Facts of(List<Event<?>> accepted, Settings settings, LocalDate today) {
        // "An event counts on the day of its occurrence time, whenever it arrives; one dated tomorrow counts from
        // tomorrow."
        List<Event<?>> events = new ArrayList<>();
        for (Event<?> event : accepted) {
            if (!day(event, settings).isAfter(today)) {
                events.add(event);
            }
        }
        List<Order> orders = orders(events, settings);
        // "Entries are kept for 2W + 365 days by their day, also when they arrive late."
        LocalDate oldest = today.minusDays(settings.retentionDays());
        List<Order> kept = new ArrayList<>();
        for (Order order : orders) {
            if (order.day().isAfter(oldest)) {
                kept.add(order);
            }
        }
        return new Facts(
                orders,
                kept,
                deductions(events, kept, settings),
                parts(events, settings, today),
                Complaints.of(events),
                assessment(events));
    }

    static LocalDate day(Event<?> event, Settings settings) {
        return LocalDate.ofInstant(event.envelope().time(), settings.zone());
    }

    private static List<Order> orders(List<Event<?>> events, Settings settings) {
        List<Order> orders = new ArrayList<>();
        for (Event<?> event : events) {
            if (event.data() instanceof OrderPlaced placed) {
                boolean cancelled = false;
                for (Event<?> other : events) {
                    cancelled |= other.data() instanceof OrderCancelled cancellation
                            && placed.orderId().equals(cancellation.orderId());
                }
                orders.add(new Order(
                        placed.orderId(),
                        day(event, settings),
                        inBase(placed.amount(), placed.currency(), settings),
                        placed.cost() == null ? null : inBase(placed.cost(), placed.currency(), settings),
                        orZero(placed.quantity()),
                        placed.currency(),
                        cancelled));
            }
        }
        return orders;
    }

    private static List<Deduction> deductions(List<Event<?>> events, List<Order> kept, Settings settings) {
        List<Deduction> deductions = new ArrayList<>();
        // "A cancelled order counts 0 in amount, quantity, cost and count, from the day it was placed, whether its
        // event comes
        // before or after the cancellation, whatever was returned of it and whatever amount the cancellation names."
        for (Order order : kept) {
            if (order.cancelled()) {
                deductions.add(
                        new Deduction(order.id(), true, order.day(), order.amount(), order.cost(), order.quantity()));
            }
        }
        for (Event<?> event : events) {
            if (event.data() instanceof OrderCancelled cancellation
                    && find(kept, cancellation.orderId()) == null
                    && cancellation.amount() != null) {
                deductions.add(ofUnknownOrder(
                        true,
                        day(event, settings),
                        cancellation.amount(),
                        cancellation.currency(),
                        cancellation.cost(),
                        cancellation.quantity(),
                        settings));
            }
            if (event.data() instanceof OrderReturned goods) {
                Order order = find(kept, goods.orderId());
                if (order == null) {
                    deductions.add(ofUnknownOrder(
                            false,
                            day(event, settings),
                            goods.amount(),
                            goods.currency(),
                            goods.cost(),
                            goods.quantity(),
                            settings));
                } else if (!order.cancelled()) {
                    deductions.add(ofKnownOrder(goods, order, settings));
                }
            }
        }
        return deductions;
    }

    /**
     * "A cancellation or return whose order is not named or not known is deducted on its own day (a cancellation without amount
     * deducts nothing), until the order arrives; its cost counts only if it brings one."
     */
    private static Deduction ofUnknownOrder(
            boolean byCancellation,
            LocalDate day,
            BigDecimal amount,
            @Nullable String currency,
            @Nullable BigDecimal cost,
            @Nullable BigDecimal quantity,
            Settings settings) {
        return new Deduction(
                null,
                byCancellation,
                day,
                inBase(amount, currency, settings),
                cost == null ? null : inBase(cost, currency, settings),
                orZero(quantity));
    }

    /**
     * "A return is deducted on the day its order was placed, with its own cost and quantity or, without them, in proportion to
     * the amount (HALF_UP to four decimals per return). It deducts fully, even beyond the order; it changes no count." "A return
     * or cancellation is in its order's currency unless it names one." A cost that it brings counts even where that of its order
     * is not known ("and deductions that bring a cost").
     */
    private static Deduction ofKnownOrder(OrderReturned goods, Order order, Settings settings) {
        String currency = goods.currency() == null ? order.currency() : goods.currency();
        BigDecimal amount = inBase(goods.amount(), currency, settings);
        BigDecimal cost = null;
        if (goods.cost() != null) {
            cost = inBase(goods.cost(), currency, settings);
        } else if (order.cost() != null) {
            cost = inProportion(order.cost(), amount, order.amount());
        }
        BigDecimal quantity =
                goods.quantity() == null ? inProportion(order.quantity(), amount, order.amount()) : goods.quantity();
        return new Deduction(order.id(), false, order.day(), amount, cost, quantity);
    }

    private static BigDecimal inProportion(BigDecimal whole, BigDecimal part, BigDecimal of) {
        return of.signum() == 0 ? BigDecimal.ZERO : whole.multiply(part).divide(of, 4, RoundingMode.HALF_UP);
    }

    private static @Nullable Order find(List<Order> orders, @Nullable String id) {
        for (Order order : orders) {
            if (order.id().equals(id)) {
                return order;
            }
        }
        return null;
    }

    /** An invoice, or a payment that stands for one. */
    private record Invoice(BigDecimal amount, LocalDate dueDay, List<Payment> payments) {}

    private record Payment(String id, Instant time, LocalDate day, BigDecimal amount, boolean excused) {}

    private static List<Part> parts(List<Event<?>> events, Settings settings, LocalDate today) {
        List<Part> parts = new ArrayList<>();
        for (Invoice invoice : invoices(events, settings)) {
            // "Payments, by time and then by payment id, cover their invoice up to its amount (an overpayment covers
            // nothing)."
            List<Payment> payments = new ArrayList<>(invoice.payments());
            payments.sort(Comparator.comparing(Payment::time).thenComparing(Payment::id));
            BigDecimal open = invoice.amount();
            for (Payment payment : payments) {
                BigDecimal covered = payment.amount().min(open);
                open = open.subtract(covered);
                // "A covered part is max(0, paid day − due day) late." "A part whose payment gives an excused reason is
                // 0 late."
                long late = Math.max(
                        0, payment.day().toEpochDay() - invoice.dueDay().toEpochDay());
                // "A covered part counts from its payment until its due day leaves the window."
                boolean inWindow = invoice.dueDay().isAfter(today.minusDays(settings.windowDays()));
                if (inWindow && covered.signum() > 0) {
                    parts.add(new Part(covered, invoice.dueDay(), payment.excused() ? 0 : late, true));
                }
            }
            // "The uncovered part, once today is after the due day, today − due day", "until it is covered, however
            // old".
            if (open.signum() > 0 && today.isAfter(invoice.dueDay())) {
                parts.add(new Part(
                        open,
                        invoice.dueDay(),
                        today.toEpochDay() - invoice.dueDay().toEpochDay(),
                        false));
            }
        }
        return parts;
    }

    private static List<Invoice> invoices(List<Event<?>> events, Settings settings) {
        List<Invoice> invoices = new ArrayList<>();
        for (Event<?> event : events) {
            // "A cancelled invoice never was."
            if (event.data() instanceof InvoiceIssued issued && !isCancelled(issued.invoiceId(), events)) {
                List<Payment> payments = new ArrayList<>();
                for (Event<?> other : events) {
                    if (other.data() instanceof PaymentReceived received
                            && received.invoiceId().equals(issued.invoiceId())
                            && !isReversed(received.paymentId(), events)) {
                        payments.add(payment(other, received, settings));
                    }
                }
                invoices.add(
                        new Invoice(inBase(issued.amount(), issued.currency(), settings), issued.dueDate(), payments));
            }
            // "A payment whose invoice is not known is an invoice of its own, of its own amount, if it brings a
            // dueDate, and
            // otherwise waits." "A reversed payment never was."
            if (event.data() instanceof PaymentReceived received
                    && received.dueDate() != null
                    && !isReversed(received.paymentId(), events)
                    && !isKnown(received.invoiceId(), events)) {
                Payment payment = payment(event, received, settings);
                invoices.add(new Invoice(payment.amount(), received.dueDate(), List.of(payment)));
            }
        }
        return invoices;
    }

    private static Payment payment(Event<?> event, PaymentReceived received, Settings settings) {
        return new Payment(
                received.paymentId(),
                event.envelope().time(),
                day(event, settings),
                inBase(received.amount(), received.currency(), settings),
                received.lateReason() != null && settings.excusedReasons().contains(received.lateReason()));
    }

    private static boolean isKnown(String invoiceId, List<Event<?>> events) {
        for (Event<?> event : events) {
            if (event.data() instanceof InvoiceIssued issued
                    && issued.invoiceId().equals(invoiceId)) {
                return !isCancelled(invoiceId, events);
            }
        }
        return false;
    }

    private static boolean isCancelled(String invoiceId, List<Event<?>> events) {
        for (Event<?> event : events) {
            if (event.data() instanceof InvoiceCancelled cancellation
                    && cancellation.invoiceId().equals(invoiceId)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isReversed(String paymentId, List<Event<?>> events) {
        for (Event<?> event : events) {
            if (event.data() instanceof PaymentReversed reversal
                    && reversal.paymentId().equals(paymentId)) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable ProspectAssessed assessment(List<Event<?>> events) {
        Event<?> latest = null;
        for (Event<?> event : events) {
            if (event.data() instanceof ProspectAssessed
                    && (latest == null || Complaints.LATER.compare(event, latest) > 0)) {
                latest = event;
            }
        }
        return latest == null ? null : (ProspectAssessed) latest.data();
    }

    /** "Other currencies are converted by a configured rate table, HALF_UP to four decimals." */
    private static BigDecimal inBase(BigDecimal amount, @Nullable String currency, Settings settings) {
        if (currency == null || currency.equals(settings.baseCurrency())) {
            return amount;
        }
        BigDecimal rate = settings.rates().get(currency);
        if (rate == null) {
            throw new IllegalStateException("An event in " + currency + ", which has no rate, was accepted");
        }
        return amount.multiply(rate).setScale(4, RoundingMode.HALF_UP);
    }

    private static BigDecimal orZero(@Nullable BigDecimal value) {
        return value == null ? BigDecimal.ZERO : value;
    }
}
