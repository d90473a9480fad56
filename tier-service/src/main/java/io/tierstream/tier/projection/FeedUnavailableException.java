package io.tierstream.tier.projection;

/** The stream of changes takes no reader now; later it may. */
public final class FeedUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    FeedUnavailableException(String message) {
        super(message);
    }
}
