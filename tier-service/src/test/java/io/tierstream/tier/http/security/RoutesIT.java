package io.tierstream.tier.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Everything that is mapped, the actuator's included, by the mappings themselves. */
class RoutesIT extends TierServiceUnderTest {

    private static final Set<String> OPEN = Set.of(
            "GET /login",
            "HEAD /login",
            "OPTIONS /login",
            "GET /actuator/health",
            "GET /actuator/health/liveness",
            "GET /actuator/health/readiness");

    /** Whose rule is not one of a role: for everyone, or for all who have signed in. */
    private static final Set<String> FOR_ALL = Set.of(
            "GET /login",
            "GET /actuator/health",
            "GET /v3/api-docs",
            "GET /v3/api-docs.yaml",
            "GET /v3/api-docs/swagger-config",
            "GET /swagger-ui.html");

    @Autowired
    List<RequestMappingInfoHandlerMapping> mappings;

    @Test
    void shouldSayForEveryEndpointWhoMayCallItAndNothingOfOthers() {
        Set<String> mapped = new TreeSet<>();
        for (RequestMappingInfo endpoint : endpoints()) {
            for (String pattern : endpoint.getPatternValues()) {
                Set<RequestMethod> methods = endpoint.getMethodsCondition().getMethods();
                for (RequestMethod method : methods.isEmpty() ? Set.of(RequestMethod.GET) : methods) {
                    mapped.add(method + " " + pattern.replaceAll("\\{\\*?[^}]*}", "*"));
                }
            }
        }
        mapped.removeAll(FOR_ALL);
        mapped.remove("GET /error");

        assertThat(Routes.decided()).isEqualTo(mapped);
    }

    @Test
    void shouldLetStrangersNowhereButWhereTheySignIn() {
        List<String> open = new ArrayList<>();
        int asked = 0;
        for (RequestMappingInfo endpoint : endpoints()) {
            for (String pattern : endpoint.getPatternValues()) {
                String path = pattern.replaceAll("\\{\\*?[^}]*}", "x").replace("/**", "/x");
                for (String method : List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
                    asked++;
                    HttpResponse<String> answer = send(stranger(path)
                            .method(method, BodyPublishers.noBody())
                            .build());
                    if (answer.statusCode() != 401 && !path.equals("/error") && !OPEN.contains(method + " " + path)) {
                        open.add(method + " " + path + ": " + answer.statusCode());
                    }
                }
            }
        }

        assertThat(open).isEmpty();
        assertThat(asked).isGreaterThan(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/customers", "/policy", "/swagger-ui.html", "/actuator/prometheus", "/nothing-here"})
    void shouldSendAStrangersBrowserToSignIn(String path) {
        HttpResponse<String> answer =
                send(stranger(path).header("Accept", "text/html").build());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/login");
        assertThat(answer.headers().allValues("Set-Cookie"))
                .noneMatch(cookie -> cookie.startsWith("TIERSTREAM_TIERS="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/actuator/health/liveness",
                "/login",
                "/css/tierstream.css",
                "/js/tiers.js",
                "/favicon.svg",
                "/webjars/htmx.org/dist/htmx.min.js"
            })
    void shouldShowStrangersHowToSignInAndThatItLives(String path) {
        HttpResponse<String> answer = send(stranger(path).build());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(
                        value -> assertThat(value).contains(path.contains(".") ? "max-age=3600" : "no-store"));
    }

    private List<RequestMappingInfo> endpoints() {
        return mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .toList();
    }

    private HttpRequest.Builder stranger(String path) {
        return HttpRequest.newBuilder(URI.create(address(path)));
    }
}
