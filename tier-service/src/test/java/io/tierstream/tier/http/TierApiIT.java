package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.TierServiceUnderTest;
import io.tierstream.tier.population.Population;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class TierApiIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    Population population;

    @Test
    void shouldTellHowACustomerStandsAndWhatWouldMoveHim() {
        String low = newCustomer("low");
        String high = newCustomer("high");
        scored(low, "16.67", "16.67");
        scored(high, "95.00", "95.00");
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);

        JsonNode customer = json(get("/v1/customers/" + low, SUPPORT));

        assertThat(customer.get("composite").decimalValue()).isEqualByComparingTo("16.67");
        assertThat(text(customer, "tier")).isEqualTo(text(customer, "computedTier"));
        assertThat(customer.get("criteria").size()).isEqualTo(4);
        assertThat(text(customer.get("metrics"), "orderAmount")).isEqualTo("1250.5");
        assertThat(text(customer, "currency")).isEqualTo("EUR");
        assertThat(customer.get("cutOffs").get("A").isNumber()).isTrue();
        assertThat(text(json(get("/v1/customers/" + high, SUPPORT)), "tier")).isEqualTo("A");
    }

    @Test
    void shouldAnswerARecalculationOnceEveryCustomerCanBeSeenAsItSays() {
        String best = newCustomer("best");
        scored(best, "100.00", "100.00");

        HttpResponse<String> response = send("POST", "/v1/cut-offs", OPS, null);

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode cutOffs = json(response);
        assertThat(cutOffs.get("epoch").longValue()).isPositive();
        assertThat(cutOffs.get("n").longValue()).isPositive();
        assertThat(cutOffs.get("cutOffs").get("A").decimalValue())
                .isGreaterThanOrEqualTo(cutOffs.get("cutOffs").get("B").decimalValue());
        assertThat(text(cutOffs, "calculatedAt")).endsWith("Z");
        assertThat(text(json(get("/v1/customers/" + best, OPS)), "tier")).isEqualTo("A");
        assertThat(json(get("/v1/cut-offs", OPS)).get("epoch").longValue())
                .isGreaterThanOrEqualTo(cutOffs.get("epoch").longValue());
    }

    @Test
    void shouldSetChangeAndEndAnOverrideAndKeepWhoDidIt() {
        String customer = newCustomer("overridden");
        scored(customer, "1.00", "1.00");
        String path = "/v1/customers/" + customer + "/override";

        JsonNode set = applied(send("PUT", path, OPS, "{\"tier\": \"A\", \"reason\": \"key account\"}"), customer);

        assertThat(text(set, "tier")).isEqualTo("A");
        assertThat(text(set.get("override"), "by")).isEqualTo("ops-machine");
        assertThat(text(json(get("/v1/customers/" + customer, OPS)), "tier")).isEqualTo("A");

        JsonNode changed = applied(
                send("PUT", path, ADMIN, "{\"tier\":\"B\",\"reason\":\"less\",\"until\":\"2126-01-01T00:00:00Z\"}"),
                customer);
        assertThat(text(changed.get("override"), "until")).isEqualTo("2126-01-01T00:00:00Z");

        JsonNode ended = applied(send("DELETE", path, OPS, null), customer);
        assertThat(ended.has("override")).isFalse();
        assertThat(send("DELETE", path, OPS, null).statusCode()).isEqualTo(409);

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode changes = json(get("/v1/customers/" + customer + "/changes", SUPPORT));
            assertThat(texts(changes.get("items"), "cause"))
                    .startsWith("OVERRIDE_ENDED", "OVERRIDE_CHANGED", "OVERRIDE_SET")
                    .endsWith("FIRST_GRADING");
        });
        JsonNode first = json(get("/v1/customers/" + customer + "/changes?limit=1", SUPPORT));
        JsonNode rest = json(get("/v1/customers/" + customer + "/changes?cursor=" + text(first, "next"), SUPPORT));
        assertThat(rest.get("items").get(0).get("changeNumber").longValue())
                .isEqualTo(first.get("items").get(0).get("changeNumber").longValue() - 1);
        assertThat(rest.has("next")).isFalse();
    }

    @Test
    void shouldNotCallAnOrderAppliedBeforeItsGradeCanBeSeen() {
        String customer = newCustomer("waiting");
        scored(customer, "1.00", "1.00");
        CompletableFuture<Void> held = new CompletableFuture<>();
        CompletableFuture<Void> released = new CompletableFuture<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<HttpResponse<String>> looked;
            try {
                threads.execute(() -> population.read(_table -> {
                    held.complete(null);
                    return released.join();
                }));
                held.join();
                send("PUT", "/v1/customers/" + customer + "/override", OPS, "{\"tier\":\"A\",\"reason\":\"x\"}");
                JsonNode order = json(get("/v1/audit?target=" + customer, OPS))
                        .get("items")
                        .get(0);

                looked = CompletableFuture.supplyAsync(() -> get("/v1/commands/" + text(order, "id"), OPS), threads);

                assertThat(text(order, "state")).isEqualTo("APPLIED");
                assertThat(json(get("/v1/customers/" + customer, OPS)).has("override"))
                        .isFalse();
                assertThatThrownBy(() -> looked.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            } finally {
                released.complete(null);
            }
            assertThat(text(json(looked.join()), "state")).isEqualTo("APPLIED");
            await().atMost(SOON)
                    .until(() -> json(get("/v1/customers/" + customer, OPS)).has("override"));
        }
    }

    @Test
    void shouldTellTheTierThatWas() {
        String customer = newCustomer("past");
        scored(customer, "1.00", "1.00");
        send("PUT", "/v1/customers/" + customer + "/override", OPS, "{\"tier\":\"A\",\"reason\":\"x\"}");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(text(json(get("/v1/customers/" + customer + "/tier", SUPPORT)), "tier"))
                        .isEqualTo("A"));

        JsonNode first = decided(customer, "A");
        send("PUT", "/v1/customers/" + customer + "/override", OPS, "{\"tier\":\"B\",\"reason\":\"y\"}");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(text(json(get("/v1/customers/" + customer + "/tier", SUPPORT)), "tier"))
                        .isEqualTo("B"));
        Instant set = Instant.parse(text(first, "decidedAt"));
        Instant changed = Instant.parse(text(decided(customer, "B"), "decidedAt"));

        assertThat(tierAt(customer, set)).isEqualTo("A");
        assertThat(tierAt(customer, set.plus(Duration.between(set, changed).dividedBy(2))))
                .isEqualTo("A");
        assertThat(tierAt(customer, changed)).isEqualTo("B");
        assertThat(tierAt(customer, set.minusMillis(1))).isEqualTo(text(first, "from"));
        assertThat(get("/v1/customers/" + customer + "/tier?at=2001-01-01T00:00:00Z", SUPPORT)
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/customers/" + customer + "/tier?at=2101-01-01T00:00:00Z", SUPPORT)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void shouldListSearchAndPageThroughCustomers() {
        String mark = newCustomer("Zebra").replace("-", "");
        List<String> wanted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String customer = newCustomer("listed");
            wanted.add(customer);
            named(customer, mark + " No" + i);
            publishScore(customer, "5.00", i + "0.00", Flag.SLOW_PAYER);
        }
        await().atMost(SOON)
                .until(() ->
                        json(get("/v1/customers?q=" + mark, OPS)).get("items").size() == 5);

        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(get(
                    "/v1/customers?flag=SLOW_PAYER&sort=composite&limit=2&q=" + mark + "&cursor=" + cursor, SUPPORT));
            seen.addAll(texts(page.get("items"), "customerId"));
            cursor = page.path("next").stringValue(null);
        } while (cursor != null);

        assertThat(seen).containsExactlyElementsOf(wanted);
    }

    @Test
    void shouldFindCustomersWhoseIdsNeedEncoding() {
        String customer = newCustomer("a.b_c:d@e+f");
        scored(customer, "1.00", null);

        String encoded = customer.replace(".", "%2E")
                .replace(":", "%3A")
                .replace("@", "%40")
                .replace("+", "%2B")
                .replace("-", "%2D")
                .replace("_", "%5F");

        assertThat(text(json(get("/v1/customers/" + encoded, SUPPORT)), "customerId"))
                .isEqualTo(customer);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/customers?tier=D,                       tier",
        "/v1/customers?flag=NICE,                    flag",
        "/v1/customers?sort=age,                     sort",
        "/v1/customers?limit=0,                      limit",
        "/v1/customers?limit=1001,                   limit",
        "/v1/customers?limit=many,                   limit",
        "/v1/customers?cursor=xyz,                   cursor",
        "/v1/tier-changes?since=yesterday,           since",
        "/v1/tier-changes?since=%2B999999999-01-01T00:00:00Z, since",
        "/v1/audit?until=-000001-01-01T00:00:00Z,    until",
        "/v1/tier-changes?cause=WHIM,                cause",
        "/v1/tier-changes?toTier=a,                  toTier",
    })
    void shouldSayWhichParameterIsWrong(String path, String parameter) {
        HttpResponse<String> response = get(path, OPS);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(text(json(response).get("errors").get(0), "pointer")).isEqualTo(parameter);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | 422 | /tier",
                "{\"tier\":\"A\"}                                            | 422 | /reason",
                "{\"tier\":\"A\",\"reason\":\" \"}                           | 422 | /reason",
                "{\"tier\":\"A\",\"reason\":\"x\",\"until\":\"2001-01-01T00:00:00Z\"} | 422 | /until",
                "{\"tier\":\"A\",\"reason\":\"x\",\"until\":\"+12026-01-01T00:00:00Z\"} | 422 | /until",
                "{\"tier\":\"D\",\"reason\":\"x\"}                           | 400 | /tier",
                "{\"tier\":\"A\",\"reason\":\"x\",\"until\":\"soon\"}        | 400 | /until",
                "[]                                                          | 400 | ''",
                "{                                                           | 400 | ''",
            })
    void shouldSayWhatIsWrongWithAnOverride(String body, int status, String pointer) {
        String customer = newCustomer("invalid");
        scored(customer, "1.00", null);

        HttpResponse<String> response = send("PUT", "/v1/customers/" + customer + "/override", OPS, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(text(json(response).get("errors").get(0), "pointer")).isEqualTo(pointer);
    }

    @Test
    void shouldRefuseAVisitBeforeAllTimes() {
        HttpResponse<String> response =
                send("POST", "/v1/visits", OPS, "{\"customerId\":\"acme\",\"at\":\"1800-01-01T00:00:00Z\"}");

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(text(json(response).get("errors").get(0), "pointer")).isEqualTo("/at");
    }

    @Test
    void shouldSplitNothingWhateverItsDecimals() {
        HttpResponse<String> response = send("POST", "/v1/order-priorities", OPS, """
                {"available": 0e-9000000, "orders": [
                  {"orderId": "o", "customerId": "acme", "promisedAt": "2026-11-25T00:00:00Z", "quantity": 7}]}
                """);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).get("left").decimalValue()).isZero();
    }

    @Test
    void shouldRefuseATimeThatNoCalendarCanShow() {
        HttpResponse<String> response = send("POST", "/v1/order-priorities", OPS, """
                {"available": 1, "orders": [
                  {"orderId": "o", "customerId": "acme", "promisedAt": "-1000000000-01-01T00:00:00Z", "quantity": 7}]}
                """);

        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(text(json(response).get("errors").get(0), "pointer")).isEqualTo("/orders/0/promisedAt");
    }

    @Test
    void shouldReadOnlySoMuchAndSoDeep() {
        String path = "/v1/customers/nobody/override";
        String body = "{\"tier\":\"A\",\"reason\":\"x\",\"more\":%s}";

        HttpResponse<String> tooLong = send("PUT", path, OPS, body.formatted("\"" + "x".repeat(1_100_000) + "\""));
        HttpResponse<String> tooDeep = send("PUT", path, OPS, body.formatted("[".repeat(32) + "]".repeat(32)));

        assertThat(tooLong.statusCode()).isEqualTo(413);
        assertThat(tooLong.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(tooDeep.statusCode()).isEqualTo(400);
        assertThat(tooDeep.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(send("PUT", path, OPS, body.formatted("\"" + "x".repeat(900_000) + "\""))
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("PUT", path, OPS, body.formatted("[".repeat(31) + "]".repeat(31)))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldNotKnowACustomerWhoWasNeverScored() {
        for (String path : List.of("", "/changes", "/tier")) {
            assertThat(get("/v1/customers/nobody" + path, OPS).statusCode()).isEqualTo(404);
        }
        assertThat(send("PUT", "/v1/customers/nobody/override", OPS, "{\"tier\":\"A\",\"reason\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldDraftAndActivateAPolicy() {
        String customer = newCustomer("regraded");
        scored(customer, "40.00", "80.00");
        int before = json(get("/v1/policy", OPS)).get("policyVersion").intValue();

        HttpResponse<String> drafted = send(
                "POST",
                "/v1/policies",
                OPS,
                "{\"weights\":{\"volume\":60,\"profit\":30},\"comment\":\"volume first\"}");

        assertThat(drafted.statusCode()).isEqualTo(201);
        JsonNode draft = json(drafted);
        assertThat(text(draft, "state")).isEqualTo("DRAFT");
        assertThat(text(draft, "author")).isEqualTo("ops-machine");
        assertThat(draft.get("weights").get("credit").intValue()).isEqualTo(10);
        assertThat(text(draft, "demotionGrace")).isEqualTo("P30D");
        int version = draft.get("policyVersion").intValue();
        assertThat(version).isGreaterThan(before);
        String activate = "/v1/policies/" + version + "/activate";
        assertThat(send("POST", activate, OPS, null).statusCode()).isEqualTo(403);

        HttpResponse<String> activated = send("POST", activate, ADMIN, null);

        assertThat(activated.statusCode()).isEqualTo(200);
        assertThat(text(json(activated), "state")).isEqualTo("ACTIVE");
        JsonNode inForce = json(get("/v1/policy", OPS));
        assertThat(inForce.get("policyVersion").intValue()).isEqualTo(version);
        assertThat(text(inForce, "activatedBy")).isEqualTo("admin-machine");
        JsonNode regraded = json(get("/v1/customers/" + customer, OPS));
        assertThat(regraded.get("policyVersion").intValue()).isEqualTo(version);
        assertThat(regraded.get("composite").decimalValue()).isEqualByComparingTo("53.33");
        assertThat(send("POST", activate, ADMIN, null).statusCode()).isEqualTo(409);
        JsonNode all = json(get("/v1/policies", OPS)).get("items");
        assertThat(all.get(0).get("policyVersion").intValue()).isEqualTo(version);
        assertThat(text(all.get(all.size() - 1), "state")).isEqualTo("RETIRED");
    }

    @Test
    void shouldSayEverythingThatIsWrongWithADraft() {
        HttpResponse<String> refused = send(
                "POST",
                "/v1/policies",
                OPS,
                "{\"weights\":{\"volume\":90},\"demotionMargin\":-1,\"shares\":{\"A\":0}}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(texts(json(refused).get("errors"), "pointer"))
                .containsExactly("/weights", "/shares/A", "/demotionMargin");
        assertThat(send("POST", "/v1/policies", OPS, "{\"weights\":{\"volume\":\"much\"}}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("POST", "/v1/policies/99999/activate", ADMIN, null).statusCode())
                .isEqualTo(404);
    }

    @Test
    void shouldListTierChangesByWhatIsWanted() {
        String customer = newCustomer("changing");
        scored(customer, "1.00", "1.00");
        send("PUT", "/v1/customers/" + customer + "/override", OPS, "{\"tier\":\"A\",\"reason\":\"x\"}");

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode changes =
                    json(get("/v1/tier-changes?cause=OVERRIDE_SET&toTier=A&since=2001-01-01T00:00:00Z", SUPPORT));
            assertThat(texts(changes.get("items"), "customerId")).contains(customer);
            assertThat(changes.get("items").get(0).get("override").has("reason"))
                    .isTrue();
        });
    }

    @Test
    void shouldDescribeItsApi() {
        JsonNode description = json(get("/v3/api-docs", SUPPORT));

        assertThat(description.get("paths").propertyNames())
                .contains("/v1/customers", "/v1/customers/{id}/override", "/v1/tier-changes/stream", "/v1/policies");
    }

    private String tierAt(String customer, Instant at) {
        return text(json(get("/v1/customers/" + customer + "/tier?at=" + at, SUPPORT)), "tier");
    }

    /** The change that set this tier by hand. */
    private JsonNode decided(String customer, String tier) {
        return json(get("/v1/customers/" + customer + "/changes", SUPPORT))
                .get("items")
                .valueStream()
                .filter(change -> change.has("override") && text(change, "to").equals(tier))
                .findFirst()
                .orElseThrow();
    }

    /** The customer after an order: told at once, or after the order's address says that it applies. */
    private JsonNode applied(HttpResponse<String> answer, String customer) {
        if (answer.statusCode() == 202) {
            String address = answer.headers().firstValue("Location").orElseThrow();
            await().atMost(SOON)
                    .until(() -> text(json(get(address, OPS)), "state").equals("APPLIED"));
            return json(get("/v1/customers/" + customer, OPS));
        }
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    private static String text(JsonNode node, String name) {
        return node.get(name).stringValue();
    }

    private static List<String> texts(JsonNode items, String name) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(text(item, name)));
        return texts;
    }
}
