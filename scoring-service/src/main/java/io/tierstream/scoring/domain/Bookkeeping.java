package io.tierstream.scoring.domain;

import static io.tierstream.scoring.domain.CustomerMetrics.NEVER;

import io.tierstream.scoring.domain.Decision.Accepted;
import io.tierstream.scoring.domain.Decision.Outcome;
import io.tierstream.scoring.domain.Decision.Reason;
import io.tierstream.scoring.domain.Decision.Refused;
import io.tierstream.scoring.domain.Decision.Repeated;
import io.tierstream.scoring.domain.Entry.ComplaintEntry;
import io.tierstream.scoring.domain.Entry.DeductionReference;
import io.tierstream.scoring.domain.Entry.FutureEntry;
import io.tierstream.scoring.domain.Entry.InvoiceEntry;
import io.tierstream.scoring.domain.Entry.InvoicePart;
import io.tierstream.scoring.domain.Entry.LooseDeduction;
import io.tierstream.scoring.domain.Entry.OrderEntry;
import io.tierstream.scoring.domain.Entry.OrderPart;
import io.tierstream.scoring.domain.Entry.Payment;
import io.tierstream.scoring.domain.Entry.PaymentReference;
import io.tierstream.scoring.domain.EntryKey.Kind;
import io.tierstream.scoring.domain.Fact.ComplaintMoved;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.CustomerSeen;
import io.tierstream.scoring.domain.Fact.Deduction;
import io.tierstream.scoring.domain.Fact.Identified;
import io.tierstream.scoring.domain.Fact.InvoiceCancelled;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.OrderReturned;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import io.tierstream.scoring.domain.Fact.PaymentReversed;
import io.tierstream.scoring.domain.Fact.ProspectAssessed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One decision at work. Every change of an entry takes away what the entry added to the days before and adds what it
 * adds now, so that the figures never depend on the order of events.
 */
final class Bookkeeping {

    /** What one order or invoice can hold: far from Kafka's limit of a record. */
    static final int MAX_PIECES = 2_000;

    /** Days among which looks through a ledger are bundled. */
    private static final int PRUNE_GRID = 32;

    private final Ledger ledger;
    private final ScoringRules rules;
    private final Map<EntryKey, @Nullable Entry> changed = new LinkedHashMap<>();

    private int asOf;
    private OrderFigures current;
    private BigDecimal previousAmount;
    private DayBuckets days;
    private @Nullable BigDecimal largestOrder;
    private SortedAmounts lateness;
    private SortedAmounts open;
    private int complaints;
    private int openComplaints;
    private int firstOrderDay;
    private int lastOrderDay;
    private @Nullable ProspectAssessed assessment;
    private int future;
    private int pruneDay;
    private boolean pruning;

    Bookkeeping(CustomerMetrics state, Ledger ledger, ScoringRules rules) {
        this.ledger = ledger;
        this.rules = rules;
        this.asOf = state.asOf();
        this.current = state.current();
        this.previousAmount = state.previousAmount();
        this.days = state.days();
        this.largestOrder = state.largestOrder();
        this.lateness = state.lateness();
        this.open = state.open();
        this.complaints = state.complaints();
        this.openComplaints = state.openComplaints();
        this.firstOrderDay = state.firstOrderDay();
        this.lastOrderDay = state.lastOrderDay();
        this.assessment = state.assessment();
        this.future = state.future();
        this.pruneDay = state.pruneDay();
    }

    Decision close(Outcome outcome) {
        return new Decision(
                new CustomerMetrics(
                        asOf,
                        current,
                        previousAmount,
                        days,
                        largestOrder,
                        lateness,
                        open,
                        complaints,
                        openComplaints,
                        firstOrderDay,
                        lastOrderDay,
                        assessment,
                        future,
                        pruneDay),
                changed,
                outcome);
    }

    // ---- days passing

    void rollTo(int today) {
        if (today <= asOf) {
            return;
        }
        int window = rules.window();
        int leaving = days.firstAfter(asOf - window);
        boolean largestLeft = false;
        while (leaving < days.size() && days.dayAt(leaving) <= today - window) {
            DayBucket bucket = days.at(leaving);
            current = current.minus(bucket.orders());
            previousAmount = previousAmount.add(bucket.orders().net());
            complaints -= bucket.complaints();
            lateness = lateness.minus(bucket.covered());
            largestLeft |= isLargest(bucket.largest().first());
            int size = days.size();
            days = days.with(bucket.afterWindow());
            leaving += days.size() - size + 1;
        }
        int kept = days.firstAfter(today - 2 * window);
        for (int i = 0; i < kept; i++) {
            previousAmount = previousAmount.subtract(days.at(i).orders().net());
        }
        days = days.from(kept);
        asOf = today;
        if (largestLeft) {
            largestOrder = days.largestOrderAfter(asOf - window);
        }
        if (asOf >= pruneDay) {
            prune();
        }
        if (future > 0) {
            takeWhatWasToCome();
        }
    }

    private void takeWhatWasToCome() {
        List<Map.Entry<EntryKey, Entry>> due =
                new ArrayList<>(ledger.list(Kind.FUTURE).entrySet());
        due.sort(Comparator.comparing(it -> ((FutureEntry) it.getValue()).fact().origin(), Origin.BY_TIME));
        for (Map.Entry<EntryKey, Entry> entry : due) {
            Fact fact = ((FutureEntry) entry.getValue()).fact();
            if (fact.day() <= asOf) {
                put(entry.getKey(), null);
                future--;
                book(fact);
            }
        }
    }

    /**
     * Lets go of what need not be kept; what an order's going changes is changed. Invoices and complaints go only here,
     * not as they arrive: what belongs to a very old one may come after it.
     */
    private void prune() {
        pruneDay = NEVER;
        pruning = true;
        for (EntryKey key : ledger.list(Kind.ORDER).keySet()) {
            changeOrder(key.id(), it -> it);
        }
        for (Kind kind : List.of(Kind.RETURN, Kind.CANCELLATION)) {
            ledger.list(kind).forEach((key, entry) -> {
                if (entry instanceof LooseDeduction loose) {
                    if (loose.deduction().day() <= horizon()) {
                        put(key, null);
                    } else {
                        pruneAround(loose.deduction().day());
                    }
                }
            });
        }
        for (EntryKey key : ledger.list(Kind.INVOICE).keySet()) {
            changeInvoice(key.id(), it -> it);
        }
        for (EntryKey key : ledger.list(Kind.COMPLAINT).keySet()) {
            changeComplaint(key.id(), it -> it);
        }
        pruning = false;
    }

    // ---- facts

    Outcome take(Fact fact) {
        Outcome known = known(fact);
        if (known != null) {
            return known;
        }
        if (fact.day() > asOf && !(fact instanceof CustomerSeen)) {
            put(futureKey(fact), new FutureEntry(fact));
            future++;
            return new Accepted();
        }
        return book(fact);
    }

    /** What becomes of a fact that was met before; absent when it is new. */
    private @Nullable Outcome known(Fact fact) {
        if (future > 0 && find(futureKey(fact)) instanceof FutureEntry waiting) {
            return compared(fact, waiting.fact());
        }
        if (!(fact instanceof Identified identified)) {
            return null;
        }
        Identified earlier = switch (identified) {
            case OrderPlaced order -> orderEntry(order.orderId()).placed();
            case Deduction deduction -> earlier(deduction);
            case InvoiceIssued invoice -> invoiceEntry(invoice.invoiceId()).invoice();
            case PaymentReceived payment -> earlier(payment);
            case ComplaintOpened complaint ->
                complaintEntry(complaint.complaintId()).opened();
        };
        return earlier == null ? null : compared(fact, earlier);
    }

    private @Nullable Identified earlier(Deduction deduction) {
        String id = deduction.id();
        String orderId = deduction.orderId();
        if (id != null) {
            return switch (find(new EntryKey(kindOf(deduction), id))) {
                case LooseDeduction loose -> loose.deduction();
                case DeductionReference reference -> kept(reference.orderId(), deduction);
                case null, default -> null;
            };
        }
        return orderId == null ? null : kept(orderId, deduction);
    }

    private @Nullable Identified kept(String orderId, Deduction like) {
        return orderEntry(orderId)
                .deductions()
                .filter(it -> kindOf(it) == kindOf(like) && Objects.equals(it.id(), like.id()))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Identified earlier(PaymentReceived payment) {
        if (find(new EntryKey(Kind.PAYMENT, payment.paymentId())) instanceof PaymentReference reference
                && reference.invoiceId() != null) {
            return invoiceEntry(reference.invoiceId()).payments().stream()
                    .map(Payment::received)
                    .filter(it -> it.paymentId().equals(payment.paymentId()))
                    .findFirst()
                    .orElse(null);
        }
        return null;
    }

    private static Outcome compared(Fact fact, Fact earlier) {
        boolean same = fact.origin().isSameEventAs(earlier.origin())
                || !(fact instanceof Identified identified)
                || (earlier instanceof Identified other
                        && fact.getClass() == earlier.getClass()
                        && identified.content() == other.content());
        return same
                ? new Repeated()
                : new Refused(
                        Reason.ID_CONFLICT,
                        "Event %s of %s said something else under this id before"
                                .formatted(
                                        earlier.origin().eventId(),
                                        earlier.origin().source()));
    }

    private Outcome book(Fact fact) {
        return switch (fact) {
            case OrderPlaced order -> {
                firstOrderDay = Math.min(firstOrderDay, order.day());
                lastOrderDay = lastOrderDay == NEVER ? order.day() : Math.max(lastOrderDay, order.day());
                changeOrder(order.orderId(), it -> it.with(order));
                yield new Accepted();
            }
            case Deduction deduction -> bookDeduction(deduction);
            case InvoiceIssued invoice -> {
                changeInvoice(invoice.invoiceId(), it -> it.with(invoice));
                yield new Accepted();
            }
            case InvoiceCancelled cancelled -> {
                if (invoiceEntry(cancelled.invoiceId()).cancelled() != null) {
                    yield new Repeated();
                }
                changeInvoice(cancelled.invoiceId(), it -> it.cancelledBy(cancelled.origin()));
                yield new Accepted();
            }
            case PaymentReceived payment -> bookPayment(payment);
            case PaymentReversed reversed -> bookReversal(reversed);
            case ComplaintOpened complaint -> {
                changeComplaint(complaint.complaintId(), it -> it.with(complaint));
                yield new Accepted();
            }
            case ComplaintMoved move -> {
                ComplaintEntry before = complaintEntry(move.complaintId());
                if (before.with(move).equals(before)) {
                    yield new Repeated();
                }
                changeComplaint(move.complaintId(), it -> it.with(move));
                yield new Accepted();
            }
            case ProspectAssessed assessed -> {
                if (assessment != null && !assessed.origin().isAfter(assessment.origin())) {
                    yield new Repeated();
                }
                assessment = assessed;
                yield new Accepted();
            }
            case CustomerSeen seen -> new Accepted();
        };
    }

    private Outcome bookDeduction(Deduction deduction) {
        String orderId = deduction.orderId();
        String id = deduction.id();
        if (orderId == null) {
            if (deduction.day() > horizon()) {
                LooseDeduction loose = new LooseDeduction(deduction);
                add(loose.part().day(), loose.part().figures());
                pruneAround(deduction.day());
                put(new EntryKey(kindOf(deduction), Objects.requireNonNull(id)), loose);
            }
            return new Accepted();
        }
        if (orderEntry(orderId).size() >= MAX_PIECES) {
            return new Refused(
                    Reason.TOO_MANY_ENTRIES, "Order " + orderId + " has " + MAX_PIECES + " cancellations and returns");
        }
        if (id != null && deduction.day() > horizon()) {
            put(new EntryKey(kindOf(deduction), id), new DeductionReference(orderId));
        }
        changeOrder(orderId, it -> it.with(deduction));
        return new Accepted();
    }

    private Outcome bookPayment(PaymentReceived payment) {
        if (invoiceEntry(payment.invoiceId()).payments().size() >= MAX_PIECES) {
            return new Refused(
                    Reason.TOO_MANY_ENTRIES, "Invoice " + payment.invoiceId() + " has " + MAX_PIECES + " payments");
        }
        EntryKey key = new EntryKey(Kind.PAYMENT, payment.paymentId());
        boolean reversed = find(key) instanceof PaymentReference reference && reference.reversed();
        put(key, new PaymentReference(payment.invoiceId(), reversed));
        changeInvoice(payment.invoiceId(), it -> it.with(new Payment(payment, reversed)));
        return new Accepted();
    }

    private Outcome bookReversal(PaymentReversed reversal) {
        EntryKey key = new EntryKey(Kind.PAYMENT, reversal.paymentId());
        PaymentReference before =
                find(key) instanceof PaymentReference reference ? reference : new PaymentReference(null, false);
        if (before.reversed()) {
            return new Repeated();
        }
        put(key, new PaymentReference(before.invoiceId(), true));
        if (before.invoiceId() != null) {
            changeInvoice(before.invoiceId(), it -> it.reversed(reversal.paymentId()));
        }
        return new Accepted();
    }

    // ---- entries and what they add

    private void changeOrder(String orderId, UnaryOperator<OrderEntry> change) {
        EntryKey key = new EntryKey(Kind.ORDER, orderId);
        // As it was counted, which may be with what is to go now.
        Entry found = find(key);
        OrderEntry before = found instanceof OrderEntry entry ? entry : OrderEntry.EMPTY;
        OrderEntry after = change.apply(before.keptAfter(horizon())).keptAfter(horizon());
        for (OrderPart part : before.parts()) {
            add(part.day(), OrderFigures.NONE.minus(part.figures()));
        }
        for (OrderPart part : after.parts()) {
            add(part.day(), part.figures());
        }
        put(key, found, after.isEmpty() ? null : after);
        if (before.size() > 0) {
            before.deductions()
                    .filter(it -> it.id() != null && it.day() <= horizon())
                    .forEach(it -> put(new EntryKey(kindOf(it), Objects.requireNonNull(it.id())), null));
        }
        OrderPlaced placed = after.placed() == null ? before.placed() : after.placed();
        if (placed != null && placed.day() > asOf - rules.window()) {
            changeLargest(placed.day(), before.remaining(), after.remaining());
        }
        pruneLater(after);
    }

    private void changeLargest(int day, @Nullable BigDecimal before, @Nullable BigDecimal after) {
        if (Objects.equals(before, after)) {
            return;
        }
        DayBucket bucket = days.on(day);
        LargestOrders largest = bucket.largest().changed(before, after);
        largest = largest.isUnknown() ? countedAgain(day) : largest;
        days = days.with(bucket.withLargest(largest));
        BigDecimal first = largest.first();
        if (first != null && (largestOrder == null || first.compareTo(largestOrder) >= 0)) {
            largestOrder = first;
        } else if (isLargest(bucket.largest().first())) {
            largestOrder = days.largestOrderAfter(asOf - rules.window());
        }
    }

    private boolean isLargest(@Nullable BigDecimal amount) {
        return amount != null && largestOrder != null && amount.compareTo(largestOrder) == 0;
    }

    private LargestOrders countedAgain(int day) {
        Map<EntryKey, Entry> orders = new HashMap<>(ledger.list(Kind.ORDER));
        changed.forEach((key, entry) -> {
            if (key.kind() == Kind.ORDER && entry != null) {
                orders.put(key, entry);
            }
        });
        List<BigDecimal> amounts = new ArrayList<>();
        for (Entry entry : orders.values()) {
            OrderEntry order = (OrderEntry) entry;
            BigDecimal remaining = order.remaining();
            if (order.placed() != null && order.placed().day() == day && remaining != null) {
                amounts.add(remaining);
            }
        }
        return LargestOrders.of(amounts);
    }

    private void add(int day, OrderFigures figures) {
        if (day <= asOf - 2 * rules.window()) {
            return;
        }
        DayBucket bucket = days.on(day);
        days = days.with(bucket.withOrders(bucket.orders().plus(figures)));
        if (day > asOf - rules.window()) {
            current = current.plus(figures);
        } else {
            previousAmount = previousAmount.add(figures.net());
        }
    }

    private void changeInvoice(String invoiceId, UnaryOperator<InvoiceEntry> change) {
        EntryKey key = new EntryKey(Kind.INVOICE, invoiceId);
        Entry found = find(key);
        InvoiceEntry before = found instanceof InvoiceEntry entry ? entry : InvoiceEntry.EMPTY;
        InvoiceEntry after = change.apply(before);
        before.parts(rules).forEach(part -> add(part, part.amount().negate()));
        after.parts(rules).forEach(part -> add(part, part.amount()));
        Integer settled = after.settledOn(rules);
        if (settled != null && pruning && settled <= horizon()) {
            put(key, null);
            after.payments()
                    .forEach(it -> put(new EntryKey(Kind.PAYMENT, it.received().paymentId()), null));
            return;
        }
        put(key, found, after);
        if (settled != null) {
            pruneAround(settled);
        }
    }

    private void add(InvoicePart part, BigDecimal amount) {
        Integer daysLate = part.daysLate();
        if (daysLate == null) {
            open = open.plus(part.dueDay(), amount);
        } else if (part.dueDay() > asOf - rules.window()) {
            DayBucket bucket = days.on(part.dueDay());
            days = days.with(bucket.withCovered(bucket.covered().plus(daysLate, amount)));
            lateness = lateness.plus(daysLate, amount);
        }
    }

    private void changeComplaint(String complaintId, UnaryOperator<ComplaintEntry> change) {
        EntryKey key = new EntryKey(Kind.COMPLAINT, complaintId);
        Entry found = find(key);
        ComplaintEntry before = found instanceof ComplaintEntry entry ? entry : ComplaintEntry.EMPTY;
        ComplaintEntry after = change.apply(before);
        add(before, -1);
        add(after, 1);
        Integer settled = after.settledOn();
        if (settled != null && pruning && settled <= horizon()) {
            put(key, null);
            return;
        }
        put(key, found, after);
        if (settled != null) {
            pruneAround(settled);
        }
    }

    private void add(ComplaintEntry complaint, int sign) {
        ComplaintOpened opened = complaint.opened();
        if (complaint.isOpen()) {
            openComplaints += sign;
        }
        if (opened != null && complaint.counts() && opened.day() > asOf - rules.window()) {
            DayBucket bucket = days.on(opened.day());
            days = days.with(bucket.withComplaints(bucket.complaints() + sign));
            complaints += sign;
        }
    }

    // ---- how long entries are kept

    /** Entries of this day and before are not kept. */
    private int horizon() {
        return asOf - rules.retention();
    }

    private void pruneAround(int day) {
        int due = Math.max(day + rules.retention(), asOf + 1);
        pruneDay = Math.min(pruneDay, (Math.floorDiv(due - 1, PRUNE_GRID) + 1) * PRUNE_GRID);
    }

    /**
     * An order goes some days late without being missed, unless something it is tied to is so far from it in time that
     * their parting changes figures: then on the day.
     */
    private void pruneLater(OrderEntry entry) {
        OrderPlaced placed = entry.placed();
        int oldest = Integer.MAX_VALUE;
        boolean onTheDay = false;
        if (placed != null) {
            oldest = placed.day();
        }
        if (entry.size() > 0) {
            for (Deduction deduction : (Iterable<Deduction>) entry.deductions()::iterator) {
                oldest = Math.min(oldest, deduction.day());
                onTheDay |= placed != null && Math.abs(deduction.day() - placed.day()) > rules.returnHorizon();
            }
        }
        if (oldest == Integer.MAX_VALUE) {
            return;
        }
        if (onTheDay) {
            pruneDay = Math.min(pruneDay, oldest + rules.retention());
        } else {
            pruneAround(oldest);
        }
    }

    // ---- access

    private @Nullable Entry find(EntryKey key) {
        return changed.containsKey(key) ? changed.get(key) : ledger.find(key);
    }

    private void put(EntryKey key, @Nullable Entry entry) {
        changed.put(key, entry);
    }

    /** Only what is another than before: a look through a ledger finds most entries as they should be. */
    private void put(EntryKey key, @Nullable Entry before, @Nullable Entry after) {
        if (before != after) {
            put(key, after);
        }
    }

    private OrderEntry orderEntry(String orderId) {
        return find(new EntryKey(Kind.ORDER, orderId)) instanceof OrderEntry entry
                ? entry.keptAfter(horizon())
                : OrderEntry.EMPTY;
    }

    private InvoiceEntry invoiceEntry(String invoiceId) {
        return find(new EntryKey(Kind.INVOICE, invoiceId)) instanceof InvoiceEntry entry ? entry : InvoiceEntry.EMPTY;
    }

    private ComplaintEntry complaintEntry(String complaintId) {
        return find(new EntryKey(Kind.COMPLAINT, complaintId)) instanceof ComplaintEntry entry
                ? entry
                : ComplaintEntry.EMPTY;
    }

    private static Kind kindOf(Deduction deduction) {
        return switch (deduction) {
            case OrderCancelled cancelled -> Kind.CANCELLATION;
            case OrderReturned returned -> Kind.RETURN;
        };
    }

    /** By business id where there is one, so that contradictions show; else by event. */
    private static EntryKey futureKey(Fact fact) {
        Origin origin = fact.origin();
        if (!(fact instanceof Identified identified)) {
            return new EntryKey(Kind.FUTURE, "e/" + origin.eventId() + "/" + origin.source());
        }
        String id = switch (identified) {
            case OrderPlaced order -> "o/" + order.orderId();
            case OrderCancelled cancelled ->
                cancelled.id() == null ? "co/" + cancelled.orderId() : "c/" + cancelled.id();
            case OrderReturned returned -> "r/" + returned.id();
            case InvoiceIssued invoice -> "i/" + invoice.invoiceId();
            case PaymentReceived payment -> "p/" + payment.paymentId();
            case ComplaintOpened complaint -> "k/" + complaint.complaintId();
        };
        return new EntryKey(Kind.FUTURE, id);
    }
}
