package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.TierServiceUnderTest;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

class WebhookApiIT extends TierServiceUnderTest {

    @Autowired
    MongoWebhooks webhooks;

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
    void shouldShowOpsWhatOnlyAdminsMayChangeWithoutWhatOnlyTheReceiverShouldKnow() {
        webhooks.create(new Webhook(
                "for-ops",
                "https://example.org/hooks?token=s3cr3t",
                "whsec_s3cr3t",
                Set.of("io.tierstream.tier.changed.v1"),
                "admin",
                Instant.EPOCH,
                0,
                null,
                List.of()));

        for (String path :
                List.of("/v1/webhooks", "/v1/webhooks/for-ops", "/webhooks?lang=en", "/webhooks/for-ops?lang=en")) {
            assertThat(get(path, OPS).body())
                    .as(path)
                    .contains("https://example.org/hooks")
                    .doesNotContain("s3cr3t");
            assertThat(get(path, ADMIN).body())
                    .as(path)
                    .contains("token=s3cr3t")
                    .doesNotContain("whsec_s3cr3t");
            assertThat(get(path, SUPPORT).statusCode()).isEqualTo(403);
        }
        assertThat(get("/webhooks/for-ops?lang=en", OPS).body())
                .contains("Only administrators")
                .doesNotContain("id=\"test\"", "id=\"delete\"", "id=\"replay\"");
        assertThat(get("/webhooks?lang=en", OPS).body()).doesNotContain("id=\"create\"");
        assertThat(get("/webhooks?lang=en", ADMIN).body()).contains("id=\"create\"");
        assertThat(get("/v1/webhooks/for-ops/deliveries", OPS).statusCode()).isEqualTo(200);
        webhooks.delete("for-ops");
    }

    @Test
    void shouldLetOnlyAdminsChangeThem() {
        assertThat(send("POST", "/v1/webhooks", OPS, "{}").statusCode()).isEqualTo(403);
        assertThat(get("/v1/webhooks", ADMIN).statusCode()).isEqualTo(200);
        assertThat(get("/v1/webhooks/none", ADMIN).statusCode()).isEqualTo(404);
        assertThat(send("POST", "/v1/webhooks", ADMIN, "{}").statusCode()).isEqualTo(422);
        for (String types : List.of("[\"x\"]", "[null]")) {
            String body = "{\"url\":\"https://93.184.216.34/\",\"types\":" + types + "}";
            assertThat(send("POST", "/v1/webhooks", ADMIN, body).statusCode()).isEqualTo(422);
        }
    }
}
