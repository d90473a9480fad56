package io.tierstream.tier.control;

/** Makes ids that nobody has used before. */
@FunctionalInterface
interface Ids {

    String next();
}
