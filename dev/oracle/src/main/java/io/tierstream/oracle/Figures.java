package io.tierstream.oracle;

import io.tierstream.contracts.customer.v1.ProspectAssessed;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.oracle.Facts.Deduction;
import io.tierstream.oracle.Facts.Order;
import io.tierstream.oracle.Facts.Part;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** From the facts about one customer to metrics, points, flags and the composite. */
final class Figures {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Facts facts;
    private final Settings settings;
    private final LocalDate today;

    Figures(Facts facts, Settings settings, LocalDate today) {
        this.facts = facts;
        this.settings = settings;
        this.today = today;
    }

    /** "Day d is in the window when today − W < d ≤ today." */
    private boolean inWindow(LocalDate day) {
        return day.isAfter(today.minusDays(settings.windowDays())) && !day.isAfter(today);
    }

    private boolean inPreviousWindow(LocalDate day) {
        return day.isAfter(today.minusDays(2L * settings.windowDays()))
                && !day.isAfter(today.minusDays(settings.windowDays()));
    }

    Metrics metrics() {
        BigDecimal gross = BigDecimal.ZERO;
        BigDecimal quantity = BigDecimal.ZERO;
        BigDecimal previous = BigDecimal.ZERO;
        BigDecimal knownCostAmount = knownCostAmount();
        BigDecimal knownCost = BigDecimal.ZERO;
        long count = 0;
        for (Order order : facts.kept()) {
            if (inWindow(order.day())) {
                gross = gross.add(order.amount());
                quantity = quantity.add(order.quantity());
                count += order.cancelled() ? 0 : 1;
                knownCost = order.cost() == null ? knownCost : knownCost.add(order.cost());
            }
            if (inPreviousWindow(order.day())) {
                previous = previous.add(order.amount());
            }
        }
        BigDecimal cancelled = BigDecimal.ZERO;
        BigDecimal returned = BigDecimal.ZERO;
        for (Deduction deduction : facts.deductions()) {
            if (inWindow(deduction.day())) {
                if (deduction.byCancellation()) {
                    cancelled = cancelled.add(deduction.amount());
                } else {
                    returned = returned.add(deduction.amount());
                }
                quantity = quantity.subtract(deduction.quantity());
                knownCost = deduction.cost() == null ? knownCost : knownCost.subtract(deduction.cost());
            }
            if (inPreviousWindow(deduction.day())) {
                previous = previous.subtract(deduction.amount());
            }
        }
        BigDecimal orderAmount = gross.subtract(cancelled).subtract(returned);

        BigDecimal allParts = BigDecimal.ZERO;
        BigDecimal lateParts = BigDecimal.ZERO;
        BigDecimal onTime = BigDecimal.ZERO;
        BigDecimal overdue = BigDecimal.ZERO;
        Long maxDaysLate = null;
        LocalDate overdueSince = null;
        for (Part part : facts.parts()) {
            allParts = allParts.add(part.amount());
            lateParts = lateParts.add(part.amount().multiply(BigDecimal.valueOf(part.daysLate())));
            onTime = part.daysLate() == 0 ? onTime.add(part.amount()) : onTime;
            maxDaysLate = maxDaysLate == null ? part.daysLate() : Math.max(maxDaysLate, part.daysLate());
            if (!part.covered()) {
                overdue = overdue.add(part.amount());
                overdueSince =
                        overdueSince == null || part.dueDay().isBefore(overdueSince) ? part.dueDay() : overdueSince;
            }
        }

        long complaintCount = 0;
        long openComplaints = 0;
        for (Complaints.Complaint complaint : facts.complaints()) {
            LocalDate openedOn = LocalDate.ofInstant(complaint.openedAt(), settings.zone());
            if (complaint.state() != TicketState.WITHDRAWN && inWindow(openedOn)) {
                complaintCount++;
            }
            if (complaint.state() == TicketState.OPEN) {
                openComplaints++;
            }
        }

        LocalDate first = null;
        LocalDate last = null;
        for (Order order : facts.orders()) {
            first = first == null || order.day().isBefore(first) ? order.day() : first;
            last = last == null || order.day().isAfter(last) ? order.day() : last;
        }

        return new Metrics(
                orderAmount,
                quantity,
                count,
                gross,
                cancelled,
                returned,
                knownCostAmount.subtract(knownCost),
                share(knownCostAmount, orderAmount),
                previous,
                share(orderAmount.subtract(previous), previous),
                share(lateParts, allParts),
                maxDaysLate,
                share(onTime, allParts),
                overdue,
                overdueSince,
                complaintCount,
                openComplaints,
                first,
                last,
                largestOrderShare(orderAmount));
    }

    /** The remaining amount with known cost: orders whose cost is known, less deductions whose cost is. */
    private BigDecimal knownCostAmount() {
        BigDecimal amount = BigDecimal.ZERO;
        for (Order order : facts.kept()) {
            if (order.cost() != null && inWindow(order.day())) {
                amount = amount.add(order.amount());
            }
        }
        for (Deduction deduction : facts.deductions()) {
            if (deduction.cost() != null && inWindow(deduction.day())) {
                amount = amount.subtract(deduction.amount());
            }
        }
        return amount;
    }

    /** "The largest not cancelled order of the window, after its returns, ÷ orderAmount (absent when orderAmount ≤ 0)." */
    private @Nullable BigDecimal largestOrderShare(BigDecimal orderAmount) {
        BigDecimal largest = null;
        for (Order order : facts.kept()) {
            if (!order.cancelled() && inWindow(order.day())) {
                BigDecimal remaining = order.amount();
                for (Deduction deduction : facts.deductions()) {
                    if (Objects.equals(deduction.orderId(), order.id())) {
                        remaining = remaining.subtract(deduction.amount());
                    }
                }
                largest = largest == null ? remaining : largest.max(remaining);
            }
        }
        return largest == null ? null : share(largest, orderAmount);
    }

    /** "Ratios and means are rounded HALF_UP to four decimals"; absent when what they are of is not above 0. */
    private static @Nullable BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() <= 0 ? null : part.divide(whole, 4, RoundingMode.HALF_UP);
    }

    /** "What follows uses the rounded figures." "A criterion without data is absent, not zero." */
    Criteria criteria(Metrics metrics) {
        BigDecimal credit =
                metrics.averageDaysLate() == null ? null : settings.credit().at(metrics.averageDaysLate());
        BigDecimal volumeOf = settings.volumeByQuantity() ? metrics.quantity() : metrics.orderAmount();
        BigDecimal volume = facts.orders().isEmpty() ? null : settings.volume().at(volumeOf);
        boolean costKnown = false;
        for (Order order : facts.kept()) {
            costKnown |= order.cost() != null && inWindow(order.day());
        }
        BigDecimal profit = costKnown ? settings.profit().at(metrics.profit()) : null;
        ProspectAssessed assessment = facts.assessment();
        BigDecimal prospect = assessment == null ? null : prospect(assessment);
        return new Criteria(credit, volume, profit, prospect);
    }

    /** "Financial 40 % + market 30 % + cooperation 20 % + influence 10 %." */
    private static BigDecimal prospect(ProspectAssessed assessment) {
        return assessment
                .financial()
                .multiply(BigDecimal.valueOf(40))
                .add(assessment.market().multiply(BigDecimal.valueOf(30)))
                .add(assessment.cooperation().multiply(BigDecimal.valueOf(20)))
                .add(assessment.influence().multiply(BigDecimal.valueOf(10)))
                .divide(HUNDRED, 2, RoundingMode.HALF_UP);
    }

    List<Flag> flags(Metrics metrics, Criteria criteria) {
        List<Flag> flags = new ArrayList<>();
        if (metrics.largestOrderShare() != null
                && metrics.largestOrderShare().compareTo(new BigDecimal("0.6")) >= 0
                && metrics.orderCount() <= 2) {
            flags.add(Flag.ONE_OFF_BULK);
        }
        if (criteria.volume() != null
                && criteria.volume().compareTo(BigDecimal.valueOf(60)) >= 0
                && metrics.profit().compareTo(new BigDecimal("0.05").multiply(knownCostAmount())) < 0) {
            flags.add(Flag.LOW_MARGIN);
        }
        if (metrics.averageDaysLate() != null && metrics.averageDaysLate().compareTo(BigDecimal.valueOf(30)) > 0) {
            flags.add(Flag.SLOW_PAYER);
        }
        BigDecimal taken = metrics.cancelledAmount().add(metrics.returnedAmount());
        if (taken.signum() > 0 && taken.compareTo(new BigDecimal("0.30").multiply(metrics.grossOrderAmount())) >= 0) {
            flags.add(Flag.RETURNS_HEAVY);
        }
        return flags;
    }

    /**
     * "The composite is Σ weight·points / Σ weight over the criteria present, HALF_UP to two decimals." "Unless volume, profit or
     * prospect is present with a weight above 0, there is no composite."
     */
    @Nullable BigDecimal composite(Criteria criteria) {
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal weights = BigDecimal.ZERO;
        boolean worthKnown = false;
        for (String criterion : List.of("credit", "volume", "profit", "prospect")) {
            BigDecimal weight = settings.weights().getOrDefault(criterion, BigDecimal.ZERO);
            BigDecimal points = switch (criterion) {
                case "credit" -> criteria.credit();
                case "volume" -> criteria.volume();
                case "profit" -> criteria.profit();
                default -> criteria.prospect();
            };
            if (points != null && weight.signum() > 0) {
                weighted = weighted.add(weight.multiply(points));
                weights = weights.add(weight);
                worthKnown |= !criterion.equals("credit");
            }
        }
        return worthKnown ? weighted.divide(weights, 2, RoundingMode.HALF_UP) : null;
    }
}
