package io.tierstream.complaints.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.TestDesk;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/** Every endpoint of the running service has an audience, and answers as the API says. */
class RoutesIT {

    private static TestDesk desk;

    @BeforeAll
    static void start() {
        desk = TestDesk.start("routes");
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    @Test
    void shouldDecideWhoMayCallEachEndpoint() {
        List<String> undecided = new ArrayList<>();
        int endpoints = 0;
        for (RequestMappingInfo endpoint : endpoints()) {
            Set<RequestMethod> methods = endpoint.getMethodsCondition().getMethods();
            for (String path : paths(endpoint)) {
                for (RequestMethod method :
                        methods.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : methods) {
                    endpoints++;
                    if (!Routes.covers(new MockHttpServletRequest(method.name(), path))) {
                        undecided.add(method + " " + path);
                    }
                }
            }
        }

        assertThat(endpoints).isGreaterThan(50);
        assertThat(undecided).as("endpoints without a rule in Routes").isEmpty();
    }

    @Test
    void shouldShowStrangersHealthAndSignInAndNothingElse() {
        Set<String> open = new TreeSet<>();
        for (RequestMappingInfo endpoint : endpoints()) {
            for (String path : paths(endpoint)) {
                for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                    HttpResponse<String> answer =
                            desk.send(HttpRequest.newBuilder(URI.create("http://localhost:" + desk.port() + path))
                                    .method(method, HttpRequest.BodyPublishers.noBody()));
                    if (answer.statusCode() != 401) {
                        open.add(method + " " + path);
                    }
                }
            }
        }

        assertThat(open).containsExactly("GET /actuator/health", "GET /error", "GET /login");
    }

    private static List<RequestMappingInfo> endpoints() {
        List<RequestMappingInfo> endpoints = new ArrayList<>();
        for (RequestMappingInfoHandlerMapping mapping : desk.beans(RequestMappingInfoHandlerMapping.class)) {
            endpoints.addAll(mapping.getHandlerMethods().keySet());
        }
        return endpoints;
    }

    /** An address for each pattern and each of the words that it names. */
    private static List<String> paths(RequestMappingInfo endpoint) {
        List<String> paths = new ArrayList<>();
        for (String pattern : endpoint.getPatternValues()) {
            Matcher words = Pattern.compile("\\{\\w+:([a-z|]+)}").matcher(pattern);
            for (String word : words.find() ? words.group(1).split("\\|") : new String[] {"x"}) {
                paths.add(pattern.replaceAll("\\{\\w+:[a-z|]+}", word)
                        .replaceAll("\\{[^}]*}", "x")
                        .replace("/**", "/x"));
            }
        }
        return paths;
    }

    @Test
    void shouldRefuseLargeAndDeepBodies() {
        byte[] large = ("{\"note\": \"" + "x".repeat(2_000_000) + "\"}").getBytes(StandardCharsets.US_ASCII);
        String deep = "[".repeat(33) + "]".repeat(33);
        for (String path : List.of("/v1/sla/preview", "/v1/tickets/none/notes")) {
            HttpResponse<String> announced = desk.send(json(path).POST(HttpRequest.BodyPublishers.ofByteArray(large)));
            assertThat(announced.statusCode()).as(path).isEqualTo(413);
            assertThat(announced.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(desk.send(json(path)
                                    .POST(HttpRequest.BodyPublishers.ofInputStream(
                                            () -> new ByteArrayInputStream(large))))
                            .statusCode())
                    .as("in chunks " + path)
                    .isEqualTo(413);
            assertThat(desk.send(json(path).POST(HttpRequest.BodyPublishers.ofString(deep)))
                            .statusCode())
                    .as("deep " + path)
                    .isEqualTo(400);
        }
    }

    @Test
    void shouldRefuseALiveFeedBeyondTheTenthOfACallerAndSayWhenToComeBack() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (int i = 0; i < 10; i++) {
                assertThat(http.send(feed(), HttpResponse.BodyHandlers.ofInputStream())
                                .statusCode())
                        .isEqualTo(200);
            }

            HttpResponse<String> refused = http.send(feed(), HttpResponse.BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            http.shutdownNow();
        }
    }

    private static HttpRequest feed() {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + desk.port() + "/v1/queue/stream"))
                .header("X-API-Key", TestDesk.key("ops"))
                .header("Accept", "text/event-stream")
                .build();
    }

    private static HttpRequest.Builder json(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + desk.port() + path))
                .header("X-API-Key", TestDesk.key("admin"))
                .header("Content-Type", "application/json");
    }

    @Test
    void shouldChangeTheSlaAndNameAllThatIsWrong() {
        HttpResponse<String> wrong =
                put("{\"tiers\": {\"A\": \"3 days\", \"D\": \"P1D\"}, \"atRiskShare\": 2, \"x\": 1}");
        assertThat(wrong.statusCode()).isEqualTo(422);
        List<String> pointers = new ArrayList<>();
        TestDesk.json(wrong)
                .get("errors")
                .forEach(error -> pointers.add(error.get("pointer").stringValue()));
        assertThat(pointers).contains("/tiers/A", "/tiers/D", "/x");

        HttpResponse<String> changed =
                put("{\"tiers\": {\"A\": \"P2D\"}, \"order\": \"deadline-first\", \"maximumWait\": \"P10D\"}");
        assertThat(changed.statusCode()).isEqualTo(200);
        JsonNode sla = desk.json("/v1/sla");
        assertThat(sla.get("tiers").get("A").stringValue()).isEqualTo("P2D");
        assertThat(sla.get("tiers").get("B").stringValue()).isEqualTo("P5D");
        assertThat(sla.get("version").longValue()).isEqualTo(2);
        assertThat(sla.get("by").stringValue()).isEqualTo("admin-machine");
        assertThat(put("{\"maximumWait\": null}").statusCode()).isEqualTo(200);
        assertThat(desk.json("/v1/sla").has("maximumWait")).isFalse();
    }

    private static HttpResponse<String> put(String body) {
        return desk.send(HttpRequest.newBuilder(desk.request("/v1/sla").build().uri())
                .header("X-API-Key", TestDesk.key("admin"))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    @Test
    void shouldRefuseParametersItDoesNotUnderstand() {
        for (String query : List.of("limit=0", "limit=1001", "tier=D", "state=NONE", "cursor=%21", "limit=many")) {
            assertThat(desk.get("/v1/queue?" + query).statusCode()).as(query).isEqualTo(400);
        }
        assertThat(desk.get("/v1/queue/stream?since=yesterday").statusCode()).isEqualTo(400);
        assertThat(desk.get("/v1/queue/stream?feed=" + "x".repeat(65)).statusCode())
                .isEqualTo(400);
        assertThat(desk.post("/v1/tickets/none/claim", "mei", "\"1\"", "{}").statusCode())
                .isEqualTo(404);
        assertThat(desk.post("/v1/tickets/none/claim", "mei", "\"1\"", "{").statusCode())
                .isEqualTo(400);
        assertThat(desk.post("/v1/tickets/none/assign", "mei", "\"1\"", "{}").statusCode())
                .isEqualTo(400);
    }
}
