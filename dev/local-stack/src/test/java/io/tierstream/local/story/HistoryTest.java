package io.tierstream.local.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");

    @Test
    void shouldTellTheSameAgain() {
        assertThat(History.between(TODAY.minusYears(1), TODAY)).isEqualTo(History.between(TODAY.minusYears(1), TODAY));
    }

    @Test
    void shouldTellInPartsWhatItTellsAsAWhole() {
        // when
        var parts = new ArrayList<Happening>();
        for (LocalDate day = TODAY.minusDays(100); day.isBefore(TODAY); day = day.plusDays(10)) {
            parts.addAll(History.between(day, day.plusDays(10)));
        }

        // then
        assertThat(parts).isEqualTo(History.between(TODAY.minusDays(100), TODAY));
    }

    @Test
    void shouldGiveEveryEventAnIdOfItsOwn() {
        assertThat(History.between(TODAY.minusYears(2), TODAY))
                .extracting(Happening::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldTellOnlyWhatIsPast() {
        Instant now = TODAY.atStartOfDay(ZoneOffset.UTC).toInstant();
        assertThat(History.between(TODAY.minusYears(2), TODAY))
                .hasSizeBetween(2_000, 10_000)
                .isSortedAccordingTo(Comparator.comparing(Happening::time))
                .allMatch(happening -> happening.time().isBefore(now));
    }

    @Test
    void shouldLeaveSomeComplaintsOpen() {
        List<Happening> history = History.between(TODAY.minusYears(1), TODAY);
        List<String> resolved = idsOf(history, "complaint.resolved");
        assertThat(idsOf(history, "complaint.opened"))
                .filteredOn(id -> !resolved.contains(id + "-resolved"))
                .hasSizeBetween(2, 15);
    }

    @Test
    void shouldKnowAllCompaniesByOneIdEach() {
        assertThat(Companies.ALL).hasSizeBetween(40, 60).extracting(Company::id).doesNotHaveDuplicates();
    }

    @Test
    void shouldAssessProspectsOfEveryGrade() {
        assertThat(History.prospects(TODAY))
                .filteredOn(happening -> happening.type().equals("prospect.assessed"))
                .extracting(happening -> grade(happening.data()))
                .containsSequence("A", "B", "B", "C", "D");
    }

    /** 80, 60 and 40 points; financial counts 40 %, market 30 %, cooperation 20 %, influence 10 %. */
    private static String grade(Map<String, Object> assessment) {
        double points = 0.4 * (int) assessment.get("financial")
                + 0.3 * (int) assessment.get("market")
                + 0.2 * (int) assessment.get("cooperation")
                + 0.1 * (int) assessment.get("influence");
        return points >= 80 ? "A" : points >= 60 ? "B" : points >= 40 ? "C" : "D";
    }

    @Test
    void shouldEndEveryActWithinItsLength() {
        assertThat(IntStream.range(0, 100).boxed().flatMap(number -> Act.steps(number, Instant.EPOCH).stream()))
                .allSatisfy(step -> assertThat(step.after()).isLessThan(Act.LENGTH));
    }

    @Test
    void shouldUndoWhatEveryActDid() {
        // when
        List<Happening> all = IntStream.range(0, 40)
                .boxed()
                .flatMap(number -> Act.steps(number, Instant.EPOCH).stream())
                .flatMap(step -> step.events().stream())
                .toList();

        // then
        assertThat(all).extracting(Happening::id).doesNotHaveDuplicates();
        assertThat(idsOf(all, "order.cancelled")).contains("great-order-0-cancelled", "great-order-36-cancelled");
        assertThat(idsOf(all, "complaint.resolved")).contains("letter-0-resolved", "live-complaint-30-resolved");
    }

    private static List<String> idsOf(List<Happening> happenings, String type) {
        return happenings.stream()
                .filter(happening -> happening.type().equals(type))
                .map(Happening::id)
                .toList();
    }
}
