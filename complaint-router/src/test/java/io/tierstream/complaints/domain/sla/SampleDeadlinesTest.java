package io.tierstream.complaints.domain.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.http.SlaReader;
import io.tierstream.contracts.EventJson;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The deadlines that the approved samples name; tier-service's simulations are held to the same ones. */
class SampleDeadlinesTest {

    private static final JsonNode SAMPLES = EventJson.mapper()
            .readTree(Path.of("..", "contracts", "src", "test", "resources", "samples", "sla-deadlines.json")
                    .toFile());

    static List<JsonNode> cases() {
        return List.copyOf(SAMPLES.get("cases").values());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldGiveTheApprovedDeadlines(JsonNode sample) {
        SlaPolicy policy = SlaReader.read(
                        SAMPLES.get("settings").get(sample.get("settings").stringValue()), SlaPolicy.DEFAULT)
                .policy();
        Tier tier = Tier.valueOf(sample.get("tier").stringValue());
        Tier to = Tier.valueOf(sample.get("change").get("to").stringValue());
        Instant openedAt = instant(sample, "openedAt");

        Instant due = Deadlines.due(policy, tier, openedAt, waited(sample, policy.clock(tier)));
        Instant then = Deadlines.afterTierChange(
                policy, tier, to, due, openedAt, waited(sample, policy.clock(to)), instant(sample.get("change"), "at"));

        assertThat(List.of(due, then)).containsExactly(instant(sample, "due"), instant(sample.get("change"), "due"));
    }

    private static Duration waited(JsonNode sample, SlaClock clock) {
        Duration waited = Duration.ZERO;
        for (JsonNode stop : sample.get("stops")) {
            waited = waited.plus(clock.between(instant(stop, "from"), instant(stop, "to")));
        }
        return waited;
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(node.get(field).stringValue());
    }
}
