package io.tierstream.complaints.http;

import org.jspecify.annotations.Nullable;

/** A parameter, header or body that cannot be understood. */
final class BadRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String pointer;
    private final String code;

    /**
     * Makes one.
     *
     * @param pointer where: a JSON pointer, or the name of a parameter or header
     */
    BadRequestException(String pointer, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.pointer = pointer;
        this.code = code;
    }

    Problems.Item item() {
        return new Problems.Item(pointer, code, String.valueOf(getMessage()));
    }
}
