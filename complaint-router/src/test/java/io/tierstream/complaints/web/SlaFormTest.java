package io.tierstream.complaints.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.SlaPolicy.Problem;
import io.tierstream.complaints.http.SlaReader;
import io.tierstream.contracts.EventJson;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class SlaFormTest {

    private static SlaPolicy policy(String json) {
        return SlaReader.read(EventJson.mapper().readTree(json), SlaPolicy.DEFAULT)
                .policy();
    }

    @Test
    void shouldSayTheSameAsTheSettingsItIsFilledWith() {
        SlaPolicy policy = policy("""
                {"tiers": {"A": "P1DT4H", "B": "PT90M", "C": "PT45S"}, "maximumWait": "P30D", "atRiskShare": 0.333, "order": "deadline-first",
                 "calendar": {"zone": "Asia/Shanghai", "hoursPerDay": 7.5, "workingDays": ["SUNDAY", "MONDAY"],
                   "workingIntervals": [{"from": "09:00", "to": "12:00"}, {"from": "20:00", "to": "24:00"}],
                   "holidays": ["2026-10-01", "2026-10-02", "2026-10-03", "2026-12-25"], "makeUpDays": ["2026-10-10"]},
                 "calendars": {"A": null, "C": {"zone": "Europe/Berlin"}}}""");

        SlaReader.Read read = SlaReader.read(SlaForm.json(SlaForm.of(policy)), SlaPolicy.DEFAULT);

        assertThat(read.problems()).isEmpty();
        assertThat(read.policy()).isEqualTo(policy);
    }

    @Test
    void shouldTakeDaysAndHoursAsPeopleWriteThem() {
        Map<String, String> form = new HashMap<>(SlaForm.of(SlaPolicy.DEFAULT));
        form.put("calendar.kind", "hours");
        form.put("calendar.intervals", "9:00至12:00，13:00–18:00");
        form.put("calendar.holidays", "2026-10-01..2026-10-03\r\n2026-12-31、2027-01-01");

        SlaPolicy policy = SlaReader.read(SlaForm.json(form), SlaPolicy.DEFAULT).policy();

        assertThat(policy.clock()).isEqualTo(policy("""
                                {"calendar": {"zone": "UTC", "hoursPerDay": 8,
                                  "workingIntervals": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}],
                                  "holidays": ["2026-10-01", "2026-10-02", "2026-10-03", "2026-12-31", "2027-01-01"]}}""").clock());
    }

    @Test
    void shouldLeaveItToTheReaderToSayWhatIsWrong() {
        Map<String, String> form = new HashMap<>(SlaForm.of(SlaPolicy.DEFAULT));
        form.put("A.days", "three");
        form.put("risk", "");
        form.put("calendar.kind", "hours");
        form.put("calendar.hoursPerDay", "eight");
        form.put("calendar.intervals", "9-5\n09:00");
        form.put("calendar.holidays", "2026-10-07..2026-10-01");
        form.put("order", "<script>");

        assertThat(SlaReader.read(SlaForm.json(form), SlaPolicy.DEFAULT).problems())
                .extracting(Problem::pointer, Problem::code)
                .containsExactlyInAnyOrder(
                        tuple("/tiers/A", "format"),
                        tuple("/atRiskShare", "type"),
                        tuple("/calendar/hoursPerDay", "type"),
                        tuple("/calendar/workingIntervals/0", "time"),
                        tuple("/calendar/workingIntervals/1", "time"),
                        tuple("/calendar/holidays/0", "day"),
                        tuple("/order", "enum"));
    }

    /** A few bytes of the form are hundreds of days. */
    @Test
    void shouldNotUnfoldMoreDaysThanACalendarMayHave() {
        Map<String, String> form = new HashMap<>(SlaForm.of(SlaPolicy.DEFAULT));
        form.put("calendar.kind", "hours");
        form.put("calendar.holidays", "2026-01-01..2026-12-31,".repeat(1_000));

        ObjectNode json = SlaForm.json(form);

        assertThat(json.at("/calendar/holidays").size()).isLessThan(1_000);
        assertThat(SlaReader.read(json, SlaPolicy.DEFAULT).problems())
                .extracting(Problem::pointer, Problem::code)
                .containsExactly(tuple("/calendar/holidays", "too-many"));
    }
}
