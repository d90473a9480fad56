package io.tierstream.scoring.http.security;

/** This service refuses to start, because nobody was given a way in or a way in is not allowed here. */
final class NoWayInException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    NoWayInException(String message, String action) {
        super(message + " " + action);
        this.action = action;
    }

    String action() {
        return action;
    }
}
