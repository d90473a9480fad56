package io.tierstream.scoring.domain;

import io.tierstream.scoring.domain.Entry.ComplaintEntry;
import io.tierstream.scoring.domain.Entry.InvoiceEntry;
import io.tierstream.scoring.domain.Entry.InvoicePart;
import io.tierstream.scoring.domain.Entry.LooseDeduction;
import io.tierstream.scoring.domain.Entry.OrderEntry;
import io.tierstream.scoring.domain.Entry.OrderPart;
import io.tierstream.scoring.domain.EntryKey.Kind;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.Deduction;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The entries that make a figure.
 *
 * @param formula how the parts make the figure, in words; {@code Σ} is over the parts of a term
 * @param figure the sum of the parts, or the quotient of the sums of two terms; absent where the metric is
 * @param day the figure of a metric that is a day
 * @param parts by day, then id
 */
public record Evidence(
        String metric,
        String formula,
        @Nullable BigDecimal figure,
        @Nullable Integer day,
        List<Part> parts) {

    /**
     * One event's share.
     *
     * @param term which sum of the formula it belongs to
     * @param kind what it is: {@code order}, {@code cancellation}, {@code return}, {@code invoice}, {@code payment},
     *     {@code complaint}, {@code assessment}
     * @param day the day on which it counts, as an epoch day
     * @param value what it adds to the sum
     * @param amount of a part of an invoice
     * @param daysLate of a part of an invoice
     */
    public record Part(
            String term,
            String kind,
            String id,
            int day,
            BigDecimal value,
            @Nullable BigDecimal amount,
            @Nullable Integer daysLate,
            Origin origin) {}

    private static final String SUM = "sum";
    private static final String NUMERATOR = "numerator";
    private static final String DENOMINATOR = "denominator";
    private static final BigDecimal ONE = Amounts.rounded(BigDecimal.ONE);

    /** The metrics that have evidence. */
    public static final List<String> METRICS = List.of(
            "orderAmount",
            "quantity",
            "orderCount",
            "grossOrderAmount",
            "cancelledAmount",
            "returnedAmount",
            "profit",
            "profitCoverage",
            "previousOrderAmount",
            "growth",
            "averageDaysLate",
            "maxDaysLate",
            "onTimeShare",
            "overdueAmount",
            "overdueSince",
            "complaintCount",
            "openComplaints",
            "firstOrderDay",
            "lastOrderDay",
            "largestOrderShare");

    /**
     * Finds what makes a metric.
     *
     * @throws IllegalArgumentException for a name that is not in {@link #METRICS}
     */
    public static Evidence of(String metric, CustomerMetrics state, Ledger ledger, ScoringRules rules) {
        return new Search(state, ledger, rules).evidence(metric);
    }

    private record Search(CustomerMetrics state, Ledger ledger, ScoringRules rules) {

        Evidence evidence(String metric) {
            return switch (metric) {
                case "orderAmount" -> sum(metric, orders(SUM, 0, OrderFigures::net));
                case "quantity" -> sum(metric, orders(SUM, 0, OrderFigures::quantity));
                case "orderCount" -> sum(metric, orders(SUM, 0, it -> BigDecimal.valueOf(it.orders())));
                case "grossOrderAmount" -> sum(metric, orders(SUM, 0, OrderFigures::gross));
                case "cancelledAmount" -> sum(metric, orders(SUM, 0, OrderFigures::cancelled));
                case "returnedAmount" -> sum(metric, orders(SUM, 0, OrderFigures::returned));
                case "profit" -> sum(metric, orders(SUM, 0, OrderFigures::profit));
                case "previousOrderAmount" -> sum(metric, orders(SUM, 1, OrderFigures::net));
                case "profitCoverage" ->
                    quotient(
                            metric,
                            "Σ numerator / Σ denominator",
                            orders(NUMERATOR, 0, OrderFigures::costedAmount),
                            orders(DENOMINATOR, 0, OrderFigures::net));
                case "growth" ->
                    quotient(
                            metric,
                            "Σ numerator / Σ denominator; the denominator is the previous window, the numerator the current one less the previous one",
                            Stream.concat(
                                            orders(NUMERATOR, 0, OrderFigures::net).stream(),
                                            orders(NUMERATOR, 1, it -> it.net().negate()).stream())
                                    .toList(),
                            orders(DENOMINATOR, 1, OrderFigures::net));
                case "largestOrderShare" -> largest(metric);
                case "averageDaysLate" ->
                    quotient(
                            metric,
                            "Σ numerator (amount · days late) / Σ denominator (amount)",
                            invoices(NUMERATOR, it -> true, it -> it.amount().multiply(BigDecimal.valueOf(late(it)))),
                            invoices(DENOMINATOR, it -> true, InvoicePart::amount));
                case "onTimeShare" ->
                    quotient(
                            metric,
                            "Σ numerator (amount on time) / Σ denominator (amount)",
                            invoices(NUMERATOR, it -> late(it) == 0, InvoicePart::amount),
                            invoices(DENOMINATOR, it -> true, InvoicePart::amount));
                case "overdueAmount" -> sum(metric, invoices(SUM, it -> it.daysLate() == null, InvoicePart::amount));
                case "maxDaysLate" -> latest(metric);
                case "overdueSince" -> oldestOverdue(metric);
                case "complaintCount" -> sum(metric, complaints(true));
                case "openComplaints" -> sum(metric, complaints(false));
                case "firstOrderDay" ->
                    orderDay(
                            metric, Comparator.naturalOrder(), Figures.of(state).firstOrderDay());
                case "lastOrderDay" ->
                    orderDay(
                            metric, Comparator.reverseOrder(), Figures.of(state).lastOrderDay());
                default -> throw new IllegalArgumentException("No metric " + metric);
            };
        }

        private Evidence sum(String metric, List<Part> parts) {
            return new Evidence(metric, "Σ sum", total(parts), null, parts);
        }

        private static Evidence quotient(String metric, String formula, List<Part> numerator, List<Part> denominator) {
            BigDecimal divisor = total(denominator);
            return new Evidence(
                    metric,
                    formula,
                    divisor.signum() > 0 ? Amounts.ratio(total(numerator), divisor) : null,
                    null,
                    Stream.concat(numerator.stream(), denominator.stream()).toList());
        }

        private static BigDecimal total(List<Part> parts) {
            return parts.stream().map(Part::value).reduce(Amounts.ZERO, BigDecimal::add);
        }

        /** @param windowsBack 0 for the window, 1 for the one before */
        private List<Part> orders(String term, int windowsBack, Function<OrderFigures, BigDecimal> value) {
            int last = state.asOf() - windowsBack * rules.window();
            return orderParts()
                    .filter(part -> part.day() <= last && part.day() > last - rules.window())
                    .map(part -> part(term, part, value.apply(part.figures())))
                    .filter(part -> part.value().signum() != 0)
                    .sorted(ORDER)
                    .toList();
        }

        private Stream<OrderPart> orderParts() {
            return Stream.concat(
                    orderEntries().flatMap(order -> order.parts().stream()),
                    Stream.of(Kind.RETURN, Kind.CANCELLATION)
                            .flatMap(kind -> ledger.list(kind).values().stream())
                            .filter(LooseDeduction.class::isInstance)
                            .map(entry -> ((LooseDeduction) entry).part()));
        }

        private Stream<OrderEntry> orderEntries() {
            int horizon = state.asOf() - rules.retention();
            return ledger.list(Kind.ORDER).values().stream().map(entry -> ((OrderEntry) entry).keptAfter(horizon));
        }

        private Evidence largest(String metric) {
            OrderEntry largest = null;
            BigDecimal most = null;
            for (OrderEntry order : (Iterable<OrderEntry>) orderEntries()::iterator) {
                BigDecimal remaining = order.remaining();
                boolean inWindow = order.placed() != null && order.placed().day() > state.asOf() - rules.window();
                if (inWindow && remaining != null && (most == null || remaining.compareTo(most) > 0)) {
                    most = remaining;
                    largest = order;
                }
            }
            List<Part> numerator = largest == null
                    ? List.of()
                    : largest.parts().stream()
                            .map(part -> part(NUMERATOR, part, part.figures().net()))
                            .toList();
            Evidence evidence = quotient(
                    metric,
                    "Σ numerator (the largest order after its returns) / Σ denominator",
                    numerator,
                    orders(DENOMINATOR, 0, OrderFigures::net));
            return largest == null ? new Evidence(metric, evidence.formula(), null, null, evidence.parts()) : evidence;
        }

        /** The parts of invoices that count, with their days late as of the state's day. */
        private Stream<InvoicePart> counted() {
            int asOf = state.asOf();
            return ledger.list(Kind.INVOICE).values().stream()
                    .flatMap(entry -> ((InvoiceEntry) entry).parts(rules).stream())
                    .filter(part ->
                            part.daysLate() == null ? part.dueDay() < asOf : part.dueDay() > asOf - rules.window());
        }

        private int late(InvoicePart part) {
            Integer daysLate = part.daysLate();
            return daysLate == null ? state.asOf() - part.dueDay() : daysLate;
        }

        private List<Part> invoices(
                String term, java.util.function.Predicate<InvoicePart> which, Function<InvoicePart, BigDecimal> value) {
            return counted()
                    .filter(which)
                    .map(part -> part(term, part, value.apply(part)))
                    .sorted(ORDER)
                    .toList();
        }

        private Evidence latest(String metric) {
            Integer latest =
                    counted().map(this::late).max(Comparator.naturalOrder()).orElse(null);
            List<Part> parts = latest == null
                    ? List.of()
                    : invoices("maximum", it -> late(it) == latest, it -> BigDecimal.valueOf(late(it)));
            return new Evidence(
                    metric, "the largest value", latest == null ? null : BigDecimal.valueOf(latest), null, parts);
        }

        private Evidence oldestOverdue(String metric) {
            Integer oldest = counted()
                    .filter(part -> part.daysLate() == null)
                    .map(InvoicePart::dueDay)
                    .min(Comparator.naturalOrder())
                    .orElse(null);
            List<Part> parts = oldest == null
                    ? List.of()
                    : invoices(
                            "minimum",
                            it -> it.daysLate() == null && it.dueDay() == oldest,
                            it -> BigDecimal.valueOf(late(it)));
            return new Evidence(metric, "the oldest due day", null, oldest, parts);
        }

        private List<Part> complaints(boolean ofWindow) {
            List<Part> parts = new ArrayList<>();
            for (Entry entry : ledger.list(Kind.COMPLAINT).values()) {
                ComplaintEntry complaint = (ComplaintEntry) entry;
                ComplaintOpened opened = complaint.opened();
                if (opened != null
                        && (ofWindow
                                ? complaint.counts() && opened.day() > state.asOf() - rules.window()
                                : complaint.isOpen())) {
                    parts.add(new Part(
                            SUM, "complaint", opened.complaintId(), opened.day(), ONE, null, null, opened.origin()));
                }
            }
            parts.sort(ORDER);
            return parts;
        }

        private Evidence orderDay(String metric, Comparator<Integer> order, @Nullable Integer day) {
            List<Part> parts = orderEntries()
                    .filter(entry -> entry.placed() != null
                            && Objects.equals(entry.placed().day(), day))
                    .flatMap(entry -> entry.parts().stream())
                    .filter(part -> part.because() instanceof OrderPlaced)
                    .map(part -> part("day", part, part.figures().gross()))
                    .sorted(ORDER)
                    .toList();
            return new Evidence(
                    metric,
                    order == Comparator.<Integer>naturalOrder()
                            ? "the first day with an order; kept when its orders are not kept any more"
                            : "the last day with an order; kept when its orders are not kept any more",
                    null,
                    day,
                    parts);
        }

        private static Part part(String term, OrderPart part, BigDecimal value) {
            Fact because = part.because();
            String kind = switch (because) {
                case OrderPlaced it -> "order";
                case OrderCancelled it -> "cancellation";
                default -> "return";
            };
            String id = switch (because) {
                case OrderPlaced it -> it.orderId();
                case Deduction it -> it.id() == null ? String.valueOf(it.orderId()) : it.id();
                default -> "";
            };
            return new Part(term, kind, id, part.day(), value, null, null, because.origin());
        }

        private Part part(String term, InvoicePart part, BigDecimal value) {
            Fact because = part.because();
            String kind = because instanceof InvoiceIssued ? "invoice" : "payment";
            String id = switch (because) {
                case InvoiceIssued it -> it.invoiceId();
                case PaymentReceived it -> it.paymentId();
                default -> "";
            };
            return new Part(term, kind, id, part.dueDay(), value, part.amount(), late(part), because.origin());
        }
    }

    private static final Comparator<Part> ORDER =
            Comparator.comparing(Part::day).thenComparing(Part::id);
}
