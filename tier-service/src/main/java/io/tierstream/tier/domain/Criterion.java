package io.tierstream.tier.domain;

/** What a customer is judged by, each as 0–100 {@link Points}. */
public enum Criterion {
    /** How promptly the customer pays. Says nothing about what the customer is worth. */
    CREDIT,
    /** How much the customer orders. */
    VOLUME,
    /** How much the orders earn. */
    PROFIT,
    /** What may be expected of the customer, as assessed by hand. */
    PROSPECT;

    /** Whether this criterion alone, with a weight above 0, is enough for a composite. */
    boolean saysWorth() {
        return this != CREDIT;
    }
}
