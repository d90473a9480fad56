package io.tierstream.complaints.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.TestDesk;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
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
        for (RequestMappingHandlerMapping mapping : desk.beans(RequestMappingHandlerMapping.class)) {
            mapping.getHandlerMethods().forEach((info, handler) -> {
                if (handler.getBeanType().getName().startsWith("io.tierstream")) {
                    undecided.addAll(undecided(info));
                }
            });
        }

        assertThat(undecided).isEmpty();
    }

    private static List<String> undecided(RequestMappingInfo info) {
        List<String> undecided = new ArrayList<>();
        for (String pattern : info.getPatternValues()) {
            String path = pattern.replaceAll("\\{move:([a-z]+)[^}]*}", "$1").replaceAll("\\{[^}]*}", "x");
            for (RequestMethod method : info.getMethodsCondition().getMethods()) {
                if (!Routes.covers(new MockHttpServletRequest(method.name(), path))) {
                    undecided.add(method + " " + path);
                }
            }
        }
        return undecided;
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
        assertThat(desk.post("/v1/tickets/none/claim", "mei", "\"1\"", "{}").statusCode())
                .isEqualTo(404);
        assertThat(desk.post("/v1/tickets/none/claim", "mei", "\"1\"", "{").statusCode())
                .isEqualTo(400);
        assertThat(desk.post("/v1/tickets/none/assign", "mei", "\"1\"", "{}").statusCode())
                .isEqualTo(400);
    }
}
