package io.tierstream.tier.web;

import com.mongodb.MongoException;
import io.tierstream.tier.control.BrokerAwayException;
import io.tierstream.tier.population.NotReadyException;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
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

    private final PageModel frame;

    PageFailures(PageModel frame) {
        this.frame = frame;
    }

    @ExceptionHandler(UnknownCustomerException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    ModelAndView unknown(HttpServletRequest request, Locale locale, @Nullable Principal caller) {
        return failure("failure.unknown", request, locale, caller);
    }

    @ExceptionHandler(NotThereException.class)
    @ResponseStatus(HttpStatus.NOT_FOUND)
    ModelAndView notThere(HttpServletRequest request, Locale locale, @Nullable Principal caller) {
        return failure("failure.404", request, locale, caller);
    }

    @ExceptionHandler({MongoException.class, BrokerAwayException.class, NotReadyException.class})
    @ResponseStatus(HttpStatus.SERVICE_UNAVAILABLE)
    ModelAndView away(Exception failed, HttpServletRequest request, Locale locale, @Nullable Principal caller) {
        log.warn("A page could not be shown: {}", failed.toString());
        return failure("failure.away", request, locale, caller);
    }

    /** The frame's attributes are not filled in by themselves after a failure. */
    private ModelAndView failure(String what, HttpServletRequest request, Locale locale, @Nullable Principal caller) {
        return new ModelAndView("failure", "what", what)
                .addObject("links", frame.links())
                .addObject("lang", frame.lang(locale))
                .addObject("show", frame.show(locale))
                .addObject("mayReport", frame.mayReport(request))
                .addObject("mayAdminister", frame.mayAdminister(request))
                .addObject("signedIn", frame.signedIn(caller));
    }
}
