package io.tierstream.scoring.domain;

import io.tierstream.scoring.domain.Decision.Accepted;
import io.tierstream.scoring.domain.Decision.Outcome;

/**
 * The decisions of this service. What a customer's figures are depends only on the set of facts and on the day, not on
 * the order in which facts arrive nor on how often.
 */
public final class Scoring {

    private Scoring() {}

    /**
     * Takes in a fact.
     *
     * @param today epoch day; a day before the state's is taken as the state's, because figures never go back
     */
    public static Decision decide(CustomerMetrics state, Ledger ledger, Fact fact, ScoringRules rules, int today) {
        Bookkeeping books = new Bookkeeping(state, ledger, rules);
        books.rollTo(today);
        Outcome outcome = books.take(fact);
        return books.close(outcome);
    }

    /** Moves on to a new day: what left a window, fell due or begins to count today. */
    public static Decision roll(CustomerMetrics state, Ledger ledger, ScoringRules rules, int today) {
        Bookkeeping books = new Bookkeeping(state, ledger, rules);
        books.rollTo(today);
        return books.close(new Accepted());
    }
}
