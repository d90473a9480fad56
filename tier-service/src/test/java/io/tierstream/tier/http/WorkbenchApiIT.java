package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** Policies under a second pair of eyes, one in shadow, what people did, and evidence from another service. */
class WorkbenchApiIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final AtomicReference<Duration> AHEAD = new AtomicReference<>(Duration.ZERO);

    @DynamicPropertySource
    static void secondPairOfEyes(DynamicPropertyRegistry registry) {
        registry.add("tierstream.policy.second-pair-of-eyes", () -> "true");
        registry.add("tierstream.policy.shadow.every", () -> "PT1M");
        registry.add("tierstream.policy.shadow.look", () -> "PT0.2S");
        registry.add("tierstream.order-priorities.minimum-share.C", () -> "12.5");
    }

    /** Time that the test can let pass. */
    @TestConfiguration
    static class Time {

        @Bean
        @Primary
        Clock movableClock() {
            return new Clock() {
                @Override
                public Instant instant() {
                    return Clock.systemUTC().instant().plus(AHEAD.get());
                }

                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }
            };
        }
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
        AHEAD.updateAndGet(ahead -> ahead.plusMinutes(1));
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
    void shouldSetAsideForATierWhatConfigurationSays() throws Exception {
        String best = newCustomer("best");
        scored(best, "100.00", "100.00");
        send("PUT", "/v1/customers/" + best + "/override", OPS, "{\"tier\":\"A\",\"reason\":\"first\"}");
        String orders = """
                {"available": 100, "orders": [
                  {"orderId": "o-1", "customerId": "%s", "promisedAt": "2026-11-20T00:00:00Z", "quantity": 200},
                  {"orderId": "o-2", "customerId": "nobody-knows", "promisedAt": "2026-11-25T00:00:00Z", "quantity": 50}]}
                """.formatted(best);
        await().atMost(SOON)
                .until(() -> json(send("POST", "/v1/order-priorities", OPS, orders))
                        .get("orders")
                        .get(0)
                        .get("tier")
                        .stringValue()
                        .equals("A"));

        JsonNode answer =
                json(send("POST", "/v1/order-priorities", OPS, orders)).get("orders");
        HttpResponse<String> page = send(request("/priorities?lang=en", OPS)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("available=100&lines="
                        + URLEncoder.encode(
                                "o-1," + best + ",2026-11-20,200\no-2,nobody-knows,2026-11-25,50",
                                StandardCharsets.UTF_8)))
                .build());

        assertThat(answer.get(0).get("allocated").decimalValue()).isEqualByComparingTo("88");
        assertThat(answer.get(1).get("allocated").decimalValue()).isEqualByComparingTo("12");
        assertThat(answer.get(1).get("fromMinimum").decimalValue()).isEqualByComparingTo("12");
        assertThat(page.body()).contains("12.5\u00a0%");
        assertThat(page.body().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "))
                .contains("200 88")
                .contains("50 12");
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
    void shouldListTheInitialPolicyAfterAPageThatIsFull() {
        draft(ADMIN, "{\"shares\": {\"A\": 20}}");
        List<Long> versions = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(get("/v1/policies?limit=1" + cursor, OPS));
            page.get("items")
                    .forEach(policy -> versions.add(policy.get("policyVersion").longValue()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").stringValue() : "";
        } while (!cursor.isEmpty());

        assertThat(versions).doesNotHaveDuplicates().hasSizeGreaterThan(1).endsWith(1L);
    }

    @Test
    void shouldShowWhatMakesAFigureOrSayThatItCannotBeHad() {
        String customer = newCustomer("evidence");
        scored(customer, "50.00", "50.00");

        assertThat(get("/customers/" + customer + "/evidence/orderAmount?lang=en", OPS)
                        .body())
                .contains("event-1", "event-2", "&lt;b&gt;R-1", "1,250.5")
                .doesNotContain("??");
        SCORING_ANSWERS.set(500);
        assertThat(get("/customers/" + customer + "/evidence/orderAmount?lang=en", OPS)
                        .body())
                .contains("cannot be had at the moment");
        SCORING_ANSWERS.set(200);
        assertThat(get("/customers/" + customer, OPS).body()).contains("/evidence/orderAmount");
        assertThat(get("/customers/" + customer, SUPPORT).body()).doesNotContain("/evidence/orderAmount");
    }

    private int draft(String author, String json) {
        HttpResponse<String> drafted = send("POST", "/v1/policies", author, json);
        assertThat(drafted.statusCode()).as(drafted.body()).isEqualTo(201);
        return json(drafted).get("policyVersion").intValue();
    }
}
