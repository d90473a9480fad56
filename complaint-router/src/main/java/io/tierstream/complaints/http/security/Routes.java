package io.tierstream.complaints.http.security;

import static io.tierstream.complaints.http.security.Role.OPS;
import static io.tierstream.complaints.http.security.Role.SUPPORT;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may call what, in one list; the first rule that matches decides, and what no rule matches does not exist for
 * anyone. Every mapped endpoint needs a rule here: a test fails for one without.
 */
final class Routes {

    private static final String MOVES = "/{move:claim|release|assign|wait|resume|resolve|reopen|withdraw}";

    private static final List<Rule> RULES = List.of(
            everyone(GET, "/actuator/health"),
            everyone(GET, "/actuator/health/liveness"),
            everyone(GET, "/actuator/health/readiness"),
            everyone(null, "/error"),
            everyone(null, "/login"),
            everyone(GET, "/css/**"),
            everyone(GET, "/js/**"),
            everyone(GET, "/webjars/**"),
            everyone(GET, "/favicon.ico"),
            everyone(GET, "/favicon.svg"),
            signedIn(POST, "/logout"),
            signedIn(GET, "/v3/api-docs/**"),
            signedIn(GET, "/v3/api-docs.yaml"),
            signedIn(GET, "/swagger-ui.html"),
            signedIn(GET, "/swagger-ui/**"),
            only(GET, "/actuator/**", OPS),
            only(GET, "/v1/queue", SUPPORT, OPS),
            only(GET, "/v1/queue/stream", SUPPORT, OPS),
            only(POST, "/v1/queue/next", SUPPORT),
            only(GET, "/v1/tickets/*", SUPPORT, OPS),
            only(POST, "/v1/tickets/*" + MOVES, SUPPORT),
            only(POST, "/v1/tickets/*/notes", SUPPORT),
            only(GET, "/v1/team", SUPPORT, OPS),
            only(GET, "/v1/sla", SUPPORT, OPS),
            only(PUT, "/v1/sla"),
            only(POST, "/v1/sla/preview", OPS),
            only(GET, "/v1/sla/history", SUPPORT, OPS),
            only(GET, "/v1/reports/complaint-delays", SUPPORT, OPS),
            only(GET, "/reports/complaint-delays", SUPPORT, OPS),
            only(GET, "/sla", SUPPORT, OPS),
            only(GET, "/sla/preview", SUPPORT, OPS),
            only(GET, "/sla/progress", SUPPORT, OPS),
            only(POST, "/sla/preview", OPS),
            only(POST, "/sla"),
            only(GET, "/", SUPPORT, OPS),
            only(GET, "/team", SUPPORT, OPS),
            only(GET, "/desk/queue", SUPPORT, OPS),
            only(GET, "/desk/team", SUPPORT, OPS),
            only(GET, "/desk/tickets/*", SUPPORT, OPS),
            only(POST, "/desk/next", SUPPORT),
            only(POST, "/desk/tickets/*" + MOVES, SUPPORT),
            only(POST, "/desk/tickets/*/undo", SUPPORT),
            only(POST, "/desk/tickets/*/notes", SUPPORT),
            only(GET, "/tickets/*", SUPPORT, OPS));

    private Routes() {}

    /** Applies the rules; {@link Role#ADMIN} may do everything that anyone may. */
    static void apply(AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry http) {
        for (Rule rule : RULES) {
            var matched = http.requestMatchers(rule.matcher());
            switch (rule.audience()) {
                case Audience.Everyone ignored -> matched.permitAll();
                case Audience.SignedIn ignored -> matched.hasAnyAuthority(authorities(Role.values()));
                case Audience.Only only ->
                    matched.hasAnyAuthority(authorities(only.roles().toArray(new Role[0])));
            }
        }
        http.anyRequest().denyAll();
    }

    /** Whether a rule says who may make this request. */
    static boolean covers(HttpServletRequest request) {
        return RULES.stream().anyMatch(rule -> rule.matcher().matches(request));
    }

    private static String[] authorities(Role... roles) {
        return Arrays.stream(roles).map(Role::authority).toArray(String[]::new);
    }

    private static Rule everyone(@Nullable HttpMethod method, String path) {
        return new Rule(matcher(method, path), new Audience.Everyone());
    }

    private static Rule signedIn(@Nullable HttpMethod method, String path) {
        return new Rule(matcher(method, path), new Audience.SignedIn());
    }

    private static Rule only(@Nullable HttpMethod method, String path, Role... roles) {
        Role[] withAdmin = Arrays.copyOf(roles, roles.length + 1);
        withAdmin[roles.length] = Role.ADMIN;
        return new Rule(matcher(method, path), new Audience.Only(List.of(withAdmin)));
    }

    private static RequestMatcher matcher(@Nullable HttpMethod method, String path) {
        var paths = PathPatternRequestMatcher.withDefaults();
        return method == null ? paths.matcher(path) : paths.matcher(method, path);
    }

    private record Rule(RequestMatcher matcher, Audience audience) {}

    private sealed interface Audience {
        record Everyone() implements Audience {}

        /** Anyone with one of the four roles. */
        record SignedIn() implements Audience {}

        record Only(List<Role> roles) implements Audience {}
    }
}
