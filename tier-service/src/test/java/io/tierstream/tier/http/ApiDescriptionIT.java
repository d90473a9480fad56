package io.tierstream.tier.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** The API description says of operations what they answer: status and type. */
class ApiDescriptionIT extends TierServiceUnderTest {

    private static final Set<String> OR_LATER = Set.of("200", "202");

    private JsonNode description = MissingNode.getInstance();

    @BeforeEach
    void describe() {
        description = json(get("/v3/api-docs", SUPPORT));
    }

    @Test
    void shouldTellWhatPoliciesAnswer() {
        scored(newCustomer("described"), "40.00", "60.00");
        String draft = "{\"weights\":{\"volume\":55,\"profit\":35},\"shares\":{\"A\":21}}";
        String version = json(answered("POST", "/v1/policies", "", OPS, draft, DescribedApi.ONE_ANSWER))
                .get("policyVersion")
                .toString();
        String one = "/v1/policies/{version}";

        answered("GET", "/v1/policy", "", OPS, null, DescribedApi.ONE_ANSWER);
        answered("GET", "/v1/policies", "", OPS, null, DescribedApi.ONE_ANSWER);
        answered("GET", one, version, OPS, null, DescribedApi.ONE_ANSWER);
        answered("GET", one + "/differences", version, OPS, null, DescribedApi.ONE_ANSWER);
        for (String format : List.of("json", "csv", "xlsx")) {
            String file = "?format=" + format;
            answered("POST", one + "/simulations" + file, version, OPS, null, DescribedApi.ONE_ANSWER);
            answered("GET", one + "/simulations" + file, version, OPS, null, DescribedApi.ONE_ANSWER);
            answered("POST", "/v1/policies/simulations" + file, "", OPS, draft, DescribedApi.ONE_ANSWER);
        }
        answered("PUT", "/v1/shadow", "", OPS, "{\"policyVersion\": " + version + "}", DescribedApi.ONE_ANSWER);
        answered("GET", "/v1/shadow", "", OPS, null, DescribedApi.ONE_ANSWER);
        assertThat(answered("DELETE", "/v1/shadow", "", OPS, null, DescribedApi.ONE_ANSWER)
                        .statusCode())
                .isEqualTo(204);
        assertThat(answered("POST", one + "/activate", version, OPS, null, OR_LATER)
                        .statusCode())
                .isEqualTo(403);
        answered("POST", one + "/activate", version, ADMIN, null, OR_LATER);
        assertThat(answered("POST", one + "/activate", version, ADMIN, null, OR_LATER)
                        .statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldTellWhatCustomersAndOrdersAnswer() {
        String customer = newCustomer("described");
        scored(customer, "40.00", "60.00");
        String override = "/v1/customers/{id}/override";

        answered("GET", "/v1/customers", "", SUPPORT, null, DescribedApi.ONE_ANSWER);
        answered("GET", "/v1/customers/{id}", customer, SUPPORT, null, DescribedApi.ONE_ANSWER);
        answered("GET", "/v1/customers/{id}/changes", customer, SUPPORT, null, DescribedApi.ONE_ANSWER);
        answered("GET", "/v1/tier-changes", "", SUPPORT, null, DescribedApi.ONE_ANSWER);
        answered("PUT", override, customer, OPS, "{\"tier\":\"A\",\"reason\":\"x\"}", OR_LATER);
        answered("DELETE", override, customer, OPS, null, OR_LATER);
        assertThat(answered("DELETE", override, customer, OPS, null, OR_LATER).statusCode())
                .isEqualTo(409);
        answered("POST", "/v1/cut-offs", "", OPS, null, OR_LATER);
        answered("GET", "/v1/cut-offs", "", OPS, null, DescribedApi.ONE_ANSWER);
        JsonNode done = json(answered("GET", "/v1/audit", "", OPS, null, DescribedApi.ONE_ANSWER));
        String order = done.get("items").get(0).get("id").stringValue();
        answered("GET", "/v1/commands/{id}", order, OPS, null, DescribedApi.ONE_ANSWER);
        assertThat(answered(
                                "POST",
                                "/v1/visits",
                                "",
                                OPS,
                                "{\"customerId\":\"" + customer + "\"}",
                                DescribedApi.ONE_ANSWER)
                        .statusCode())
                .isEqualTo(201);
        String orders = "{\"available\":1,\"orders\":[{\"orderId\":\"o\",\"customerId\":\"c\","
                + "\"promisedAt\":\"2026-11-20T00:00:00Z\",\"quantity\":1}]}";
        answered("POST", "/v1/order-priorities", "", OPS, orders, DescribedApi.ONE_ANSWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grading", "concentration", "migrations", "movers", "visits", "portfolios", "prospects"})
    void shouldTellThatAReportIsJsonOrAFile(String report) {
        scored(newCustomer("described"), "40.00", "60.00");

        for (String format : List.of("json", "csv", "xlsx")) {
            answered("GET", "/v1/reports/" + report + "?format=" + format, "", OPS, null, DescribedApi.ONE_ANSWER);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "put /v1/customers/{id}/override",
                "delete /v1/customers/{id}/override",
                "post /v1/cut-offs",
                "post /v1/policies/{version}/activate"
            })
    void shouldTellWhatAnOrderUnderWayAnswers(String operation) {
        String[] parts = operation.split(" ", 2);

        JsonNode schema = description
                .get("paths")
                .get(parts[1])
                .get(parts[0])
                .get("responses")
                .get("202")
                .get("content")
                .get("application/json")
                .get("schema");

        String name = schema.get("$ref").stringValue().replaceAll(".*/", "");
        assertThat(description
                        .get("components")
                        .get("schemas")
                        .get(name)
                        .get("properties")
                        .propertyNames())
                .containsExactlyInAnyOrder("id", "state", "status");
    }

    /**
     * Calls an operation and holds its answer against what is described.
     *
     * @param template its path as described, perhaps with a query
     * @param value what stands for the path's variable
     * @param good the statuses below 300 that are described; empty for only the one that is answered
     */
    private HttpResponse<String> answered(
            String method, String template, String value, String role, @Nullable String body, Set<String> good) {
        HttpResponse<String> answer = send(method, template.replaceAll("\\{.*}", value), role, body);
        DescribedApi.agrees(description, method, template, answer, good);
        return answer;
    }
}
