package io.tierstream.complaints.domain.sla;

/** What the queue is ordered by first. */
public enum OrderRule {
    /** Tier, then deadline. */
    TIER_FIRST,
    /** Deadline, then tier. */
    DEADLINE_FIRST
}
