package io.tierstream.tier.web;

/** What a page's address names does not exist. */
final class NotThereException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NotThereException() {
        super("No such thing");
    }
}
