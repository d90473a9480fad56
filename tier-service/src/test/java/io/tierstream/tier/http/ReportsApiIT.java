package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.TierServiceUnderTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class ReportsApiIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @Test
    void shouldReportEveryMetricAndAddUp() {
        String customer = newCustomer("reported");
        named(customer, "=HYPERLINK(\"x\") 深圳 " + customer);
        publishScore(customer, "40.00", "60.00", Flag.LOW_MARGIN);
        JsonNode report = reported("/v1/reports/grading?q=" + customer, 1);

        JsonNode item = report.get("items").get(0);
        assertThat(item.get("customerId").stringValue()).isEqualTo(customer);
        assertThat(item.get("orderAmount").stringValue()).isEqualTo("1250.50");
        assertThat(item.get("flags").get(0).stringValue()).isEqualTo("LOW_MARGIN");
        assertThat(report.get("currency").stringValue()).isEqualTo("EUR");
        assertThat(report.get("orderAmount").stringValue()).isEqualTo("1250.50");
        long customers = 0;
        for (JsonNode tier : report.get("tiers")) {
            customers += tier.get("customers").longValue();
        }
        assertThat(customers).isEqualTo(report.get("customers").longValue());

        HttpResponse<String> csv = get("/v1/reports/grading?format=csv&q=" + customer, OPS);
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(
                        value -> assertThat(value).contains("grading-").contains(".csv"));
        assertThat(csv.body())
                .startsWith("\uFEFFCustomer,Name")
                .contains("'=HYPERLINK")
                .contains("深圳");
        HttpResponse<String> chinese = send(request("/v1/reports/grading?format=csv&q=" + customer, OPS)
                .header("Accept-Language", "zh-CN")
                .build());
        assertThat(chinese.body()).startsWith("\uFEFF客户编号,名称");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "grading",
                "concentration",
                "migrations",
                "movers",
                "movers?kind=near",
                "visits",
                "portfolios?managers=zoe",
                "prospects"
            })
    void shouldAnswerEveryReportInEveryFormat(String report) {
        scored(newCustomer("formats"), "40.00", "60.00");
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);
        String address = "/v1/reports/" + report + (report.contains("?") ? "&" : "?") + "format=";

        assertThat(json(get(address + "json", OPS)).get("items").isArray()).isTrue();
        assertThat(get(address + "csv", OPS).headers().firstValue("Content-Type"))
                .hasValue("text/csv;charset=UTF-8");
        assertThat(get(address + "xlsx", OPS).body()).startsWith("PK");
        assertThat(get(address + "pdf", OPS).statusCode()).isEqualTo(400);
        assertThat(get(address + "json", SUPPORT).statusCode()).isEqualTo(403);
    }

    @Test
    void shouldPageThroughAReport() {
        String mark = newCustomer("Paged").replace("-", "");
        for (int i = 0; i < 5; i++) {
            String customer = newCustomer("page");
            named(customer, mark + " " + i);
            publishScore(customer, "5.00", i + "0.00");
        }
        reported("/v1/reports/grading?q=" + mark, 5);

        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = json(get("/v1/reports/grading?sort=name&limit=2&q=" + mark + "&cursor=" + cursor, OPS));
            page.get("items").forEach(item -> names.add(item.get("name").stringValue()));
            cursor = page.path("next").stringValue(null);
        } while (cursor != null);

        assertThat(names).containsExactly(mark + " 0", mark + " 1", mark + " 2", mark + " 3", mark + " 4");
    }

    @Test
    void shouldSayBeforehandExactlyWhatAnActivationDoes() {
        for (int i = 0; i < 40; i++) {
            publishScore(newCustomer("simulated"), (i * 37 % 100) + ".00", (i * 61 % 100) + ".50");
        }
        String overridden = newCustomer("overridden");
        scored(overridden, "1.00", "1.00");
        send("PUT", "/v1/customers/" + overridden + "/override", OPS, "{\"tier\":\"A\",\"reason\":\"x\"}");
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);
        long known = json(get("/v1/cut-offs", OPS)).get("n").longValue();
        String version = String.valueOf(json(send(
                        "POST",
                        "/v1/policies",
                        OPS,
                        "{\"weights\":{\"credit\":0,\"volume\":80,\"profit\":20},\"shares\":{\"A\":30,\"B\":40}}"))
                .get("policyVersion")
                .intValue());
        String address = "/v1/policies/" + version + "/simulations";
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode report = json(get("/v1/reports/grading?limit=1", OPS));
            assertThat(report.get("customers").longValue()).isGreaterThanOrEqualTo(known);
        });

        JsonNode simulation = json(send("POST", address + "?limit=1000", OPS, null));

        JsonNode before = json(get("/v1/reports/grading?limit=1", OPS));
        assertThat(simulation.get("customers").longValue())
                .isEqualTo(before.get("customers").longValue());
        assertThat(simulation.get("items").size())
                .isEqualTo(simulation.get("moved").intValue());
        assertThat(send("POST", "/v1/policies/" + version + "/activate", ADMIN, null)
                        .statusCode())
                .isEqualTo(200);
        JsonNode applied = json(get("/v1/cut-offs", OPS)).get("cutOffs");
        assertThat(applied.get("A").decimalValue())
                .isEqualByComparingTo(simulation.get("cutOffsThen").get("A").decimalValue());
        assertThat(applied.get("B").decimalValue())
                .isEqualByComparingTo(simulation.get("cutOffsThen").get("B").decimalValue());
        for (JsonNode mover : simulation.get("items")) {
            JsonNode customer =
                    json(get("/v1/customers/" + mover.get("customerId").stringValue(), OPS));
            assertThat(customer.get("tier").stringValue())
                    .as(mover.toString())
                    .isEqualTo(mover.get("to").stringValue());
        }
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode after = json(get("/v1/reports/grading?limit=1", OPS)).get("tiers");
            for (int i = 0; i < 3; i++) {
                assertThat(after.get(i).get("customers").longValue())
                        .isEqualTo(simulation.get("tiers").get(i).get("then").longValue());
            }
        });
        assertThat(send("POST", address, OPS, null).statusCode()).isEqualTo(409);
        assertThat(send("POST", address, SUPPORT, null).statusCode()).isEqualTo(403);
    }

    @Test
    void shouldPutOrdersInTheOrderToServeThem() {
        String best = newCustomer("best");
        scored(best, "100.00", "100.00");
        assertThat(send("POST", "/v1/cut-offs", OPS, null).statusCode()).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode answer = json(prioritise(best));
            assertThat(answer.get("orders").get(0).get("customerId").stringValue())
                    .isEqualTo(best);
            assertThat(answer.get("orders").get(0).get("tier").stringValue()).isEqualTo("A");
        });

        JsonNode answer = json(prioritise(best));

        assertThat(answer.get("orders").get(0).get("allocated").decimalValue()).isEqualByComparingTo("70");
        assertThat(answer.get("orders").get(1).get("allocated").decimalValue()).isEqualByComparingTo("30");
        assertThat(answer.get("orders").get(1).get("reason").stringValue())
                .contains("Tier C")
                .contains("30 of 50");
        assertThat(answer.get("left").decimalValue()).isEqualByComparingTo("0");
    }

    @Test
    void shouldSayWhatIsWrongWithOrders() {
        HttpResponse<String> refused = send(
                "POST",
                "/v1/order-priorities",
                OPS,
                "{\"available\":-1,\"orders\":[{\"orderId\":\"a b\",\"customerId\":\"x\",\"quantity\":0}]}");

        assertThat(refused.statusCode()).isEqualTo(422);
        List<String> pointers = new ArrayList<>();
        json(refused)
                .get("errors")
                .forEach(error -> pointers.add(error.get("pointer").stringValue()));
        assertThat(pointers)
                .containsExactly("/available", "/orders/0/orderId", "/orders/0/promisedAt", "/orders/0/quantity");
    }

    @Test
    void shouldRecordAVisitAndCountFromIt() {
        String customer = newCustomer("visited");
        scored(customer, "1.00", "1.00");

        HttpResponse<String> recorded = send(
                "POST",
                "/v1/visits",
                OPS,
                "{\"customerId\":\"" + customer + "\",\"at\":\"2020-01-01T10:00:00Z\",\"note\":\"met the buyer\"}");

        assertThat(recorded.statusCode()).isEqualTo(201);
        assertThat(json(recorded).get("visitedBy").stringValue()).isEqualTo("ops-machine");
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode overdue = json(get("/v1/reports/visits?overdue=true&limit=1000", OPS));
            assertThat(overdue.get("items")
                            .valueStream()
                            .filter(item -> item.get("customerId").stringValue().equals(customer))
                            .map(item -> item.get("lastVisit").stringValue()))
                    .containsExactly("2020-01-01T10:00:00Z");
        });
        assertThat(send("POST", "/v1/visits", SUPPORT, "{\"customerId\":\"x\"}").statusCode())
                .isEqualTo(403);
        assertThat(send("POST", "/v1/visits", OPS, "{\"customerId\":\"a b\"}").statusCode())
                .isEqualTo(422);
        assertThat(send("POST", "/v1/visits", OPS, "{\"customerId\":\"a\",\"at\":\"2126-01-01T10:00:00Z\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/reports/grading?sort=age,                             sort",
        "/v1/reports/grading?cursor=xyz,                           cursor",
        "/v1/reports/grading?limit=0,                              limit",
        "/v1/reports/concentration?by=age,                         by",
        "/v1/reports/migrations?from=2026-13-01,                   from",
        "/v1/reports/migrations?from=2026-11-02&to=2026-11-01T00:00:00Z, from",
        "/v1/reports/movers?kind=up,                               kind",
        "/v1/reports/movers?kind=near&within=200,                  within",
        "/v1/reports/visits?overdue=maybe,                         overdue",
        "/v1/reports/prospects?grade=E,                            grade",
    })
    void shouldSayWhichParameterIsWrong(String path, String parameter) {
        HttpResponse<String> response = get(path, OPS);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).get("errors").get(0).get("pointer").stringValue())
                .isEqualTo(parameter);
    }

    private HttpResponse<String> prioritise(String best) {
        return send("POST", "/v1/order-priorities", OPS, """
                {"available": 100, "orders": [
                  {"orderId": "o-2", "customerId": "nobody-knows", "promisedAt": "2026-11-20T00:00:00Z", "quantity": 50},
                  {"orderId": "o-1", "customerId": "%s", "promisedAt": "2026-11-25T00:00:00Z", "quantity": 70}]}
                """.formatted(best));
    }

    private JsonNode reported(String path, int customers) {
        await().atMost(SOON).until(() -> json(get(path, OPS)).get("items").size() == customers);
        return json(get(path, OPS));
    }
}
