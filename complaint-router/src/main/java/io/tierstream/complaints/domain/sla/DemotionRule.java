package io.tierstream.complaints.domain.sla;

/** What a demotion does to the deadline of an open ticket. */
public enum DemotionRule {
    /** The deadline becomes the new tier's. */
    FOLLOW,
    /** The deadline stays. */
    KEEP
}
