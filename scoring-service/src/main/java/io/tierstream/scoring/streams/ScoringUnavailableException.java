package io.tierstream.scoring.streams;

/** The answer cannot be given just now, and asking again soon may help. */
public final class ScoringUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ScoringUnavailableException(String message) {
        super(message);
    }

    public ScoringUnavailableException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
    }
}
