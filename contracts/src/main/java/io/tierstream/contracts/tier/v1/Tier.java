package io.tierstream.contracts.tier.v1;

/** A customer's grade, the best first; C is the entry tier. */
public enum Tier {
    A,
    B,
    C
}
