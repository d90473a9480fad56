package io.tierstream.contracts;

/** An event breaks a rule of its contract; the message says which field, what is wrong and what would be right. */
public final class InvalidEventException extends IllegalArgumentException {

    private final String field;

    public InvalidEventException(String field, String problem) {
        super(field + ": " + problem);
        this.field = field;
    }

    /** Name of the component that is wrong. */
    public String field() {
        return field;
    }
}
