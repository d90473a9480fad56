package io.tierstream.complaints.http.security;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.security.web.savedrequest.SavedRequest;
import org.springframework.security.web.savedrequest.SimpleSavedRequest;
import org.springframework.web.util.WebUtils;

/**
 * Remembers which page somebody wanted before signing in: in a cookie of the browser, so that strangers cost no memory.
 * Only a path of this service is ever gone back to, whatever the cookie says.
 */
final class WantedPage implements RequestCache {

    static final String COOKIE = "TIERSTREAM_DESK_PAGE";

    private static final int LONGEST = 1_000;
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    /** A path, and not the {@code //} with which an address of another host begins. */
    private static final Pattern PATH = Pattern.compile("/(?![/\\\\])[\\x21-\\x7e]*");

    @Override
    public void saveRequest(HttpServletRequest request, HttpServletResponse response) {
        if ("GET".equals(request.getMethod()) && Refusals.opensPage(request)) {
            String path =
                    request.getRequestURI().substring(request.getContextPath().length());
            String page = request.getQueryString() == null ? path : path + "?" + request.getQueryString();
            if (page.length() <= LONGEST) {
                put(request, response, encode(page), REMEMBERED);
            }
        }
    }

    @Override
    public @Nullable SavedRequest getRequest(HttpServletRequest request, HttpServletResponse response) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        String page = cookie == null ? "" : decode(cookie.getValue());
        return PATH.matcher(page).matches() ? new SimpleSavedRequest(page) : null;
    }

    /** Nothing is repeated but the going there. */
    @Override
    public @Nullable HttpServletRequest getMatchingRequest(HttpServletRequest request, HttpServletResponse response) {
        return null;
    }

    @Override
    public void removeRequest(HttpServletRequest request, HttpServletResponse response) {
        put(request, response, "", Duration.ZERO);
    }

    private static void put(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(COOKIE, value)
                .path(request.getContextPath() + "/")
                .maxAge(age)
                .httpOnly(true)
                .secure(request.isSecure())
                .sameSite("Lax")
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }

    private static String encode(String page) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(page.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String value) {
        try {
            return new String(Base64.getUrlDecoder().decode(value), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notOurs) {
            return "";
        }
    }
}
