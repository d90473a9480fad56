package io.tierstream.tier.domain.priority;

import java.math.BigDecimal;

/**
 * What an order gets.
 *
 * @param rank its place in the order to serve, from 1
 * @param fromMinimum the part that comes from what was set aside for its tier
 * @param fromRest the part that comes from what the orders before it left
 */
public record Allocation(int rank, Order order, BigDecimal fromMinimum, BigDecimal fromRest) {

    /** All that the order gets. */
    public BigDecimal allocated() {
        return fromMinimum.add(fromRest);
    }

    /** How the order fares. */
    public Outcome outcome() {
        BigDecimal allocated = allocated();
        if (allocated.signum() == 0) {
            return Outcome.NOTHING;
        }
        return allocated.compareTo(order.quantity()) == 0 ? Outcome.ALL : Outcome.PART;
    }

    /** How much of what it asks for an order gets. */
    public enum Outcome {
        ALL,
        PART,
        NOTHING
    }
}
