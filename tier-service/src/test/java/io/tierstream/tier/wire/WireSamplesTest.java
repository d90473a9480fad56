package io.tierstream.tier.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventJson;
import io.tierstream.tier.domain.Outlook;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an earlier version has sent can still be read, and says the same; the samples are never changed. */
class WireSamplesTest {

    @Test
    void shouldReadControlsOfVersion1() throws IOException {
        assertReadable(Control.class, "controls-v1.jsonl");
    }

    @Test
    void shouldReadCoordinationsOfVersion1() throws IOException {
        assertReadable(Coordination.class, "coordinations-v1.jsonl");
    }

    @Test
    void shouldReadAnswersOfVersion1() throws IOException {
        assertReadable(Answer.class, "answers-v1.jsonl");
    }

    @Test
    void shouldReadSnapshotsOfVersion1() throws IOException {
        assertReadable(GradeSnapshot.class, "grade-snapshots-v1.jsonl");
    }

    @Test
    void shouldTellTheOutlookFromASnapshotAlone() throws IOException {
        GradeSnapshot snapshot = WireJson.read(
                        GradeSnapshot.class,
                        lines("grade-snapshots-v1.jsonl").getFirst().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        Control.PolicyTookOver tookOver = (Control.PolicyTookOver)
                WireJson.read(Control.class, lines("controls-v1.jsonl").get(3).getBytes(StandardCharsets.UTF_8))
                        .orElseThrow();

        Outlook outlook = Outlook.of(
                WireTranslator.toDomain(snapshot),
                WireTranslator.toDomain(tookOver.policy()),
                WireTranslator.toDomain(snapshot.cutOffs()));

        assertThat(outlook.down().dueAt()).isEqualTo(snapshot.nextDue());
        assertThat(outlook.up().missing().toBigDecimal()).isEqualByComparingTo("20.01");
    }

    private static <T> void assertReadable(Class<T> type, String sample) throws IOException {
        for (String line : lines(sample)) {
            T read = WireJson.read(type, line.getBytes(StandardCharsets.UTF_8)).orElseThrow();
            assertThat(EventJson.mapper().readTree(WireJson.bytes(type, read)))
                    .isEqualTo(EventJson.mapper().readTree(line));
        }
    }

    private static List<String> lines(String sample) throws IOException {
        try (InputStream in = WireSamplesTest.class.getResourceAsStream("/samples/" + sample)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
