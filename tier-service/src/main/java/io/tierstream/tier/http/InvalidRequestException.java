package io.tierstream.tier.http;

import java.util.List;
import org.springframework.http.HttpStatus;

/** A request that cannot be done as it is, with everything that is wrong with it. */
public final class InvalidRequestException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final transient List<Violation> violations;

    InvalidRequestException(HttpStatus status, String detail, List<Violation> violations) {
        super(detail);
        this.status = status;
        this.violations = List.copyOf(violations);
    }

    /** 400: a parameter cannot be understood. */
    static InvalidRequestException parameter(String name, String code, String message) {
        return new InvalidRequestException(
                HttpStatus.BAD_REQUEST,
                "The parameter " + name + " cannot be used.",
                List.of(new Violation(name, code, message)));
    }

    /** 422: understood, but against the rules. */
    static InvalidRequestException rules(List<Violation> violations) {
        return new InvalidRequestException(
                HttpStatus.UNPROCESSABLE_CONTENT, "The request breaks a rule; see errors.", violations);
    }

    /** 429: of what a caller may have some, it has all. */
    static InvalidRequestException tooMany(String detail) {
        return new InvalidRequestException(HttpStatus.TOO_MANY_REQUESTS, detail, List.of());
    }

    /** 404: there is no such thing. */
    static InvalidRequestException notFound(String detail) {
        return new InvalidRequestException(HttpStatus.NOT_FOUND, detail, List.of());
    }

    HttpStatus status() {
        return status;
    }

    /** Everything that is wrong. */
    public List<Violation> violations() {
        return violations;
    }

    /**
     * One thing that is wrong.
     *
     * @param pointer a JSON pointer into the body, or the name of a parameter
     * @param code stable, for programs
     * @param message for people: what to change
     */
    public record Violation(String pointer, String code, String message) {}
}
