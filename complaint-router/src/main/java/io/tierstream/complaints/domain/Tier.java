package io.tierstream.complaints.domain;

/** A customer's grade, the best first. */
public enum Tier {
    A,
    B,
    C;

    /** The tier of a customer nobody has graded yet: the last one. */
    public static final Tier ENTRY = C;

    /** Whether this tier is served before the other one. */
    public boolean isBetterThan(Tier other) {
        return compareTo(other) < 0;
    }
}
