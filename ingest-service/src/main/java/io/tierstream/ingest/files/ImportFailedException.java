package io.tierstream.ingest.files;

/** A file cannot be imported, and trying again would not help; the message says what to change. */
final class ImportFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    ImportFailedException(String message) {
        super(message);
    }
}
