package io.tierstream.tier.report;

import java.util.Arrays;
import java.util.Optional;

/** What the customers that a simulation would move are sorted by. */
public enum MoverOrder {
    CUSTOMER("customerId"),
    ORDER_AMOUNT("-orderAmount"),
    PROFIT("-profit"),
    /** By how far the composite moves. */
    CHANGE("-change");

    private final String parameter;

    MoverOrder(String parameter) {
        this.parameter = parameter;
    }

    /** The value of {@code sort=} that stands for it. */
    public String parameter() {
        return parameter;
    }

    /** The order that this value of {@code sort=} stands for. */
    public static Optional<MoverOrder> of(String parameter) {
        return Arrays.stream(values())
                .filter(order -> order.parameter.equals(parameter))
                .findFirst();
    }
}
