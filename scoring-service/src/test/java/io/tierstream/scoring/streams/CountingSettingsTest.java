package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.domain.Totals;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** State is gone on with under the settings under which it was counted, or not at all. */
class CountingSettingsTest {

    private final MemoryStore task = new MemoryStore();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tierstream.window|P400D|tierstream.window was P365D and is P400D",
                "tierstream.scoring.return-horizon|P30D|tierstream.scoring.return-horizon was P365D and is P30D",
                "tierstream.scoring.excused-reasons|bank|excused-reasons was [DISPUTE, BANK, SELLER] and is [BANK]",
                "tierstream.time-zone|Europe/Berlin|tierstream.time-zone was Z and is Europe/Berlin",
                "tierstream.base-currency|USD|tierstream.base-currency was EUR and is USD"
            })
    void shouldRefuseWhatWasCountedUnderOtherSettings(String setting, String value, String told) {
        written(Map.of());
        WorkingSet customers = customers(Map.of(setting, value));

        assertThatThrownBy(customers::check)
                .isInstanceOf(OtherSettingsException.class)
                .hasMessageContaining("partition 0")
                .hasMessageContaining(told);
        assertThatThrownBy(customers::state).isInstanceOf(OtherSettingsException.class);
    }

    @Test
    void shouldGoOnUnderTheSameSettingsHoweverTheyAreWritten() {
        written(Map.of());
        WorkingSet customers = customers(Map.of(
                "tierstream.window", "P1Y",
                "tierstream.time-zone", "Z",
                "tierstream.scoring.excused-reasons", "seller,bank,dispute"));

        assertThatCode(customers::check).doesNotThrowAnyException();
        assertThat(customers.state().settings())
                .isEqualTo(customers(Map.of()).state().settings());
    }

    @Test
    void shouldTakeForStateOfAnEarlierVersionTheSettingsAsTheyAre() {
        ScorecardDocument scorecard = ScorecardDocument.of(Scorecard.standard());
        LocalDate day = LocalDate.of(2026, 11, 21);
        task.put(
                WorkingSet.STATE_KEY,
                new TaskState(TaskState.FORMAT, 0, Totals.NONE, scorecard, day, null, null, null, null).toBytes());
        WorkingSet customers = customers(Map.of("tierstream.window", "P400D"));

        customers.check();
        customers.state();
        customers.write();

        assertThatCode(customers(Map.of("tierstream.window", "P400D"))::check).doesNotThrowAnyException();
        assertThatThrownBy(customers(Map.of())::check).isInstanceOf(OtherSettingsException.class);
    }

    @Test
    void shouldStopForGoodWhenSettingsAreOthersAndReplaceAThreadOtherwise() {
        StreamFailures failures = new StreamFailures();
        written(Map.of());
        OtherSettingsException other = catchThrowableOfType(
                OtherSettingsException.class, customers(Map.of("tierstream.window", "P400D"))::check);

        assertThat(failures.handle(new IllegalStateException("x")))
                .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
        assertThat(failures.refusal()).isNull();
        assertThat(failures.handle(new StreamsException("failed to initialize", other)))
                .isEqualTo(StreamThreadExceptionResponse.SHUTDOWN_CLIENT);
        assertThat(failures.refusal()).contains("P400D");
    }

    /** As a partition writes it that counted under these. */
    private void written(Map<String, String> settings) {
        WorkingSet customers = customers(settings);
        customers.change(customers.state().rolledThrough(customers.state().rolledThrough()));
        customers.write();
    }

    private WorkingSet customers(Map<String, String> settings) {
        ScoringProperties properties = new Binder(new MapConfigurationPropertySource(new HashMap<>(settings)))
                .bindOrCreate("tierstream", ScoringProperties.class);
        return new WorkingSet(
                ScoringContext.of(
                        properties,
                        new TestClock(Bench.START),
                        new IntakeCounters(new SimpleMeterRegistry()),
                        TraceStep.NONE),
                new Stores.OfTask(new MemoryStore(), new MemoryStore(), new MemoryStore(), task),
                0,
                score -> {});
    }
}
