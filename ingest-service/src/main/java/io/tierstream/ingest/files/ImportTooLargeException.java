package io.tierstream.ingest.files;

/** A file is larger than imports may be. */
public final class ImportTooLargeException extends Exception {

    private static final long serialVersionUID = 1L;

    ImportTooLargeException(long limit) {
        super("The file has more than " + limit + " bytes (tierstream.imports.max-size); split it.");
    }
}
