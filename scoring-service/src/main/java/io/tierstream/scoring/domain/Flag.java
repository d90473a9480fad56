package io.tierstream.scoring.domain;

/** Signs of a false big customer. */
public enum Flag {
    ONE_OFF_BULK,
    LOW_MARGIN,
    SLOW_PAYER,
    RETURNS_HEAVY
}
