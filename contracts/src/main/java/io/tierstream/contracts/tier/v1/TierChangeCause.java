package io.tierstream.contracts.tier.v1;

/** What made a tier change. */
public enum TierChangeCause {
    FIRST_GRADING,
    SCORE,
    CUT_OFF,
    POLICY,
    OVERRIDE_SET,
    OVERRIDE_CHANGED,
    OVERRIDE_ENDED
}
