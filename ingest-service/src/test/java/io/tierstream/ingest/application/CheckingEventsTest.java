package io.tierstream.ingest.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.IntakeRules;
import io.tierstream.contracts.RawEvent;
import io.tierstream.ingest.domain.intake.Problem;
import io.tierstream.ingest.domain.intake.Publisher;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckingEventsTest {

    private final CheckingEvents checking = new CheckingEvents(
            new IntakeRules(Set.of()), Clock.fixed(Instant.parse("2026-01-03T00:00:00Z"), ZoneOffset.UTC));

    @Test
    void shouldCountNamesOfAttributesWhichTakeRoomInTheRecordToo() {
        assertThat(check(10_000)).isInstanceOf(Checked.Good.class);
        assertThat(check(13_000))
                .isInstanceOfSatisfying(
                        Checked.Bad.class,
                        bad -> assertThat(bad.problems())
                                .extracting(Problem::kind)
                                .containsExactly(Problem.Kind.TOO_LARGE));
    }

    private Checked check(int furtherAttributes) {
        Map<String, String> attributes = new HashMap<>(Map.of(
                "specversion", "1.0",
                "id", "e-1",
                "source", "/shop",
                "type", "io.tierstream.order.placed.v1",
                "time", "2026-01-02T03:04:05Z"));
        for (int i = 0; i < furtherAttributes; i++) {
            attributes.put("a".repeat(59) + (10_000 + i), "");
        }
        var data = EventJson.mapper().readTree("""
                {"orderId": "o-1", "customerId": "c-1", "amount": "1"}""");
        return checking.check(
                new Submission.Readable(new RawEvent(attributes, data)), new Publisher("shop", Set.of(), Set.of()));
    }
}
