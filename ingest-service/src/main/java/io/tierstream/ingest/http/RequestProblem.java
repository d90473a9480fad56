package io.tierstream.ingest.http;

import io.tierstream.ingest.domain.intake.Problem;
import java.time.Duration;
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

    RequestProblem(HttpStatus status, String detail, List<Problem> problems) {
        this(status, detail);
        getBody().setProperty("errors", errors(problems));
    }

    /** An answer that says when to try again. */
    static RequestProblem later(HttpStatus status, String detail, Duration retryAfter) {
        RequestProblem problem = new RequestProblem(status, detail);
        problem.getHeaders().set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        return problem;
    }

    static List<Error> errors(List<Problem> problems) {
        return problems.stream()
                .map(problem -> new Error(problem.pointer(), problem.code(), problem.message()))
                .toList();
    }
}
