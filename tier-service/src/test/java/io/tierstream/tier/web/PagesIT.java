package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PagesIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @CsvSource({
        "/,                en, Latest changes",
        "/,                zh, 最新变动",
        "/live/overview,   zh, 最新变动",
        "/customers,       en, Name or id",
        "/customers,       zh, 名称或编号",
    })
    void shouldShowThePageInTheLanguageAskedFor(String path, String lang, String expected) {
        String customer = newCustomer("shown");
        scored(customer, "50.00", "50.00");

        HttpResponse<String> page = get(path + "?lang=" + lang, SUPPORT);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains(expected).doesNotContain("??");
    }

    @ParameterizedTest
    @CsvSource({"en, What would move it", "zh, 怎样才会变动"})
    void shouldShowACustomerWhateverTheNameIs(String lang, String expected) {
        String customer = newCustomer("hostile");
        named(customer, "<script>alert(1)</script>");
        scored(customer, "50.00", null);
        await().atMost(SOON)
                .until(() -> get("/customers/" + customer, OPS).body().contains("&lt;script&gt;"));

        HttpResponse<String> page = get("/customers/" + customer + "?lang=" + lang, OPS);

        assertThat(page.body())
                .contains(expected, "name=\"reason\"")
                .doesNotContain("??")
                .doesNotContain("<script>alert");
        assertThat(get("/customers/" + customer, SUPPORT).body()).doesNotContain("name=\"reason\"");
        assertThat(get("/customers/" + customer + "/live", SUPPORT).statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldOverrideThroughTheForm() throws Exception {
        String customer = newCustomer("form");
        scored(customer, "1.00", "1.00");

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        request("/customers/" + customer + "/override", OPS)
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("tier=A&reason=key+account&until="))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .endsWith("/customers/" + customer + "#override");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                get("/customers/" + customer + "?lang=en", OPS).body())
                        .contains("Set by hand by ops-machine", "key account"));
    }

    @Test
    void shouldSayAgainExactlyWhatAnEarlierPolicySaid() throws Exception {
        String odd = """
                {"weights": {"credit": 9.99, "volume": 30.01, "profit": 60, "prospect": 0},
                 "demotionGrace": "PT2H0.5S", "minimumDwell": "PT1H1M1S"}""";
        int earlier = json(send("POST", "/v1/policies", OPS, odd))
                .get("policyVersion")
                .intValue();

        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        request("/policy/" + earlier + "/again", OPS)
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());

        String page = answer.headers().firstValue("Location").orElseThrow();
        String again = page.substring(page.lastIndexOf('/') + 1);
        assertThat(Integer.parseInt(again)).isGreaterThan(earlier);
        assertThat(json(get("/v1/policies/" + again + "/differences?from=" + earlier, OPS))
                        .get("items"))
                .isEmpty();
        assertThat(json(get("/v1/policies/" + again, OPS)).get("demotionGrace").stringValue())
                .isEqualTo("PT2H0.5S");
    }

    @Test
    void shouldSayThatACustomerIsUnknown() {
        HttpResponse<String> page = get("/customers/nobody?lang=en", OPS);

        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("No customer with this id").doesNotContain("??");
    }

    @Test
    void shouldFindByNameAndTellWhenNobodyMatches() {
        // Lists answer once the customers have been read.
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(get("/customers?lang=en&q=nobody-has-this-name", OPS)
                                .body())
                        .contains("No customer matches"));
        assertThat(get("/customers?tier=Q&flag=Q&sort=Q&cursor=Q", OPS).statusCode())
                .isEqualTo(200);
    }
}
