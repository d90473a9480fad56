package io.tierstream.tier.http;

import com.mongodb.MongoException;
import io.tierstream.tier.control.BrokerAwayException;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.population.NotReadyException;
import io.tierstream.tier.projection.FeedUnavailableException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.databind.DatabindException;

/** What goes wrong, as problem+json (RFC 9457). What only is away for now is 503, and can be repeated. */
@RestControllerAdvice(annotations = RestController.class)
@Order(Ordered.HIGHEST_PRECEDENCE)
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);
    private static final String RETRY_SECONDS = "2";

    @ExceptionHandler
    ResponseEntity<ProblemDetail> invalid(InvalidRequestException invalid) {
        return problem(invalid.status(), String.valueOf(invalid.getMessage()), invalid.violations());
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> storeAway(MongoException failed) {
        log.warn("The store did not answer: {}", failed.toString());
        return away("The store does not answer at the moment. Nothing was changed; try again.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> brokerAway(BrokerAwayException failed) {
        log.warn("{}: {}", failed.getMessage(), String.valueOf(failed.getCause()));
        return away("Kafka does not answer at the moment. The order may have gone out; repeating it is safe.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> feedUnavailable(FeedUnavailableException failed) {
        return away(String.valueOf(failed.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> notReady(NotReadyException notReady) {
        return away(String.valueOf(notReady.getMessage()));
    }

    private static ResponseEntity<ProblemDetail> away(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, RETRY_SECONDS)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }

    private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail, List<Violation> violations) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        if (!violations.isEmpty()) {
            problem.setProperty("errors", violations);
        }
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException unreadable,
            HttpHeaders headers,
            HttpStatusCode status,
            WebRequest request) {
        if (isTooLong(unreadable)) {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                    HttpStatus.CONTENT_TOO_LARGE, "The body has more bytes than are read here; send less at once.");
            return handleExceptionInternal(unreadable, problem, headers, HttpStatus.CONTENT_TOO_LARGE, request);
        }
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "The body cannot be read as what belongs here.");
        problem.setProperty("errors", List.of(violation(unreadable)));
        return handleExceptionInternal(unreadable, problem, headers, HttpStatus.BAD_REQUEST, request);
    }

    /** The exception tells which limit it was in its words only. */
    private static boolean isTooLong(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException
                    && String.valueOf(cause.getMessage()).startsWith("Document length")) {
                return true;
            }
        }
        return false;
    }

    @Override
    protected ResponseEntity<Object> createResponseEntity(
            @Nullable Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        HttpHeaders own = new HttpHeaders(headers);
        own.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        return new ResponseEntity<>(body, own, status);
    }

    private static Violation violation(HttpMessageNotReadableException unreadable) {
        return switch (unreadable.getCause()) {
            case DatabindException data ->
                new Violation(pointer(data), "INVALID", "Not a value that belongs here; see the API description.");
            case StreamConstraintsException limit ->
                new Violation("", "LIMIT", "Nested too deeply, or with a name, number or text that is too long.");
            case JacksonException syntax ->
                new Violation(
                        "",
                        "NOT_JSON",
                        "Not JSON, near line " + syntax.getLocation().getLineNr() + ", column "
                                + syntax.getLocation().getColumnNr() + ".");
            case null, default -> new Violation("", "MISSING", "A JSON body is required.");
        };
    }

    private static String pointer(DatabindException data) {
        StringBuilder pointer = new StringBuilder();
        data.getPath()
                .forEach(step -> pointer.append('/')
                        .append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName()));
        return pointer.toString();
    }
}
