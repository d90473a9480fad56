package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.OrderFigures;
import io.tierstream.scoring.domain.Totals;
import io.tierstream.scoring.streams.ScorecardDocument.Point;
import io.tierstream.scoring.streams.TaskState.Audit;
import io.tierstream.scoring.streams.TaskState.Difference;
import io.tierstream.scoring.streams.TaskState.Rescore;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.Topology;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ClassPathResource;

/**
 * What else outlives the program beside the formats of customers and entries: commands and states as JSON in {@code
 * src/test/resources/samples}, keys of the agenda, and the names that Kafka knows. A sample is never changed.
 */
class StoredDocumentsTest {

    private static final ScorecardDocument SCORECARD = new ScorecardDocument(
            3,
            List.of(
                    new Point(new BigDecimal("0"), new BigDecimal("100")),
                    new Point(new BigDecimal("30.5"), BigDecimal.ZERO)),
            List.of(),
            List.of(new Point(new BigDecimal("1000"), new BigDecimal("50.25"))),
            List.of(),
            "quantity",
            "olga",
            Instant.parse("2026-11-22T12:00:00Z"));

    @Test
    void shouldReadACommandToRescore() throws IOException {
        assertThat(ControlMessage.fromBytes(sample("control-scorecard.json")))
                .isEqualTo(
                        new ControlMessage(true, SCORECARD, null, "olga", Instant.parse("2026-11-22T12:00:01Z"), null));
    }

    @Test
    void shouldReadACommandToChangeAPartOfTheScorecard() throws IOException {
        assertThat(ControlMessage.fromBytes(sample("control-scorecard-part.json")))
                .isEqualTo(new ControlMessage(
                        false,
                        SCORECARD,
                        null,
                        "olga",
                        Instant.parse("2026-11-22T12:00:01Z"),
                        List.of("credit", "volumeMetric")));
    }

    @Test
    void shouldReadWhichScorecardAPartitionHasOnItsWay() throws IOException {
        assertThat(TaskState.fromBytes(sample("task-state-settings.json")).numbered())
                .isEqualTo(SCORECARD);
    }

    @Test
    void shouldReadACommandToAudit() throws IOException {
        assertThat(ControlMessage.fromBytes(sample("control-audit.json")))
                .isEqualTo(
                        new ControlMessage(false, null, "audit-1", "ops", Instant.parse("2026-11-22T12:00:01Z"), null));
    }

    @Test
    void shouldReadWhatAPartitionKnows() throws IOException {
        assertThat(TaskState.fromBytes(sample("task-state.json")))
                .isEqualTo(new TaskState(
                        1,
                        4,
                        new Totals(100, 80, figures(), new BigDecimal("900.0000"), new BigDecimal("12.5000"), 7, 2),
                        SCORECARD,
                        LocalDate.parse("2026-11-22"),
                        new Rescore(3, "customer-17", 40, 100, false),
                        new Audit(
                                "audit-1",
                                Instant.parse("2026-11-22T11:00:00Z"),
                                "ops",
                                null,
                                100,
                                100,
                                1,
                                List.of(new Difference("customer-3", "orderAmount", "1", "2")),
                                true),
                        null,
                        null));
    }

    @Test
    void shouldReadWhatANewPartitionKnows() throws IOException {
        TaskState state = TaskState.fromBytes(sample("task-state-initial.json"));

        assertThat(state.totals()).isEqualTo(Totals.NONE);
        assertThat(state.rescore()).isNull();
        assertThat(state.audit()).isNull();
    }

    @Test
    void shouldReadUnderWhichSettingsAPartitionCounts() throws IOException {
        assertThat(TaskState.fromBytes(sample("task-state-settings.json")).settings())
                .isEqualTo(new CountingSettings(
                        400, 365, Set.of(LateReason.BANK, LateReason.DISPUTE), "Europe/Berlin", "EUR"));
    }

    @Test
    void shouldKeepTheKeysOfTheAgenda() {
        assertThat(HexFormat.of().formatHex(AgendaKey.of(20_000, "C-1é").get())).isEqualTo("80004e20432d31c3a9");
        assertThat(HexFormat.of().formatHex(AgendaKey.of(-1, "C").get())).isEqualTo("7fffffff43");
        Bytes stored = Bytes.wrap(HexFormat.of().parseHex("80004e20432d31c3a9"));
        assertThat(AgendaKey.dayOf(stored)).isEqualTo(20_000);
        assertThat(AgendaKey.customerOf(stored)).isEqualTo("C-1é");
    }

    /** State, offsets and changelogs are found by these names: another one would begin without any. */
    @Test
    void shouldKeepTheNamesThatKafkaKnows() throws IOException {
        assertThat(new YamlPropertySourceLoader()
                        .load("application", new ClassPathResource("application.yaml"))
                        .getFirst()
                        .getProperty("spring.application.name"))
                .asString()
                .isEqualTo("scoring-service");
        Topology topology = Bench.topology();

        assertThat(inOrder(topology.describe().toString()).strip())
                .isEqualTo(new String(sample("topology.txt"), StandardCharsets.UTF_8).strip());
    }

    /** Names within brackets come in any order. */
    private static String inOrder(String description) {
        return Pattern.compile("\\[([^]]*)]")
                .matcher(description)
                .replaceAll(names ->
                        "[" + Stream.of(names.group(1).split(", ")).sorted().collect(Collectors.joining(", ")) + "]");
    }

    private static OrderFigures figures() {
        return new OrderFigures(
                new BigDecimal("1000.5000"),
                new BigDecimal("10.0000"),
                new BigDecimal("20.2500"),
                new BigDecimal("300.0000"),
                90,
                3,
                4,
                new BigDecimal("800.0000"),
                new BigDecimal("500.1234"),
                70);
    }

    private static byte[] sample(String name) throws IOException {
        try (InputStream file = StoredDocumentsTest.class.getResourceAsStream("/samples/" + name)) {
            return Objects.requireNonNull(file, name).readAllBytes();
        }
    }
}
