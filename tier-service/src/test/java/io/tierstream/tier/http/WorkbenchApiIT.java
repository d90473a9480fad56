package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tierstream.tier.TierServiceUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Policies under a second pair of eyes, one in shadow, what people did, and evidence from another service. */
class WorkbenchApiIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final AtomicInteger STATUS = new AtomicInteger(200);
    private static final HttpServer SCORING = scoring();

    @DynamicPropertySource
    static void secondPairOfEyes(DynamicPropertyRegistry registry) {
        registry.add("tierstream.policy.second-pair-of-eyes", () -> "true");
        registry.add("tierstream.policy.shadow.every", () -> "PT1M");
        registry.add(
                "tierstream.evidence.url",
                () -> "http://127.0.0.1:" + SCORING.getAddress().getPort());
        registry.add("tierstream.evidence.api-key", () -> "key-there");
    }

    private static HttpServer scoring() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/customers/", exchange -> {
                boolean known = "key-there".equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
                String metric = exchange.getRequestURI().getPath().replaceAll(".*/metrics/(.*)/evidence", "$1");
                byte[] body = """
                        {"customerId": "c", "metric": "%s", "asOf": "2026-11-22", "version": 7, "currency": "EUR",
                         "formula": "sum", "figure": "1250.5", "partCount": 2, "items": [
                         {"term": "sum", "kind": "order", "id": "O-1", "day": "2026-11-01", "value": "1000.50",
                          "event": {"id": "event-1", "source": "/shop", "time": "2026-11-01T10:00:00Z"}},
                         {"term": "sum", "kind": "return", "id": "<b>R-1</b>", "day": "2026-11-02", "value": "250",
                          "event": {"id": "event-2", "source": "/shop", "time": "2026-11-02T10:00:00Z"}}]}""".formatted(metric).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? STATUS.get() : 401, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterAll
    static void close() {
        SCORING.stop(0);
    }

    @Test
    void shouldLetSomebodyElseThanTheAuthorActivate() {
        int own = draft(ADMIN, "{\"shares\": {\"A\": 15}, \"comment\": \"own\"}");
        int other = draft(OPS, "{\"shares\": {\"A\": 14}, \"comment\": \"other\"}");

        HttpResponse<String> refused = send("POST", "/v1/policies/" + own + "/activate", ADMIN, null);
        HttpResponse<String> activated =
                send("POST", "/v1/policies/" + other + "/activate", ADMIN, "{\"comment\": \"Agreed\"}");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(json(refused).get("errors").get(0).get("code").stringValue()).isEqualTo("SECOND_PAIR_OF_EYES");
        assertThat(get("/policy/" + own + "?lang=en", ADMIN).body())
                .contains("A second pair of eyes is required")
                .doesNotContain("id=\"activate\"");
        assertThat(activated.statusCode()).as(activated.body()).isEqualTo(200);
        JsonNode inForce = json(get("/v1/policy", OPS));
        assertThat(inForce.get("policyVersion").intValue()).isEqualTo(other);
        assertThat(inForce.get("activationComment").stringValue()).isEqualTo("Agreed");
        JsonNode audit = json(get("/v1/audit?kind=ACTIVATE_POLICY&target=" + other, OPS));
        assertThat(audit.get("items")).hasSize(1);
        assertThat(audit.get("items").get(0).get("by").stringValue()).isEqualTo("admin-machine");
        assertThat(audit.get("items").get(0).get("comment").stringValue()).isEqualTo("Agreed");
        assertThat(audit.get("items")
                        .get(0)
                        .get("before")
                        .get("shares")
                        .get("A")
                        .decimalValue())
                .isNotEqualByComparingTo("14");
    }

    @Test
    void shouldCompareAPolicyInShadowAgainAndAgainAndChangeNothing() {
        scored(newCustomer("shadow"), "80.00", "10.00");
        scored(newCustomer("shadow"), "10.00", "80.00");
        int candidate = draft(OPS, "{\"weights\": {\"volume\": 60, \"profit\": 30}, \"comment\": \"volume first\"}");
        int inForce = json(get("/v1/policy", OPS)).get("policyVersion").intValue();

        JsonNode chosen = json(send("PUT", "/v1/shadow", OPS, "{\"policyVersion\": " + candidate + "}"));

        assertThat(chosen.get("policyVersion").intValue()).isEqualTo(candidate);
        assertThat(chosen.get("items")).hasSize(1);
        JsonNode first = chosen.get("items").get(0);
        assertThat(first.get("inForce").intValue()).isEqualTo(inForce);
        assertThat(first.get("matrix")
                        .valueStream()
                        .mapToLong(cell -> cell.get("customers").longValue())
                        .sum())
                .isEqualTo(first.get("customers").longValue());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(json(get("/v1/shadow", OPS)).get("items")).hasSizeGreaterThan(1));
        assertThat(get("/policy?lang=en", OPS).body()).contains("runs in shadow, chosen by ops-machine");
        assertThat(json(get("/v1/policy", OPS)).get("policyVersion").intValue()).isEqualTo(inForce);
        assertThat(send("DELETE", "/v1/shadow", OPS, null).statusCode()).isEqualTo(204);
        assertThat(json(get("/v1/shadow", OPS)).has("policyVersion")).isFalse();
        assertThat(send("PUT", "/v1/shadow", OPS, "{\"policyVersion\": " + inForce + "}")
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldTryADraftThatNobodyKept() {
        scored(newCustomer("tried"), "80.00", "10.00");
        long before = json(get("/v1/policies?limit=1000", OPS)).get("items").size();

        HttpResponse<String> tried =
                send("POST", "/v1/policies/simulations?sort=-change", OPS, "{\"shares\": {\"A\": 50}}");

        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(json(tried).get("customers").longValue()).isPositive();
        assertThat(send("POST", "/v1/policies/simulations", OPS, "{\"weights\": {\"volume\": 99}}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(json(get("/v1/policies?limit=1000", OPS)).get("items").size())
                .isEqualTo((int) before);
    }

    @Test
    void shouldShowWhatMakesAFigureOrSayThatItCannotBeHad() {
        String customer = newCustomer("evidence");
        scored(customer, "50.00", "50.00");

        assertThat(get("/customers/" + customer + "/evidence/orderAmount?lang=en", OPS)
                        .body())
                .contains("event-1", "event-2", "&lt;b&gt;R-1", "1,250.5")
                .doesNotContain("??");
        STATUS.set(500);
        assertThat(get("/customers/" + customer + "/evidence/orderAmount?lang=en", OPS)
                        .body())
                .contains("cannot be had at the moment");
        STATUS.set(200);
        assertThat(get("/customers/" + customer, OPS).body()).contains("/evidence/orderAmount");
        assertThat(get("/customers/" + customer, SUPPORT).body()).doesNotContain("/evidence/orderAmount");
    }

    private int draft(String author, String json) {
        HttpResponse<String> drafted = send("POST", "/v1/policies", author, json);
        assertThat(drafted.statusCode()).as(drafted.body()).isEqualTo(201);
        return json(drafted).get("policyVersion").intValue();
    }
}
