package io.tierstream.contracts.score.v1;

/** Signs of a false big customer. */
public enum Flag {
    /** One order makes at least 60 % of the amount, and there are at most two. */
    ONE_OFF_BULK,
    /** Volume of at least 60 points, and a profit below 5 % of the amount with known cost. */
    LOW_MARGIN,
    /** Pays more than 30 days late on average. */
    SLOW_PAYER,
    /** Cancelled or returned at least 30 % of what was ordered. */
    RETURNS_HEAVY
}
