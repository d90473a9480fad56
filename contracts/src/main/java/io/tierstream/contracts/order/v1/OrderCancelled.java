package io.tierstream.contracts.order.v1;

import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An order was cancelled: a named one as a whole, or an amount of orders that the publisher does not name.
 *
 * @param orderId the order; without it {@code cancellationId} and {@code amount} are required
 * @param amount what is taken back while the order is not known, ≥ 0 with and &gt; 0 without {@code orderId}
 * @param currency ISO 4217; when absent the order's, or the base currency where the order is not known
 */
public record OrderCancelled(
        String customerId,
        @Nullable String orderId,
        @Nullable String cancellationId,
        @Nullable BigDecimal amount,
        @Nullable String currency,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal quantity,
        @Nullable String reason)
        implements OrderEvent {

    public OrderCancelled {
        Rules.businessId("customerId", customerId);
        Rules.optionalBusinessId("orderId", orderId);
        Rules.optionalBusinessId("cancellationId", cancellationId);
        if (orderId == null && (cancellationId == null || amount == null)) {
            throw new InvalidEventException("orderId", "is required, or else cancellationId and amount");
        }
        amount = orderId == null ? Rules.positiveAmount("amount", amount) : Rules.optionalAmount("amount", amount);
        Rules.optionalCurrency("currency", currency);
        cost = Rules.optionalAmount("cost", cost);
        quantity = Rules.optionalAmount("quantity", quantity);
        reason = Rules.optionalText("reason", reason, 2_000);
    }
}
