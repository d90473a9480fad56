package io.tierstream.contracts.order.v1;

import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A customer placed an order.
 *
 * @param amount what the customer is to pay, ≥ 0, in {@code currency}
 * @param currency ISO 4217; the base currency when absent
 * @param cost what the order costs the company, ≥ 0, in {@code currency}; profit is unknown without it
 * @param quantity pieces, ≥ 0
 */
public record OrderPlaced(
        String orderId,
        String customerId,
        BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal quantity)
        implements OrderEvent {

    public OrderPlaced {
        Rules.businessId("orderId", orderId);
        Rules.businessId("customerId", customerId);
        amount = Rules.amount("amount", amount);
        Rules.optionalCurrency("currency", currency);
        cost = Rules.optionalAmount("cost", cost);
        quantity = Rules.optionalAmount("quantity", quantity);
    }
}
