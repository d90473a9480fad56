package io.tierstream.complaints.http.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says no: programs get problem+json (RFC 9457), people who open a page are sent to sign in or get a page that says why not,
 * and pages that are already open (htmx) are told to go there.
 */
final class Refusals implements AuthenticationEntryPoint, AccessDeniedHandler {

    private static final String LOGIN = "/login";

    private final JsonMapper json;

    Refusals(JsonMapper json) {
        this.json = json;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
            throws IOException {
        if (opensPage(request)) {
            response.sendRedirect(request.getContextPath() + LOGIN);
            return;
        }
        if (request.getHeader("HX-Request") != null) {
            response.setHeader("HX-Redirect", request.getContextPath() + LOGIN);
        }
        boolean token = request.getHeader(HttpHeaders.AUTHORIZATION) != null;
        unauthenticated(
                response,
                token
                        ? "The bearer token in Authorization is not accepted here: expired, of another"
                                + " issuer, for another audience, or none is configured."
                        : "Send an API key in X-API-Key or a bearer token in Authorization.");
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
            throws IOException {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        if (reason instanceof CsrfException) {
            if (caller == null || caller instanceof AnonymousAuthenticationToken) {
                commence(request, response, new NotSignedIn());
            } else {
                write(
                        response,
                        HttpStatus.FORBIDDEN,
                        "The page's form token is missing or old: reload the page and try again.");
            }
        } else if (opensPage(request)) {
            response.sendError(Routes.covers(request) ? HttpStatus.FORBIDDEN.value() : HttpStatus.NOT_FOUND.value());
        } else if (!Routes.covers(request)) {
            write(response, HttpStatus.NOT_FOUND, "There is nothing at this address and method.");
        } else {
            write(response, HttpStatus.FORBIDDEN, "Your role does not allow this.");
        }
    }

    void unauthenticated(HttpServletResponse response, String detail) throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tierstream\"");
        write(response, HttpStatus.UNAUTHORIZED, detail);
    }

    void tooManyAttempts(HttpServletResponse response, Duration wait) throws IOException {
        long seconds = wait.toSeconds() + 1;
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        write(response, HttpStatus.TOO_MANY_REQUESTS, "Too many wrong API keys; try again in " + seconds + " seconds.");
    }

    /** A browser that navigates, as opposed to a program or a script of a page. */
    static boolean opensPage(HttpServletRequest request) {
        String accept = request.getHeader(HttpHeaders.ACCEPT);
        return accept != null
                && accept.contains(MediaType.TEXT_HTML_VALUE)
                && request.getHeader("HX-Request") == null
                && request.getHeader(ApiKeyFilter.HEADER) == null
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && !request.getRequestURI().startsWith(request.getContextPath() + "/v1/");
    }

    private void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }

    private static final class NotSignedIn extends AuthenticationException {
        private static final long serialVersionUID = 1L;

        NotSignedIn() {
            super("Not signed in");
        }
    }
}
