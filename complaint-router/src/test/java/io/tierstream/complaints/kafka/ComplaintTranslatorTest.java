package io.tierstream.complaints.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.application.RoutingComplaints.Arrival;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ComplaintTranslatorTest {

    private static String note(String published) {
        Arrival arrival = ComplaintTranslator.arrival(
                new Envelope("e", "/test", EventTypes.COMPLAINT_RESOLVED, Instant.EPOCH),
                new ComplaintResolved("cmp", "c", published));
        return ((Arrival.Moved) arrival).event().note();
    }

    /** Hundreds of them have to fit a document. */
    @Test
    void shouldShortenNotesThatAreLongerThanWhatAnAgentMayWrite() {
        assertThat(note(null)).isNull();
        assertThat(note("货".repeat(5_000))).isEqualTo("货".repeat(5_000));
        assertThat(note("货".repeat(5_001))).isEqualTo("货".repeat(4_999) + "…");
        assertThat(note("x".repeat(4_998) + "😀".repeat(10))).isEqualTo("x".repeat(4_998) + "…");
    }
}
