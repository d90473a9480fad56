package io.tierstream.contracts.tier.v1;

/** How bands are drawn: by share of the customers, or by fixed composites. */
public enum GradingMode {
    RATIO,
    THRESHOLD
}
