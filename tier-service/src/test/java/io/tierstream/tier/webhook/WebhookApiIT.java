package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.TierServiceUnderTest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookApiIT extends TierServiceUnderTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:8083/",
                "http://localhost/",
                "http://[::1]/",
                "http://169.254.169.254/latest/meta-data",
                "http://10.0.0.1/",
                "http://2130706433/",
                "http://0/",
                "ftp://example.org/",
                "file:///etc/passwd",
                "http://user:secret@93.184.216.34/",
                "http:///nowhere",
                "not a url"
            })
    void shouldNotCallPrivateAddressesOrAnythingOdd(String url) {
        HttpResponse<String> refused = send("POST", "/v1/webhooks", ADMIN, "{\"url\":\"" + url + "\"}");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).get("errors").get(0).get("pointer").stringValue())
                .isEqualTo("/url");
    }

    @Test
    void shouldBeForAdminsOnly() {
        assertThat(get("/v1/webhooks", OPS).statusCode()).isEqualTo(403);
        assertThat(send("POST", "/v1/webhooks", OPS, "{}").statusCode()).isEqualTo(403);
        assertThat(get("/v1/webhooks", ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("/v1/webhooks/none", ADMIN).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/v1/webhooks", ADMIN, "{}").statusCode()).isEqualTo(422);
        assertThat(send("POST", "/v1/webhooks", ADMIN, "{\"url\":\"https://93.184.216.34/\",\"types\":[\"x\"]}")
                        .statusCode())
                .isEqualTo(422);
    }
}
