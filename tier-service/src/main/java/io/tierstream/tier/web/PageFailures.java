package io.tierstream.tier.web;

import com.mongodb.MongoException;
import io.tierstream.tier.control.BrokerAwayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.servlet.ModelAndView;

/** What people see when a page cannot be shown. */
@ControllerAdvice(basePackageClasses = PageFailures.class)
class PageFailures {

    private static final Logger log = LoggerFactory.getLogger(PageFailures.class);

    @ExceptionHandler(UnknownCustomerException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    ModelAndView unknown() {
        return new ModelAndView("failure", "what", "failure.unknown");
    }

    @ExceptionHandler({MongoException.class, BrokerAwayException.class})
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    ModelAndView away(Exception failed) {
        log.warn("A page could not be shown: {}", failed.toString());
        return new ModelAndView("failure", "what", "failure.away");
    }
}
