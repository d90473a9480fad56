package io.tierstream.complaints.http;

import io.tierstream.complaints.application.StoreUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** How the API says that something went wrong (RFC 9457). */
@RestControllerAdvice
class Problems {

    /** One thing that is wrong, where, and what to change. */
    record Item(String pointer, String code, String message) {}

    static ProblemDetail problem(HttpStatusCode status, String detail) {
        return ProblemDetail.forStatusAndDetail(status, detail);
    }

    static ProblemDetail problem(HttpStatusCode status, String detail, List<Item> errors) {
        ProblemDetail problem = problem(status, detail);
        problem.setProperty("errors", errors);
        return problem;
    }

    static ResponseEntity<Object> answer(HttpStatus status, String detail, @Nullable TicketView current) {
        ProblemDetail problem = problem(status, detail);
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(status);
        if (current != null) {
            problem.setProperty("ticket", current);
            answer.eTag("\"" + current.version() + "\"");
        }
        return answer.body(problem);
    }

    static ResponseEntity<Object> comeBack(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, "2")
                .body(problem(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }

    @ExceptionHandler
    ResponseEntity<Object> storeAway(StoreUnavailableException e) {
        return comeBack("The store cannot be reached for the moment; try again in a few seconds.");
    }

    @ExceptionHandler
    ResponseEntity<Object> noFeed(FeedRefusedException e) {
        return ResponseEntity.status(e.status())
                .header(HttpHeaders.RETRY_AFTER, "60")
                .body(problem(e.status(), String.valueOf(e.getMessage())));
    }

    @ExceptionHandler
    ProblemDetail badRequest(BadRequestException e) {
        Item item = e.item();
        return problem(HttpStatus.BAD_REQUEST, item.pointer() + " " + item.message(), List.of(item));
    }
}
