package io.tierstream.contracts.payment.v1;

import io.tierstream.contracts.Rules;

/** An invoice was cancelled: it never was. */
public record InvoiceCancelled(String invoiceId, String customerId) implements PaymentEvent {

    public InvoiceCancelled {
        Rules.businessId("invoiceId", invoiceId);
        Rules.businessId("customerId", customerId);
    }
}
