package io.tierstream.ingest.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.ingest.IngestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.util.ServletRequestPathUtils;

class EveryEndpointHasARuleIT {

    static IngestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = IngestServer.start(data);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldDecideTheAudienceOfEveryMappedEndpoint() {
        List<String> without = new ArrayList<>();
        int endpoints = 0;
        for (RequestMappingInfo endpoint : endpoints()) {
            Set<RequestMethod> methods = endpoint.getMethodsCondition().getMethods();
            for (String path : paths(endpoint)) {
                for (RequestMethod method :
                        methods.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : methods) {
                    endpoints++;
                    if (!covered(method, path)) {
                        without.add(method + " " + path);
                    }
                }
            }
        }

        assertThat(endpoints).isGreaterThan(15);
        assertThat(without).as("endpoints without a rule in Routes").isEmpty();
    }

    @Test
    void shouldShowStrangersHealthAndSignInAndNothingElse() {
        Set<String> open = new TreeSet<>();
        for (RequestMappingInfo endpoint : endpoints()) {
            for (String path : paths(endpoint)) {
                for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                    var answer = server.send(HttpRequest.newBuilder(URI.create(server.address() + path))
                            .method(method, HttpRequest.BodyPublishers.noBody()));
                    if (answer.status() != 401) {
                        open.add(method + " " + path);
                    }
                }
            }
        }

        assertThat(open).containsExactly("GET /actuator/health", "GET /error", "GET /login");
    }

    private static List<RequestMappingInfo> endpoints() {
        List<RequestMappingInfo> endpoints = new ArrayList<>();
        for (var mapping : server.beans(RequestMappingInfoHandlerMapping.class)) {
            endpoints.addAll(mapping.getHandlerMethods().keySet());
        }
        return endpoints;
    }

    private static List<String> paths(RequestMappingInfo endpoint) {
        return endpoint.getPatternValues().stream()
                .map(pattern -> pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x"))
                .toList();
    }

    private static boolean covered(RequestMethod method, String path) {
        MockHttpServletRequest request = new MockHttpServletRequest(method.name(), path);
        ServletRequestPathUtils.parseAndCache(request);
        return Routes.covers(request);
    }
}
