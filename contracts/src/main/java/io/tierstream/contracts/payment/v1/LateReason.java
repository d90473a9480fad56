package io.tierstream.contracts.payment.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Why a payment is late; which of these excuse the customer is configured. */
public enum LateReason {
    @JsonProperty("customer")
    CUSTOMER,
    @JsonProperty("dispute")
    DISPUTE,
    @JsonProperty("bank")
    BANK,
    @JsonProperty("seller")
    SELLER
}
