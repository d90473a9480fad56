package io.tierstream.scoring.http;

import io.tierstream.scoring.streams.ScoringUnavailableException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers in problem+json what controllers do not answer themselves. */
@RestControllerAdvice
class ProblemAdvice {

    @ExceptionHandler
    ResponseEntity<ProblemDetail> unavailable(ScoringUnavailableException e) {
        RequestProblem problem = RequestProblem.later(String.valueOf(e.getMessage()));
        return ResponseEntity.status(problem.getStatusCode())
                .header(HttpHeaders.RETRY_AFTER, "1")
                .body(problem.getBody());
    }
}
