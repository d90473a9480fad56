package io.tierstream.tier.domain;

/** Where the cut-offs of a policy come from. */
public enum Mode {
    /** From the population: so many percent of the customers are A, so many B. */
    RATIO,
    /** From the policy: so many points are A, so many B. */
    THRESHOLD
}
