package io.tierstream.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldExpectTheSameInAnyOrderAndWithRepeats(long seed) {
        Scenario scenario = Scenario.random(seed, NOW, 20, 6);
        Expectation expected = scenario.expected();

        Expectation again = scenario.shuffled(seed + 1, 10).expected();

        assertThat(again.customers()).as(scenario.toString()).isEqualTo(expected.customers());
        assertThat(again.tickets()).as(scenario.toString()).isEqualTo(expected.tickets());
        assertThat(again.cutOffs()).as(scenario.toString()).isEqualTo(expected.cutOffs());
    }

    @Test
    void shouldMakeTheSameFromTheSameSeed() {
        assertThat(Scenario.random(5, NOW, 5, 5)).isEqualTo(Scenario.random(5, NOW, 5, 5));
        assertThat(Scenario.random(6, NOW, 5, 5).events())
                .isNotEqualTo(Scenario.random(5, NOW, 5, 5).events());
    }

    @Test
    void shouldMakeEveryKindOfInputAndOfVerdict() {
        Set<String> types = new TreeSet<>();
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        for (long seed = 0; seed < 10; seed++) {
            Scenario scenario = Scenario.random(seed, NOW, 20, 8);
            scenario.events().forEach(event -> types.add(event.envelope().type()));
            verdicts.addAll(scenario.expected().verdicts());
        }

        assertThat(types).hasSize(14);
        assertThat(verdicts).containsExactlyInAnyOrder(Verdict.ACCEPTED, Verdict.REPEAT, Verdict.ID_CONFLICT);
    }

    @Test
    void shouldMakeWithdrawalsBeforeAndAfterTheOpening() {
        int before = 0;
        int after = 0;
        for (long seed = 0; seed < 10; seed++) {
            Scenario scenario = Scenario.random(seed, NOW, 20, 8);
            Map<String, Instant> openings = new HashMap<>();
            for (Event<?> event : scenario.events()) {
                if (event.data() instanceof ComplaintOpened opened) {
                    openings.put(opened.complaintId(), event.envelope().time());
                }
            }
            for (Event<?> event : scenario.events()) {
                if (event.data() instanceof ComplaintWithdrawn withdrawn
                        && openings.containsKey(withdrawn.complaintId())) {
                    boolean late = event.envelope().time().isAfter(openings.get(withdrawn.complaintId()));
                    after += late ? 1 : 0;
                    before += late ? 0 : 1;
                }
            }
        }

        assertThat(before).isPositive().isLessThan(after);
    }

    @Test
    void shouldMakeEventsThatTravelUnchanged() {
        for (Event<?> event : Scenario.random(3, NOW, 30, 8).events()) {
            ProducerRecord<byte[], byte[]> written = EventCodec.encode(event);

            Decoding read = EventCodec.decode(written.topic(), written.value(), written.headers());

            assertThat(read).isEqualTo(new Decoding.Decoded(event));
        }
    }

    @Test
    void shouldCutIntoBatchesWithoutLosingAnything() {
        Scenario scenario = Scenario.random(3, NOW, 10, 5);

        List<Event<?>> joined = new ArrayList<>();
        scenario.batches(9, 17).forEach(joined::addAll);

        assertThat(joined).isEqualTo(scenario.events());
    }
}
