package io.tierstream.contracts.complaint.v1;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much a complaint hurts the customer, the least first. */
public enum Severity {
    @JsonProperty("low")
    LOW,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("high")
    HIGH,
    @JsonProperty("critical")
    CRITICAL
}
