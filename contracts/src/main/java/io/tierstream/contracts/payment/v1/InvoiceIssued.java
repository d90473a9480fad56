package io.tierstream.contracts.payment.v1;

import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * An invoice was issued.
 *
 * @param amount what is to be paid, ≥ 0, in {@code currency}
 * @param dueDate the last day on which a payment is on time
 * @param currency ISO 4217; the base currency when absent
 */
public record InvoiceIssued(
        String invoiceId,
        String customerId,
        BigDecimal amount,
        LocalDate dueDate,
        @Nullable String currency,
        @Nullable String orderId)
        implements PaymentEvent {

    public InvoiceIssued {
        Rules.businessId("invoiceId", invoiceId);
        Rules.businessId("customerId", customerId);
        amount = Rules.amount("amount", amount);
        Rules.day("dueDate", dueDate);
        Rules.optionalCurrency("currency", currency);
        Rules.optionalBusinessId("orderId", orderId);
    }
}
