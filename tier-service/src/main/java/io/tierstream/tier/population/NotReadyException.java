package io.tierstream.tier.population;

/** The copies in memory are not complete yet; soon they are. */
public final class NotReadyException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotReadyException(String message) {
        super(message);
    }
}
