package io.tierstream.contracts.payment.v1;

import io.tierstream.contracts.Rules;

/** A payment was reversed: it never was. */
public record PaymentReversed(String paymentId, String customerId) implements PaymentEvent {

    public PaymentReversed {
        Rules.businessId("paymentId", paymentId);
        Rules.businessId("customerId", customerId);
    }
}
