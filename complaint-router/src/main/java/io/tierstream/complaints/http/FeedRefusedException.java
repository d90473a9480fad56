package io.tierstream.complaints.http;

import org.springframework.http.HttpStatus;

/** A live feed that is not opened: too many are, or the instance is stopping. */
final class FeedRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;

    FeedRefusedException(HttpStatus status, String message) {
        super(message);
        this.status = status;
    }

    HttpStatus status() {
        return status;
    }
}
