package io.tierstream.oracle;

/** What becomes of one published event. */
public enum Verdict {
    /** The first with its business id: it holds. */
    ACCEPTED,
    /** Said before, by the same CloudEvent or by another one with the same content: changes nothing. */
    REPEAT,
    /** Another content under a business id that is taken: a dead letter. */
    ID_CONFLICT,
    /** An amount in a currency without a rate: a dead letter. */
    UNKNOWN_CURRENCY
}
