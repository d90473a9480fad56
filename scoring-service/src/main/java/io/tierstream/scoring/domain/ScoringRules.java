package io.tierstream.scoring.domain;

import java.util.Set;

/**
 * What is configured for the rolling figures.
 *
 * @param window W, in days: day d is in the window when {@code today − W < d ≤ today}
 * @param returnHorizon days, beyond both windows, for which entries are kept
 * @param excused reasons for which a late payment counts as on time
 */
public record ScoringRules(int window, int returnHorizon, Set<LateReason> excused) {

    public ScoringRules {
        if (window < 1 || returnHorizon < 0) {
            throw new IllegalArgumentException("The window must have at least one day, the horizon none or more");
        }
        excused = Set.copyOf(excused);
    }

    /** Days for which an entry is kept, by its day. */
    int retention() {
        return 2 * window + returnHorizon;
    }
}
