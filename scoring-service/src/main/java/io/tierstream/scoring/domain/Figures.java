package io.tierstream.scoring.domain;

import static io.tierstream.scoring.domain.CustomerMetrics.NEVER;

import io.tierstream.scoring.domain.Fact.ProspectAssessed;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of a customer on a day, as domain rules define them: amounts exact, ratios and means with four decimals.
 *
 * @param asOf epoch day
 * @param orders of the window
 * @param profitCoverage absent when {@code orderAmount} ≤ 0
 * @param growth absent when the previous amount is ≤ 0
 * @param averageDaysLate absent when no part of an invoice counts; so are the next two
 * @param overdueSince the oldest due day of an overdue part, as an epoch day
 * @param firstOrderDay absent when there never was an order; so is the next
 * @param largestOrderShare absent when {@code orderAmount} ≤ 0 or no order of the window is left
 * @param prospect the weighted assessment, absent when there is none
 */
public record Figures(
        int asOf,
        OrderFigures orders,
        @Nullable BigDecimal profitCoverage,
        BigDecimal previousOrderAmount,
        @Nullable BigDecimal growth,
        @Nullable BigDecimal averageDaysLate,
        @Nullable Integer maxDaysLate,
        @Nullable BigDecimal onTimeShare,
        BigDecimal overdueAmount,
        @Nullable Integer overdueSince,
        int complaintCount,
        int openComplaints,
        @Nullable Integer firstOrderDay,
        @Nullable Integer lastOrderDay,
        @Nullable BigDecimal largestOrderShare,
        @Nullable BigDecimal prospect) {

    private static final BigDecimal FINANCIAL = new BigDecimal("0.4");
    private static final BigDecimal MARKET = new BigDecimal("0.3");
    private static final BigDecimal COOPERATION = new BigDecimal("0.2");
    private static final BigDecimal INFLUENCE = new BigDecimal("0.1");

    /** The figures of a state, for its day. */
    public static Figures of(CustomerMetrics state) {
        OrderFigures orders = state.current();
        BigDecimal net = orders.net();
        BigDecimal previous = state.previousAmount();

        BigDecimal weight = Amounts.ZERO;
        BigDecimal weightedDays = Amounts.ZERO;
        BigDecimal onTime = Amounts.ZERO;
        int maxLate = 0;
        for (int i = 0; i < state.lateness().size(); i++) {
            int late = state.lateness().key(i);
            BigDecimal amount = state.lateness().amount(i);
            weight = weight.add(amount);
            weightedDays = weightedDays.add(amount.multiply(BigDecimal.valueOf(late)));
            onTime = late == 0 ? amount : onTime;
            maxLate = Math.max(maxLate, late);
        }
        BigDecimal overdue = Amounts.ZERO;
        Integer overdueSince = null;
        for (int i = 0; i < state.open().size() && state.open().key(i) < state.asOf(); i++) {
            int late = state.asOf() - state.open().key(i);
            BigDecimal amount = state.open().amount(i);
            overdue = overdue.add(amount);
            weightedDays = weightedDays.add(amount.multiply(BigDecimal.valueOf(late)));
            overdueSince = overdueSince == null ? Integer.valueOf(state.open().key(i)) : overdueSince;
            maxLate = Math.max(maxLate, late);
        }
        weight = weight.add(overdue);
        boolean anyPart = weight.signum() > 0;
        BigDecimal largest = net.signum() > 0 ? state.largestOrder() : null;
        return new Figures(
                state.asOf(),
                orders,
                net.signum() > 0 ? Amounts.ratio(orders.costedAmount(), net) : null,
                previous,
                previous.signum() > 0 ? Amounts.ratio(net.subtract(previous), previous) : null,
                anyPart ? Amounts.ratio(weightedDays, weight) : null,
                anyPart ? Integer.valueOf(maxLate) : null,
                anyPart ? Amounts.ratio(onTime, weight) : null,
                overdue,
                overdueSince,
                state.complaints(),
                state.openComplaints(),
                state.firstOrderDay() == NEVER ? null : Integer.valueOf(state.firstOrderDay()),
                state.lastOrderDay() == NEVER ? null : Integer.valueOf(state.lastOrderDay()),
                largest == null ? null : Amounts.ratio(largest, net),
                prospect(state.assessment()));
    }

    private static @Nullable BigDecimal prospect(@Nullable ProspectAssessed assessment) {
        return assessment == null
                ? null
                : assessment
                        .financial()
                        .multiply(FINANCIAL)
                        .add(assessment.market().multiply(MARKET))
                        .add(assessment.cooperation().multiply(COOPERATION))
                        .add(assessment.influence().multiply(INFLUENCE));
    }

    /** True when both say the same of the customer, whatever day they say it on. */
    public boolean sayTheSameAs(Figures other) {
        return onDay(other.asOf).equals(other);
    }

    private Figures onDay(int day) {
        if (day == asOf) {
            return this;
        }
        return new Figures(
                day,
                orders,
                profitCoverage,
                previousOrderAmount,
                growth,
                averageDaysLate,
                maxDaysLate,
                onTimeShare,
                overdueAmount,
                overdueSince,
                complaintCount,
                openComplaints,
                firstOrderDay,
                lastOrderDay,
                largestOrderShare,
                prospect);
    }

    public BigDecimal orderAmount() {
        return orders.net();
    }

    public BigDecimal profit() {
        return orders.profit();
    }
}
