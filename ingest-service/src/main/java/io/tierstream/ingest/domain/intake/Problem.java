package io.tierstream.ingest.domain.intake;

/**
 * One thing that is wrong with an event.
 *
 * @param kind what it means for the answer
 * @param pointer JSON Pointer into the structured form of the event; {@code ""} is the event as a whole
 * @param code stable, for programs
 * @param message what is wrong and what would be right
 */
public record Problem(Kind kind, String pointer, String code, String message) {

    /** What a problem is about, the gravest first: the first kind found decides how a request is answered. */
    public enum Kind {
        /** It is too large to be stored. */
        TOO_LARGE,
        /** It is no CloudEvent. */
        MALFORMED,
        /** It breaks its schema or a rule. */
        INVALID,
        /** This publisher must not publish it. */
        NOT_ALLOWED
    }

    static Problem notAllowed(String pointer, String message) {
        return new Problem(Kind.NOT_ALLOWED, pointer, "notAllowed", message);
    }

    /** The same problem, of the event at this position of a batch. */
    public Problem at(int position) {
        return new Problem(kind, "/" + position + pointer, code, message);
    }
}
