package io.tierstream.scoring.http;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers what is refused before a controller sees it. */
@RestControllerAdvice
class BadRequests {

    @ExceptionHandler
    ProblemDetail unreadableParameter(InvalidParameterException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "A parameter cannot be read; percent-encode it as UTF-8.");
    }
}
