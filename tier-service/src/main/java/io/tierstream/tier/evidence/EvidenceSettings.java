package io.tierstream.tier.evidence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where what makes a figure can be asked for.
 *
 * @param url of scoring-service, as this service reaches it; without it pages show no evidence
 * @param apiKey a key there with the role ops
 * @param timeout of one question
 */
@ConfigurationProperties("tierstream.evidence")
public record EvidenceSettings(
        @Nullable String url,
        @Nullable String apiKey,
        @DefaultValue("PT3S") Duration timeout) {

    /** Without the key. */
    @Override
    public String toString() {
        return "EvidenceSettings[url=" + url + "]";
    }
}
