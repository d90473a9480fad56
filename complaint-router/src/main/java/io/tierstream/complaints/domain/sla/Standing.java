package io.tierstream.complaints.domain.sla;

import java.time.Instant;

/**
 * How a deadline stands to {@code openedAt + SLA(tier) + waited}, so that new settings can tell what to do with it: a promise
 * that was made beyond the rule is not broken by them.
 */
public enum Standing {
    /** It is just that. */
    AS_RULED,
    /** Later: a promotion left time. */
    LATER,
    /** Earlier: a demotion left the deadline, or a promotion did not make it later. */
    EARLIER;

    /** How this deadline stands to the one of the rule. */
    public static Standing of(Instant due, Instant ruled) {
        int compared = due.compareTo(ruled);
        return compared == 0 ? AS_RULED : compared > 0 ? LATER : EARLIER;
    }
}
