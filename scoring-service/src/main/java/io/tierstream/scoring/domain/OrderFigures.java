package io.tierstream.scoring.domain;

import java.math.BigDecimal;

/**
 * What the orders of a day, a window or all customers add up to; in the base currency. A group: what was added can be
 * taken away again.
 *
 * @param gross as placed
 * @param cancelled taken by cancellations
 * @param returned taken by returns
 * @param quantity what is left
 * @param orders those that are not cancelled
 * @param cancellations entries, those without an order included
 * @param returns likewise
 * @param costedAmount what is left of orders whose cost is known, less deductions that bring a cost
 * @param costedCost the cost of {@code costedAmount}
 * @param costedOrders orders placed with a cost, cancelled ones included
 */
public record OrderFigures(
        BigDecimal gross,
        BigDecimal cancelled,
        BigDecimal returned,
        BigDecimal quantity,
        long orders,
        long cancellations,
        long returns,
        BigDecimal costedAmount,
        BigDecimal costedCost,
        long costedOrders) {

    public static final OrderFigures NONE = new OrderFigures(
            Amounts.ZERO, Amounts.ZERO, Amounts.ZERO, Amounts.ZERO, 0, 0, 0, Amounts.ZERO, Amounts.ZERO, 0);

    /** What is left after cancellations and returns. */
    public BigDecimal net() {
        return less(less(gross, cancelled), returned);
    }

    /** {@code amount − cost} as far as the cost is known. */
    public BigDecimal profit() {
        return less(costedAmount, costedCost);
    }

    private static BigDecimal less(BigDecimal from, BigDecimal what) {
        return what.signum() == 0 && what.scale() == from.scale() ? from : from.subtract(what);
    }

    public OrderFigures plus(OrderFigures other) {
        return new OrderFigures(
                Amounts.sum(gross, other.gross),
                Amounts.sum(cancelled, other.cancelled),
                Amounts.sum(returned, other.returned),
                Amounts.sum(quantity, other.quantity),
                orders + other.orders,
                cancellations + other.cancellations,
                returns + other.returns,
                Amounts.sum(costedAmount, other.costedAmount),
                Amounts.sum(costedCost, other.costedCost),
                costedOrders + other.costedOrders);
    }

    public OrderFigures minus(OrderFigures other) {
        return plus(other.negated());
    }

    private OrderFigures negated() {
        return new OrderFigures(
                Amounts.negated(gross),
                Amounts.negated(cancelled),
                Amounts.negated(returned),
                Amounts.negated(quantity),
                -orders,
                -cancellations,
                -returns,
                Amounts.negated(costedAmount),
                Amounts.negated(costedCost),
                -costedOrders);
    }
}
