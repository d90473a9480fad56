package io.tierstream.tier.http.security;

import static io.tierstream.tier.http.security.Role.OPS;
import static io.tierstream.tier.http.security.Role.SUPPORT;
import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may call what, in one list; the first rule that matches decides, and what no rule matches does not exist for
 * anyone. Every mapped endpoint needs a rule of its own here, {@code *} standing for a variable of its path: a test fails
 * for an endpoint without one, and for a rule without its endpoint.
 */
final class Routes {

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
            signedIn(GET, "/v3/api-docs"),
            signedIn(GET, "/v3/api-docs.yaml"),
            signedIn(GET, "/v3/api-docs/swagger-config"),
            signedIn(GET, "/swagger-ui.html"),
            signedIn(GET, "/swagger-ui/**"),
            only(GET, "/actuator", OPS),
            only(GET, "/actuator/health/**", OPS),
            only(GET, "/actuator/prometheus", OPS),
            only(GET, "/v1/customers", SUPPORT, OPS),
            only(GET, "/v1/customers/*", SUPPORT, OPS),
            only(GET, "/v1/customers/*/changes", SUPPORT, OPS),
            only(GET, "/v1/customers/*/tier", SUPPORT, OPS),
            only(PUT, "/v1/customers/*/override", OPS),
            only(DELETE, "/v1/customers/*/override", OPS),
            only(GET, "/v1/commands/*", OPS),
            only(GET, "/v1/tier-changes", SUPPORT, OPS),
            only(GET, "/v1/tier-changes/stream", SUPPORT, OPS),
            only(GET, "/v1/policy", OPS),
            only(GET, "/v1/policies", OPS),
            only(POST, "/v1/policies", OPS),
            only(GET, "/v1/policies/*", OPS),
            only(GET, "/v1/policies/*/differences", OPS),
            only(POST, "/v1/policies/*/activate"),
            only(GET, "/v1/policies/*/simulations", OPS),
            only(POST, "/v1/policies/*/simulations", OPS),
            only(POST, "/v1/policies/simulations", OPS),
            only(GET, "/v1/shadow", OPS),
            only(PUT, "/v1/shadow", OPS),
            only(DELETE, "/v1/shadow", OPS),
            only(GET, "/v1/audit", OPS),
            only(GET, "/v1/reports/grading", OPS),
            only(GET, "/v1/reports/concentration", OPS),
            only(GET, "/v1/reports/migrations", OPS),
            only(GET, "/v1/reports/movers", OPS),
            only(GET, "/v1/reports/visits", OPS),
            only(GET, "/v1/reports/portfolios", OPS),
            only(GET, "/v1/reports/prospects", OPS),
            only(POST, "/v1/order-priorities", OPS),
            only(POST, "/v1/visits", OPS),
            only(GET, "/v1/webhooks", OPS),
            only(GET, "/v1/webhooks/*", OPS),
            only(GET, "/v1/webhooks/*/deliveries", OPS),
            only(POST, "/v1/webhooks"),
            only(POST, "/v1/webhooks/*/test"),
            only(POST, "/v1/webhooks/*/replay"),
            only(POST, "/v1/webhooks/*/deliveries/*/replay"),
            only(DELETE, "/v1/webhooks/*"),
            only(GET, "/v1/cut-offs", OPS),
            only(POST, "/v1/cut-offs", OPS),
            only(GET, "/", SUPPORT, OPS),
            only(GET, "/live/overview", SUPPORT, OPS),
            only(GET, "/customers", SUPPORT, OPS),
            only(GET, "/customers/*", SUPPORT, OPS),
            only(GET, "/customers/*/live", SUPPORT, OPS),
            only(GET, "/customers/*/then", SUPPORT, OPS),
            only(GET, "/customers/*/evidence/*", OPS),
            only(POST, "/customers/*/override", OPS),
            only(GET, "/reports", OPS),
            only(GET, "/reports/*", OPS),
            only(GET, "/policy", OPS),
            only(GET, "/policy/*", OPS),
            only(GET, "/policy/*/simulation", OPS),
            only(GET, "/policy/activations/*", OPS),
            only(POST, "/policy/try", OPS),
            only(POST, "/policy/drafts", OPS),
            only(POST, "/policy/*/activate"),
            only(POST, "/policy/*/again", OPS),
            only(POST, "/policy/*/shadow", OPS),
            only(POST, "/policy/shadow/end", OPS),
            only(GET, "/priorities", OPS),
            only(POST, "/priorities", OPS),
            only(POST, "/priorities/file", OPS),
            only(POST, "/visits", OPS),
            only(GET, "/audit", OPS),
            only(GET, "/webhooks", OPS),
            only(GET, "/webhooks/*", OPS),
            only(POST, "/webhooks"),
            only(POST, "/webhooks/*/test"),
            only(POST, "/webhooks/*/replay"),
            only(POST, "/webhooks/*/delete"),
            only(POST, "/webhooks/*/deliveries/*/*/*"));

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

    /** Those that name an audience, as {@code GET /v1/customers/*}. */
    static Set<String> decided() {
        return RULES.stream()
                .filter(rule -> rule.audience() instanceof Audience.Only)
                .map(rule -> rule.method() + " " + rule.path())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String[] authorities(Role... roles) {
        return Arrays.stream(roles).map(Role::authority).toArray(String[]::new);
    }

    private static Rule everyone(@Nullable HttpMethod method, String path) {
        return new Rule(method, path, new Audience.Everyone());
    }

    private static Rule signedIn(HttpMethod method, String path) {
        return new Rule(method, path, new Audience.SignedIn());
    }

    private static Rule only(HttpMethod method, String path, Role... roles) {
        Role[] withAdmin = Arrays.copyOf(roles, roles.length + 1);
        withAdmin[roles.length] = Role.ADMIN;
        return new Rule(method, path, new Audience.Only(List.of(withAdmin)));
    }

    private record Rule(@Nullable HttpMethod method, String path, RequestMatcher matcher, Audience audience) {

        Rule(@Nullable HttpMethod method, String path, Audience audience) {
            this(method, path, matcher(method, path), audience);
        }

        private static RequestMatcher matcher(@Nullable HttpMethod method, String path) {
            var paths = PathPatternRequestMatcher.withDefaults();
            return method == null ? paths.matcher(path) : paths.matcher(method, path);
        }
    }

    private sealed interface Audience {
        record Everyone() implements Audience {}

        /** Anyone with one of the four roles. */
        record SignedIn() implements Audience {}

        record Only(List<Role> roles) implements Audience {}
    }
}
