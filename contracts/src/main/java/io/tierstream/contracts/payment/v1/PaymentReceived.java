package io.tierstream.contracts.payment.v1;

import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A customer paid an invoice, or a part of it.
 *
 * @param amount what was paid, &gt; 0, in {@code currency}
 * @param currency ISO 4217; the base currency when absent
 * @param dueDate when it was due, for publishers that send no invoices
 * @param lateReason why it is late
 */
public record PaymentReceived(
        String paymentId,
        String invoiceId,
        String customerId,
        BigDecimal amount,
        @Nullable String currency,
        @Nullable LocalDate dueDate,
        @Nullable LateReason lateReason)
        implements PaymentEvent {

    public PaymentReceived {
        Rules.businessId("paymentId", paymentId);
        Rules.businessId("invoiceId", invoiceId);
        Rules.businessId("customerId", customerId);
        amount = Rules.positiveAmount("amount", amount);
        Rules.optionalCurrency("currency", currency);
        Rules.optionalDay("dueDate", dueDate);
    }
}
