package io.tierstream.tier.population;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.sla.v1.SlaSettings;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.simulation.OpenTicket;
import io.tierstream.tier.domain.simulation.OpenTicket.Stop;
import io.tierstream.tier.domain.simulation.TicketDeadlines;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Simulations give the deadlines that the approved samples name; the desk is held to the same ones. */
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
        CurrentSla sla = new CurrentSla();
        sla.changed(EventJson.mapper()
                .treeToValue(SAMPLES.get("settings").get(sample.get("settings").stringValue()), SlaSettings.class));
        JsonNode change = sample.get("change");
        OpenTicket ticket = new OpenTicket(
                "T-1",
                "acme",
                Tier.valueOf(sample.get("tier").stringValue()),
                instant(sample, "openedAt"),
                instant(sample, "due"),
                Duration.ZERO,
                sample.get("stops")
                        .valueStream()
                        .map(stop -> new Stop(instant(stop, "from"), instant(stop, "to")))
                        .toList(),
                null);

        Instant then = TicketDeadlines.after(
                ticket, Tier.valueOf(change.get("to").stringValue()), sla.get(), instant(change, "at"));

        assertThat(then).isEqualTo(instant(change, "due"));
    }

    private static Instant instant(JsonNode node, String field) {
        return Instant.parse(node.get(field).stringValue());
    }
}
