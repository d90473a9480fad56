package io.tierstream.complaints.application;

/** The store cannot be reached for now; what was asked may be asked again. */
public final class StoreUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
