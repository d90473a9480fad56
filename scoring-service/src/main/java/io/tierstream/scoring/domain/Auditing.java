package io.tierstream.scoring.domain;

import static io.tierstream.scoring.domain.CustomerMetrics.NEVER;

import io.tierstream.scoring.domain.Entry.ComplaintEntry;
import io.tierstream.scoring.domain.Entry.InvoiceEntry;
import io.tierstream.scoring.domain.Entry.InvoicePart;
import io.tierstream.scoring.domain.Entry.LooseDeduction;
import io.tierstream.scoring.domain.Entry.OrderEntry;
import io.tierstream.scoring.domain.Entry.OrderPart;
import io.tierstream.scoring.domain.EntryKey.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Recalculates a customer from the ledger alone, the plain way, and says where the rolling state differs. */
public final class Auditing {

    /** A figure that the entries do not add up to. */
    public record Difference(String metric, String recorded, String recomputed) {}

    private record Named(String metric, Function<Figures, @Nullable Object> value) {}

    private static final List<Named> METRICS = List.of(
            new Named("orderAmount", Figures::orderAmount),
            new Named("quantity", it -> it.orders().quantity()),
            new Named("orderCount", it -> it.orders().orders()),
            new Named("grossOrderAmount", it -> it.orders().gross()),
            new Named("cancelledAmount", it -> it.orders().cancelled()),
            new Named("returnedAmount", it -> it.orders().returned()),
            new Named("cancellationCount", it -> it.orders().cancellations()),
            new Named("returnCount", it -> it.orders().returns()),
            new Named("profit", Figures::profit),
            new Named("profitCoverage", Figures::profitCoverage),
            new Named("costedOrders", it -> it.orders().costedOrders()),
            new Named("previousOrderAmount", Figures::previousOrderAmount),
            new Named("growth", Figures::growth),
            new Named("averageDaysLate", Figures::averageDaysLate),
            new Named("maxDaysLate", Figures::maxDaysLate),
            new Named("onTimeShare", Figures::onTimeShare),
            new Named("overdueAmount", Figures::overdueAmount),
            new Named("overdueSince", Figures::overdueSince),
            new Named("complaintCount", Figures::complaintCount),
            new Named("openComplaints", Figures::openComplaints),
            new Named("firstOrderDay", Figures::firstOrderDay),
            new Named("lastOrderDay", Figures::lastOrderDay),
            new Named("largestOrderShare", Figures::largestOrderShare));

    private Auditing() {}

    /** What the recorded state says other than the entries do, on the day of the state. */
    public static List<Difference> differences(CustomerMetrics recorded, Ledger ledger, ScoringRules rules) {
        Figures said = Figures.of(recorded);
        Figures found = Figures.of(recomputed(recorded, ledger, rules));
        List<Difference> differences = new ArrayList<>();
        for (Named metric : METRICS) {
            Object before = metric.value().apply(said);
            Object after = metric.value().apply(found);
            if (!Objects.equals(before, after)) {
                differences.add(new Difference(metric.metric(), String.valueOf(before), String.valueOf(after)));
            }
        }
        return differences;
    }

    /** The state that the entries make; what is kept for ever beside them is taken from the recorded state. */
    static CustomerMetrics recomputed(CustomerMetrics recorded, Ledger ledger, ScoringRules rules) {
        int asOf = recorded.asOf();
        int firstDay = asOf - rules.window() + 1;
        int horizon = asOf - rules.retention();
        List<OrderEntry> orders = ledger.list(Kind.ORDER).values().stream()
                .map(entry -> ((OrderEntry) entry).keptAfter(horizon))
                .toList();
        List<OrderPart> parts = Stream.concat(
                        orders.stream().flatMap(order -> order.parts().stream()),
                        Stream.of(Kind.RETURN, Kind.CANCELLATION)
                                .flatMap(kind -> ledger.list(kind).values().stream())
                                .filter(LooseDeduction.class::isInstance)
                                .map(entry -> ((LooseDeduction) entry).part()))
                .toList();
        OrderFigures current = OrderFigures.NONE;
        OrderFigures previous = OrderFigures.NONE;
        for (OrderPart part : parts) {
            if (part.day() >= firstDay) {
                current = current.plus(part.figures());
            } else if (part.day() >= firstDay - rules.window()) {
                previous = previous.plus(part.figures());
            }
        }
        int firstOrderDay = recorded.firstOrderDay();
        int lastOrderDay = recorded.lastOrderDay();
        DayBuckets days = DayBuckets.NONE;
        for (OrderEntry order : orders) {
            if (order.placed() != null) {
                int day = order.placed().day();
                firstOrderDay = Math.min(firstOrderDay, day);
                lastOrderDay = lastOrderDay == NEVER ? day : Math.max(lastOrderDay, day);
                BigDecimal remaining = order.remaining();
                if (day >= firstDay && remaining != null) {
                    DayBucket bucket = days.on(day);
                    days = days.with(bucket.withLargest(bucket.largest().changed(null, remaining)));
                }
            }
        }
        SortedAmounts lateness = SortedAmounts.NONE;
        SortedAmounts open = SortedAmounts.NONE;
        for (Entry entry : ledger.list(Kind.INVOICE).values()) {
            for (InvoicePart part : ((InvoiceEntry) entry).parts(rules)) {
                Integer daysLate = part.daysLate();
                if (daysLate == null) {
                    open = open.plus(part.dueDay(), part.amount());
                } else if (part.dueDay() >= firstDay) {
                    lateness = lateness.plus(daysLate, part.amount());
                }
            }
        }
        int complaints = 0;
        int openComplaints = 0;
        for (Entry entry : ledger.list(Kind.COMPLAINT).values()) {
            ComplaintEntry complaint = (ComplaintEntry) entry;
            openComplaints += complaint.isOpen() ? 1 : 0;
            boolean counts = complaint.counts()
                    && Objects.requireNonNull(complaint.opened()).day() >= firstDay;
            complaints += counts ? 1 : 0;
        }
        return new CustomerMetrics(
                asOf,
                current,
                previous.net(),
                days,
                days.largestOrderAfter(firstDay - 1),
                lateness,
                open,
                complaints,
                openComplaints,
                firstOrderDay,
                lastOrderDay,
                recorded.assessment(),
                recorded.future(),
                recorded.pruneDay());
    }
}
