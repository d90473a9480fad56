package io.tierstream.ingest.http;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what the server refuses before a controller sees it. */
@RestControllerAdvice
class BadRequests {

    @ExceptionHandler(InvalidParameterException.class)
    ProblemDetail unreadableParameter(InvalidParameterException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "A parameter cannot be read; percent-encode it as UTF-8.");
    }
}
