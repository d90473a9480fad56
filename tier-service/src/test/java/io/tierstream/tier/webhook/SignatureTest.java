package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignatureTest {

    @Test
    void shouldSignTimeAndBody() {
        String signature = Signature.of("key", Instant.ofEpochSecond(1), "{}".getBytes(StandardCharsets.UTF_8));

        // printf '1.{}' | openssl dgst -sha256 -hmac key
        assertThat(signature).isEqualTo("t=1,v1=1ba6b8171186efc613e8bcc0cbdab2748f24984d7c5a84faa2637afa0e40d224");
    }

    @Test
    void shouldDifferByTimeBodyAndSecret() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String signature = Signature.of("key", Instant.ofEpochSecond(1), body);

        assertThat(Signature.of("other", Instant.ofEpochSecond(1), body)).isNotEqualTo(signature);
        assertThat(Signature.of("key", Instant.ofEpochSecond(2), body).substring(4))
                .isNotEqualTo(signature.substring(4));
        assertThat(Signature.of("key", Instant.ofEpochSecond(1), new byte[0])).isNotEqualTo(signature);
    }
}
