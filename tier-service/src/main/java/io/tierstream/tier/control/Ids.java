package io.tierstream.tier.control;

/** Makes ids that nobody has used before. */
@FunctionalInterface
public interface Ids {

    /** The next one. */
    String next();
}
