package io.tierstream.contracts.order.v1;

import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A customer sent goods back.
 *
 * @param amount what is deducted, ≥ 0 with and &gt; 0 without {@code orderId}, in {@code currency}
 * @param orderId the order they belong to, where known
 * @param currency ISO 4217; when absent the order's, or the base currency where the order is not known
 * @param cost cost taken back, ≥ 0; in proportion to the amount when absent
 * @param quantity pieces sent back, ≥ 0; in proportion to the amount when absent
 */
public record OrderReturned(
        String returnId,
        String customerId,
        BigDecimal amount,
        @Nullable String orderId,
        @Nullable String currency,
        @Nullable BigDecimal cost,
        @Nullable BigDecimal quantity,
        @Nullable String reason)
        implements OrderEvent {

    public OrderReturned {
        Rules.businessId("returnId", returnId);
        Rules.businessId("customerId", customerId);
        Rules.optionalBusinessId("orderId", orderId);
        amount = orderId == null ? Rules.positiveAmount("amount", amount) : Rules.amount("amount", amount);
        Rules.optionalCurrency("currency", currency);
        cost = Rules.optionalAmount("cost", cost);
        quantity = Rules.optionalAmount("quantity", quantity);
        reason = Rules.optionalText("reason", reason, 2_000);
    }
}
