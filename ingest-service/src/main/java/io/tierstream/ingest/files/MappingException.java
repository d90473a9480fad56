package io.tierstream.ingest.files;

/** A mapping file cannot be used; the message says which file, where in it, what is wrong and what would be right. */
final class MappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MappingException(String message) {
        super(message);
    }
}
