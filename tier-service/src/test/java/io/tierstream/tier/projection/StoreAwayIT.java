package io.tierstream.tier.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StoreAwayIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void shouldSkipNothingAndGoOnByItselfWhenTheStoreComesBack() {
        String before = newCustomer("before");
        scored(before, "1.00", "1.00");
        List<String> meanwhile =
                IntStream.range(0, 20).mapToObj(_i -> newCustomer("meanwhile")).toList();

        STORE.stop(Duration.ofSeconds(20));
        meanwhile.forEach(customer -> publishScore(customer, "5.00", "5.00"));
        HttpResponse<String> refused = get("/v1/customers/" + before, OPS);
        await().atMost(SOON).until(() -> get("/actuator/health/readiness", OPS).statusCode() == 503);
        int alive = get("/actuator/health/liveness", OPS).statusCode();
        STORE.start();
        STORE.awaitReady(Duration.ofSeconds(120));

        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(alive).isEqualTo(200);
        await().atMost(SOON).untilAsserted(() -> {
            for (String customer : meanwhile) {
                JsonNode changes = json(get("/v1/customers/" + customer + "/changes", OPS));
                assertThat(changes.path("items").path(0).path("changeNumber").asLong(0))
                        .isPositive();
            }
        });
        await().atMost(SOON).until(() -> get("/actuator/health/readiness", OPS).statusCode() == 200);
    }
}
