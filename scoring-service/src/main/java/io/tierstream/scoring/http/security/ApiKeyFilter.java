package io.tierstream.scoring.http.security;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates the header {@code X-API-Key}, for this one request and without a session.
 *
 * <p>Wrong keys are slowed down (429 with {@code Retry-After}): the same wrong key from one address after 5 attempts,
 * any wrong keys from one address after 20. A right key that was used from that address before is let through
 * meanwhile, so that a stranger behind the same proxy cannot lock it out.
 */
final class ApiKeyFilter extends OncePerRequestFilter {

    static final String HEADER = "X-API-Key";

    private static final int FORGIVEN_PER_KEY = 5;
    private static final int FORGIVEN_PER_ADDRESS = 20;
    private static final int REMEMBERED = 10_000;

    private final ApiKeys keys;
    private final Attempts attempts;
    private final Refusals refusals;
    private final RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
    private final Map<String, Boolean> established = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    ApiKeyFilter(ApiKeys keys, Attempts attempts, Refusals refusals) {
        this.keys = keys;
        this.attempts = attempts;
        this.refusals = refusals;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String presented = request.getHeader(HEADER);
        if (presented == null) {
            chain.doFilter(request, response);
            return;
        }
        byte[] hash = ApiKeys.hash(presented);
        String address = "address " + request.getRemoteAddr();
        String keyAtAddress = "key " + HexFormat.of().formatHex(hash) + " at " + request.getRemoteAddr();
        SecurityProperties.ApiKey key = keys.find(hash);
        if (key == null || !established.containsKey(keyAtAddress)) {
            Duration wait =
                    longer(attempts.wait(address, FORGIVEN_PER_ADDRESS), attempts.wait(keyAtAddress, FORGIVEN_PER_KEY));
            if (wait.isPositive()) {
                refusals.tooManyAttempts(response, wait);
                return;
            }
        }
        if (key == null) {
            attempts.failed(address);
            attempts.failed(keyAtAddress);
            refusals.unauthenticated(response, "The API key in X-API-Key is not known here.");
            return;
        }
        established.put(keyAtAddress, true);
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new ApiKeyAuthentication(key));
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        chain.doFilter(request, response);
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) >= 0 ? a : b;
    }
}
