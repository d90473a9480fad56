package io.tierstream.ingest.files;

/** A file that is not taken in now; the message says why and what to do. */
public final class ImportRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What there is too much of. */
    public enum Reason {
        /** Imports of this publisher that are not done. */
        TOO_MANY,
        /** Bytes of files that wait. */
        NO_ROOM
    }

    ImportRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** What there is too much of. */
    public Reason reason() {
        return reason;
    }
}
