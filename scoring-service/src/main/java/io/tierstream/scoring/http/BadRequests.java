package io.tierstream.scoring.http;

import jakarta.servlet.http.HttpServletRequest;
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

    /** Spring fails at a wildcard where a type is due; any other failure is one. */
    @ExceptionHandler
    ProblemDetail wildcard(IllegalArgumentException e, HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || type.indexOf('*') < 0) {
            throw e;
        }
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be a type, such as application/json.");
    }
}
