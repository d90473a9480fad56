package io.tierstream.complaints.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.SlaPolicy.Problem;
import io.tierstream.complaints.http.SlaReader.Read;
import io.tierstream.contracts.EventJson;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class SlaReaderTest {

    private static final String OFFICE = """
            {"zone": "Asia/Shanghai", "workingIntervals": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}]}""";

    private static Read read(String json) {
        return read(json, SlaPolicy.DEFAULT);
    }

    private static Read read(String json, SlaPolicy current) {
        return SlaReader.read(EventJson.mapper().readTree(json), current);
    }

    private static BusinessCalendar calendar(Read read) {
        assertThat(read.problems()).isEmpty();
        return (BusinessCalendar) read.policy().clock();
    }

    @Test
    void shouldFillACalendarWithWhatIsUsual() {
        BusinessCalendar calendar = calendar(read("{\"calendar\": " + OFFICE + "}"));

        assertThat(calendar.hoursPerDay()).isEqualByComparingTo("8");
        assertThat(calendar.workingDays())
                .containsExactlyInAnyOrder(
                        DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
        assertThat(calendar.holidays()).isEmpty();
    }

    @Test
    void shouldLeaveWhatACalendarDoesNotName() {
        SlaPolicy current = read("{\"calendar\": " + OFFICE + "}").policy();

        BusinessCalendar calendar = calendar(read(
                "{\"calendar\": {\"holidays\": [\"2026-10-01\"], \"makeUpDays\": [\"2026-10-10\"], \"hoursPerDay\": 7.5}}",
                current));

        assertThat(calendar.zone().getId()).isEqualTo("Asia/Shanghai");
        assertThat(calendar.workingIntervals()).hasSize(2);
        assertThat(calendar.holidays()).containsExactly(LocalDate.of(2026, 10, 1));
        assertThat(calendar.hoursPerDay()).isEqualTo(new BigDecimal("7.5"));
    }

    @Test
    void shouldGiveTiersCalendarsOfTheirOwnAndTakeThemAway() {
        SlaPolicy own = read("{\"calendar\": " + OFFICE
                        + ", \"calendars\": {\"A\": null, \"C\": {\"zone\": \"Europe/Berlin\"}}}")
                .policy();

        assertThat(own.clock(Tier.A)).isEqualTo(CalendarTime.INSTANCE);
        assertThat(own.clock(Tier.B)).isEqualTo(own.clock());
        assertThat(((BusinessCalendar) own.clock(Tier.C)).zone().getId()).isEqualTo("Europe/Berlin");
        assertThat(read("{\"calendars\": null}", own).policy().clocks()).isEmpty();
        assertThat(read("{\"calendar\": null}", own).policy().clock()).isEqualTo(CalendarTime.INSTANCE);
        assertThat(read("{}", own).policy()).isEqualTo(own);
    }

    @Test
    void shouldReadBackWhatIsShown() {
        SlaPolicy policy = read("{\"tiers\": {\"A\": \"P1DT4H\"}, \"calendar\": " + OFFICE
                        + ", \"calendars\": {\"B\": null}, \"maximumWait\": \"P30D\"}")
                .policy();

        String shown = EventJson.mapper().writeValueAsString(SlaView.of(policy));

        assertThat(shown).contains("\"B\":null");
        assertThat(read(shown, SlaPolicy.DEFAULT)).isEqualTo(new Read(policy, List.of()));
    }

    /** As Spring's mapper reads numbers, which makes infinities of them. */
    @ParameterizedTest
    @ValueSource(strings = {"1e400", "-1e400", "1e-400", "0e-400000000", "1e999999999", "NaN"})
    void shouldRefuseNumbersThatAreNone(String number) {
        double value = Double.parseDouble(number);
        JsonNode wanted = JsonNodeFactory.instance.objectNode().put("atRiskShare", value);

        List<Problem> problems = SlaReader.read(wanted, SlaPolicy.DEFAULT).problems();

        assertThat(problems.isEmpty()).isEqualTo(value == 0);
    }

    @Test
    void shouldNameEverythingThatIsWrongWithACalendar() {
        Read read = read("""
                {"calendar": {"zone": "Mars/Base", "hoursPerDay": "8", "workingDays": ["MONDAY", "FUNDAY"], "colour": 1,
                  "workingIntervals": [{"from": "18:00", "to": "09:00"}, {"from": "9"}],
                  "holidays": ["2026-02-30", "+99999-01-01"], "makeUpDays": "none"}}""");

        assertThat(read.problems())
                .extracting(Problem::pointer, Problem::code)
                .containsExactlyInAnyOrder(
                        tuple("/calendar/zone", "zone"),
                        tuple("/calendar/hoursPerDay", "type"),
                        tuple("/calendar/workingDays/1", "day"),
                        tuple("/calendar/colour", "unknown"),
                        tuple("/calendar/workingIntervals/0", "interval"),
                        tuple("/calendar/workingIntervals/1", "time"),
                        tuple("/calendar/holidays/0", "day"),
                        tuple("/calendar/holidays/1", "day"),
                        tuple("/calendar/makeUpDays", "type"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"workingDays\": []}|/calendar/workingDays|no-work",
                "{\"workingIntervals\": []}|/calendar/workingIntervals|no-work",
                "{\"workingIntervals\": [{\"from\": \"09:00\", \"to\": \"12:00\"}, {\"from\": \"11:00\", \"to\": \"13:00\"}]}|/calendar/workingIntervals/1|overlap",
                "{\"hoursPerDay\": 0}|/calendar/hoursPerDay|range-hours",
                "{\"hoursPerDay\": 25}|/calendar/hoursPerDay|range-hours",
                "{\"hoursPerDay\": 1e300}|/calendar/hoursPerDay|type"
            })
    void shouldRefuseACalendarThatNobodyCanWorkBy(String change, String pointer, String code) {
        SlaPolicy current = read("{\"calendar\": " + OFFICE + "}").policy();

        assertThat(read("{\"calendar\": " + change + "}", current).problems())
                .extracting(Problem::pointer, Problem::code)
                .containsExactly(tuple(pointer, code));
    }

    @Test
    void shouldRefuseTooManyHolidays() {
        String days = IntStream.range(0, 401)
                .mapToObj(i -> "\"" + LocalDate.of(2026, 1, 1).plusDays(i) + "\"")
                .collect(Collectors.joining(","));

        assertThat(
                        read("{\"calendar\": {\"zone\": \"UTC\", \"workingIntervals\": [{\"from\": \"00:00\", \"to\": \"24:00\"}], \"holidays\": ["
                                        + days + "]}}")
                                .problems())
                .extracting(Problem::pointer, Problem::code)
                .containsExactly(tuple("/calendar/holidays", "too-many"));
    }

    @ParameterizedTest
    @CsvSource({"P1DT9H, part-of-day", "PT9H, part-of-day", "P3650D, too-far", "P3651D, range", "PT0S, range"})
    void shouldRefuseDurationsThatACalendarCannotCarry(String sla, String code) {
        Read read = read(
                "{\"tiers\": {\"B\": \"" + sla + "\"}, \"calendar\": {\"zone\": \"UTC\", \"workingDays\": [\"MONDAY\"],"
                        + "\"hoursPerDay\": 8, \"workingIntervals\": [{\"from\": \"09:00\", \"to\": \"09:30\"}]}}");

        assertThat(read.problems())
                .filteredOn(problem -> problem.pointer().equals("/tiers/B"))
                .extracting(Problem::code)
                .containsExactly(code);
    }

    @ParameterizedTest
    @CsvSource({"P1D", "P1DT8H", "PT4H", "PT30S", "P20D"})
    void shouldTakeDurationsThatACalendarCanCarry(String sla) {
        Read read = read("{\"tiers\": {\"B\": \"" + sla + "\"}, \"calendar\": " + OFFICE + "}");

        assertThat(read.problems()).isEmpty();
        assertThat(read.policy().sla(Tier.B)).isEqualTo(Duration.parse(sla));
    }

    @ParameterizedTest
    @CsvSource({
        "{\"tiers\": []}, /tiers",
        "{\"calendar\": 5}, /calendar",
        "{\"calendars\": 5}, /calendars",
        "{\"calendars\": {\"D\": null}}, /calendars/D",
        "{\"maximumWait\": \"PT0S\"}, /maximumWait",
        "{\"promotionGrace\": \"P99999999999999D\"}, /promotionGrace",
        "{\"promotionGrace\": \"-PT1S\"}, /promotionGrace",
        "[], ''"
    })
    void shouldSayWhereSettingsAreWrong(String json, String pointer) {
        assertThat(read(json).problems()).extracting(Problem::pointer).containsExactly(pointer);
    }
}
