package io.tierstream.tier.domain;

/** Why a tier was decided anew. */
public enum Cause {
    /** The customer's first tier. */
    FIRST_GRADING,
    /** The composite moved; also a grace or dwell that ended, where the composite had moved below the cut-off. */
    SCORE,
    /** The cut-offs moved; also a grace or dwell that ended, where the cut-off had moved above the composite. */
    CUT_OFF,
    /** Another policy took over. */
    POLICY,
    OVERRIDE_SET,
    OVERRIDE_CHANGED,
    /** Removed by hand, or its end came. */
    OVERRIDE_ENDED
}
