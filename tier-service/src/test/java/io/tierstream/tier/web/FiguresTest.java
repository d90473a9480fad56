package io.tierstream.tier.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.tier.report.Column;
import io.tierstream.tier.report.ReportSettings;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.ResourceBundleMessageSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Figures as people read them: no other than the API's. */
class FiguresTest {

    private static final Metrics METRICS = new Metrics(
            new BigDecimal("1250.50"),
            new BigDecimal("12.5"),
            2,
            new BigDecimal("2000"),
            new BigDecimal("500.25"),
            new BigDecimal("249.25"),
            new BigDecimal("40.1234"),
            new BigDecimal("0.8"),
            new BigDecimal("1000"),
            new BigDecimal("0.2505"),
            new BigDecimal("30.25"),
            91L,
            new BigDecimal("0.5999"),
            new BigDecimal("70"),
            LocalDate.of(2026, 10, 1),
            3,
            1,
            LocalDate.of(2024, 2, 29),
            LocalDate.of(2026, 11, 22),
            new BigDecimal("0.6001"));

    @ParameterizedTest
    @CsvSource({"0.5999, 59.99", "0.6, 60", "0.6001, 60.01", "0.125, 12.5", "-0.3333, -33.33", "0.0001, 0.01"})
    void shouldWriteAShareWithAllThatTheApiHas(BigDecimal share, String percent) {
        assertThat(english().percent(share)).isEqualTo(percent + "\u00a0%");
    }

    @Test
    void shouldShowEveryMetricOfTheApi() {
        List<String> shown = CustomerFigures.of(METRICS, english()).stream()
                .flatMap(group -> group.figures().stream())
                .map(CustomerFigures.Figure::metric)
                .toList();

        assertThat(shown)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Metrics.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
        assertThat(EvidencePart.METRICS).containsExactlyInAnyOrderElementsOf(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en | ONE_OFF_BULK  | 60.01\u00a0% | are 2 orders",
                "en | LOW_MARGIN    | 40.1234     | 4.01\u00a0%",
                "en | SLOW_PAYER    | 30.3 days   | above 30",
                "en | RETURNS_HEAVY | 749.50 of 2,000.00 | 37.48\u00a0%",
                "zh | ONE_OFF_BULK  | 60.01\u00a0% | 2",
                "zh | LOW_MARGIN    | 40.1234     | 4.01\u00a0%",
                "zh | SLOW_PAYER    | 30.3        | 30",
                "zh | RETURNS_HEAVY | 749.50      | 37.48\u00a0%",
            })
    void shouldExplainAFlagWithTheFiguresThatRaisedIt(String lang, Flag flag, String first, String second) {
        Show show = new Show(lang.equals("zh") ? Locale.SIMPLIFIED_CHINESE : Locale.UK, messages());

        List<CustomerFigures.Warning> warnings = CustomerFigures.warnings(List.of(flag), METRICS, show);

        assertThat(warnings).hasSize(1);
        assertThat(warnings.getFirst().flag()).isEqualTo(flag);
        assertThat(warnings.getFirst().text())
                .contains(first, second)
                .doesNotContain("{", "warning.")
                .matches(text -> lang.equals("zh") == text.codePoints().anyMatch(Character::isIdeographic));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "en-GB | 1250.50      | 1,250.50",
                "en-GB | 1250.5       | 1,250.50",
                "de-DE | 1250.50      | 1.250,50",
                "en-GB | 1234567.1234 | 1,234,567.1234",
                "en-GB | -0.5         | -0.50"
            })
    void shouldWriteMoneyOfReportsAsMoney(String region, BigDecimal amount, String written) {
        Locale locale = Locale.forLanguageTag(region);
        ReportWords words = words();

        assertThat(words.value(column("profit", Column.Kind.MONEY), amount, locale))
                .isEqualTo(written);
        assertThat(words.facts(JsonNodeFactory.instance.objectNode().put("orderAmount", amount.toPlainString()), locale)
                        .getFirst()
                        .value())
                .isEqualTo(written);
    }

    @Test
    void shouldWriteNumbersAndSharesOfReportsAsTheyAre() {
        ReportWords words = words();

        assertThat(words.value(column("composite", Column.Kind.NUMBER), new BigDecimal("50.5"), Locale.UK))
                .isEqualTo("50.5");
        assertThat(words.value(column("growth", Column.Kind.NUMBER), new BigDecimal("0.5999"), Locale.UK))
                .isEqualTo("59.99%");
        assertThat(words.value(column("orderCount", Column.Kind.NUMBER), 1234L, Locale.UK))
                .isEqualTo("1,234");
        assertThat(words.value(column("due", Column.Kind.DAY), null, Locale.UK)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"PM", "PD", "P1M", "12", "2026-99-99", "2026-11-22", "2026-11-22T10:00:00Z", "UP", "profit", "{0"
            })
    void shouldShowTheNameOfAManagerAsItIs(String name) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.putArray("now").addObject().put("accountManager", name).put("A", 1200);

        assertThat(words().tables(summary, Locale.UK).getFirst().rows()).containsExactly(List.of(name, "1,200"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22,           22 Nov 2026",
        "2026-11-22T10:00:00Z, '22 Nov 2026, 10:00'",
        "P3M,                  3 months",
        "P7D,                  7 days",
        "2026-99-99,           2026-99-99",
        "2026-11-22T99:00:00Z, 2026-11-22T99:00:00Z",
        "PM,                   PM",
        "P99999999999D,        P99999999999D",
    })
    void shouldShowWhatOnlyLooksLikeATimeOrAPeriodAsItIs(String text, String shown) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("today", text);

        assertThat(words().facts(summary, Locale.UK).getFirst().value()).isEqualTo(shown);
    }

    private static ReportWords words() {
        return new ReportWords(
                messages(),
                new ReportSettings(
                        ZoneOffset.UTC,
                        "EUR",
                        new ReportSettings.Visits(Map.of()),
                        new ReportSettings.Priorities(Map.of())));
    }

    private static Column<Object> column(String key, Column.Kind kind) {
        return new Column<>(key, kind, row -> row);
    }

    private static Show english() {
        return new Show(Locale.ENGLISH, messages());
    }

    private static ResourceBundleMessageSource messages() {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
        messages.setBasename("messages");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        return messages;
    }
}
