package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Sums over many customers.
 *
 * @param customers all that are known
 * @param customersWithOrders those that ever placed an order
 */
public record Totals(
        long customers,
        long customersWithOrders,
        OrderFigures orders,
        BigDecimal previousOrderAmount,
        BigDecimal overdueAmount,
        long complaintCount,
        long openComplaints) {

    public static final Totals NONE = new Totals(0, 0, OrderFigures.NONE, Amounts.ZERO, Amounts.ZERO, 0, 0);

    /** One customer's figures changed; absent before there was the customer. */
    public Totals changed(@Nullable Figures before, Figures after) {
        Totals without = before == null ? this : plus(of(before).negated());
        return without.plus(of(after));
    }

    public Totals plus(Totals other) {
        return new Totals(
                customers + other.customers,
                customersWithOrders + other.customersWithOrders,
                orders.plus(other.orders),
                Amounts.sum(previousOrderAmount, other.previousOrderAmount),
                Amounts.sum(overdueAmount, other.overdueAmount),
                complaintCount + other.complaintCount,
                openComplaints + other.openComplaints);
    }

    private static Totals of(Figures figures) {
        return new Totals(
                1,
                figures.firstOrderDay() == null ? 0 : 1,
                figures.orders(),
                figures.previousOrderAmount(),
                figures.overdueAmount(),
                figures.complaintCount(),
                figures.openComplaints());
    }

    private Totals negated() {
        return new Totals(
                -customers,
                -customersWithOrders,
                OrderFigures.NONE.minus(orders),
                Amounts.negated(previousOrderAmount),
                Amounts.negated(overdueAmount),
                -complaintCount,
                -openComplaints);
    }
}
