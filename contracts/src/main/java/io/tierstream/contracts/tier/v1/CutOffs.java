package io.tierstream.contracts.tier.v1;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/** The lowest composite of tier A and of tier B, two decimals; whoever is at or above it is in that tier. */
public record CutOffs(
        @JsonProperty("A") BigDecimal a, @JsonProperty("B") BigDecimal b) {}
