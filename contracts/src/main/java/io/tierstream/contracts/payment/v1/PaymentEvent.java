package io.tierstream.contracts.payment.v1;

import io.tierstream.contracts.EventData;

/** What travels on the topic {@code payments}. */
public sealed interface PaymentEvent extends EventData
        permits InvoiceIssued, InvoiceCancelled, PaymentReceived, PaymentReversed {}
