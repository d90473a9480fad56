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
        return gross.subtract(cancelled).subtract(returned);
    }

    /** {@code amount − cost} as far as the cost is known. */
    public BigDecimal profit() {
        return costedAmount.subtract(costedCost);
    }

    public OrderFigures plus(OrderFigures other) {
        return new OrderFigures(
                gross.add(other.gross),
                cancelled.add(other.cancelled),
                returned.add(other.returned),
                quantity.add(other.quantity),
                orders + other.orders,
                cancellations + other.cancellations,
                returns + other.returns,
                costedAmount.add(other.costedAmount),
                costedCost.add(other.costedCost),
                costedOrders + other.costedOrders);
    }

    public OrderFigures minus(OrderFigures other) {
        return plus(other.negated());
    }

    private OrderFigures negated() {
        return new OrderFigures(
                gross.negate(),
                cancelled.negate(),
                returned.negate(),
                quantity.negate(),
                -orders,
                -cancellations,
                -returns,
                costedAmount.negate(),
                costedCost.negate(),
                -costedOrders);
    }
}
