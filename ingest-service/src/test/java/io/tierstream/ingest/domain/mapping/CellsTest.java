package io.tierstream.ingest.domain.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cells can say: numbers, times and days, and the texts made of them. */
class CellsTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "-12.50", "+1", ".5", "5.", "-.5", "1234567890123456789012345678901234567890"})
    void shouldReadPlainDecimals(String cell) {
        assertThat(Decimals.parse(cell)).contains(new BigDecimal(cell));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                ".",
                "+.",
                "1.2.3",
                "1-",
                "1+1",
                "1e3",
                "1,000",
                " 1",
                "/",
                ":",
                "٣",
                "12345678901234567890123456789012345678901"
            })
    void shouldReadNothingElseAsANumber(String cell) {
        assertThat(Decimals.parse(cell)).isEmpty();
    }

    @Test
    void shouldReadTimesInTheFirstFormatThatFits() {
        DateFormats dates =
                new DateFormats(List.of("d/M/yyyy H:mm", "d/M/yyyy", DateFormats.RFC_3339), ZoneId.of("Europe/London"));

        assertThat(dates.time("1/7/2026 08:05")).contains(Instant.parse("2026-07-01T07:05:00Z"));
        assertThat(dates.time("1/7/2026")).contains(Instant.parse("2026-06-30T23:00:00Z"));
        assertThat(dates.time("2026-07-01T08:05:00+02:00")).contains(Instant.parse("2026-07-01T06:05:00Z"));
        assertThat(dates.time("2026-07-01")).isEmpty();
        assertThat(dates.patterns()).containsExactly("d/M/yyyy H:mm", "d/M/yyyy", DateFormats.RFC_3339);
    }

    @Test
    void shouldReadTheDayAsItIsWritten() {
        DateFormats dates = new DateFormats(List.of("yyyy-MM-dd", DateFormats.RFC_3339), ZoneOffset.UTC);

        assertThat(dates.day("2026-07-01")).contains(LocalDate.of(2026, 7, 1));
        assertThat(dates.day("2026-07-01T23:30:00-05:00")).contains(LocalDate.of(2026, 7, 1));
        assertThat(dates.day("2026-02-29")).isEmpty();
    }

    @Test
    void shouldLeaveWordsOfAPatternAsTheyAre() {
        DateFormats dates = new DateFormats(List.of("'day' d/M/yyyy", "d 'o''clock y' M yyyy"), ZoneOffset.UTC);

        assertThat(dates.day("day 1/7/2026")).contains(LocalDate.of(2026, 7, 1));
        assertThat(dates.day("1 o'clock y 7 2026")).contains(LocalDate.of(2026, 7, 1));
    }

    @Test
    void shouldMoveTimesByCalendarDaysAndNotAtAllByNone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Instant noonBeforeTheChange = Instant.parse("2026-03-28T11:00:00Z");

        assertThat(new Shift(1, berlin).move(noonBeforeTheChange)).isEqualTo(Instant.parse("2026-03-29T10:00:00Z"));
        assertThat(new Shift(0, berlin).move(noonBeforeTheChange)).isEqualTo(noonBeforeTheChange);
        assertThat(new Shift(-31, berlin).move(LocalDate.of(2026, 3, 31))).isEqualTo(LocalDate.of(2026, 2, 28));
    }

    @Test
    void shouldMakeTextOfConstantsAndCells() {
        Text text = Text.parse(List.of("INV-{no}/{part}", "{no}", "none"));

        assertThat(of(text, Map.of("no", "7", "part", "b"))).isEqualTo("INV-7/b");
        assertThat(of(text, Map.of("no", "7"))).isEqualTo("7");
        assertThat(of(text, Map.of())).isEqualTo("none");
        assertThat(of(Text.parse(List.of("{no}")), Map.of())).isEmpty();
        assertThat(of(Text.parse(List.of("{a}{b}-")), Map.of("a", "1", "b", "2")))
                .isEqualTo("12-");
        assertThat(text.columns()).containsExactly("no", "part", "no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "a{", "{}", "a}", "{a", "}{a}", "{a}}"})
    void shouldRefuseTextWithABraceThatStandsAlone(String template) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Text.parse(List.of(template)))
                .withMessageContaining(template);
    }

    @Test
    void shouldNameTheColumnsThatFieldsAreTakenFrom() {
        Term product = new Term.Product(
                List.of(new Term.Cell("price"), new Term.Constant(BigDecimal.TEN), new Term.Cell("count")));

        assertThat(new Field.OfNumber(product, false).columns()).containsExactly("price", "count");
        assertThat(new Field.OfDay("due").columns()).containsExactly("due");
        assertThat(new Field.OfText(Text.parse(List.of("x{a}", "{b}"))).columns())
                .containsExactly("a", "b");
    }

    private static String of(Text text, Map<String, String> cells) {
        return text.of(column -> cells.getOrDefault(column, ""));
    }
}
