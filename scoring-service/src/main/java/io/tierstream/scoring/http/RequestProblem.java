package io.tierstream.scoring.http;

import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A request that is answered with a problem (RFC 9457). */
final class RequestProblem extends ErrorResponseException {

    private static final long serialVersionUID = 1L;

    /** One entry of the member {@code errors}. */
    record Error(String pointer, String code, String message) {}

    RequestProblem(HttpStatus status, String detail) {
        super(status, ProblemDetail.forStatusAndDetail(status, detail), null);
    }

    RequestProblem(HttpStatus status, String detail, List<Error> errors) {
        this(status, detail);
        getBody().setProperty("errors", errors);
    }

    /** An answer that says when to try again. */
    static RequestProblem later(String detail) {
        RequestProblem problem = new RequestProblem(HttpStatus.SERVICE_UNAVAILABLE, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, "1");
        return problem;
    }
}
