package io.tierstream.tier.domain;

/** The grade of a customer, best first. */
public enum Tier {
    A,
    B,
    C;

    /** The tier of whom nothing is known yet: the last one. */
    public static final Tier ENTRY = C;

    /** Whether this tier is better than the other one. */
    public boolean isAbove(Tier other) {
        return ordinal() < other.ordinal();
    }
}
