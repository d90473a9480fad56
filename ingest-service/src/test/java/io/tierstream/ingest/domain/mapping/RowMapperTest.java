package io.tierstream.ingest.domain.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.ingest.domain.mapping.MappedEvent.Datum;
import io.tierstream.ingest.domain.mapping.Mapping.Columns;
import io.tierstream.ingest.domain.mapping.Mapping.CsvFormat;
import io.tierstream.ingest.domain.mapping.Mapping.EventRule;
import io.tierstream.ingest.domain.mapping.Mapping.Grouping;
import io.tierstream.ingest.domain.mapping.Mapping.RejectRule;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowMapperTest {

    private static final List<String> HEADER = List.of("no", "customer", "at", "price", "count", "kind");
    private static final Grouping ANYWHERE = new Grouping(List.of("no"), false, 100);
    private static final Grouping ADJACENT = new Grouping(List.of("no"), true, 1);

    @Test
    void shouldSumRowsOfAGroupThatStandAnywhereAndTakeTheEarliestTime() {
        List<Step> steps = map(ANYWHERE, """
                1,a,2026-01-02 10:00,1.10,2,sale
                2,b,2026-01-02 10:05,5,1,sale
                1,a,2026-01-02 09:59,0.005,3,sale
                """);

        assertThat(events(steps)).extracting(MappedEvent::id).containsExactly("1", "2");
        MappedEvent first = events(steps).getFirst();
        assertThat(first.time()).isEqualTo(Instant.parse("2026-01-02T09:59:00Z"));
        assertThat(number(first, "amount")).isEqualByComparingTo("2.215");
        assertThat(first.lines()).containsExactly(2L, 4L);
    }

    @Test
    void shouldCompleteAGroupOfAdjacentRowsWhenTheNextBegins() {
        RowMapper mapper = mapper(mapping(ADJACENT), HEADER);

        assertThat(mapper.accept(2, List.of("1", "a", "2026-01-02 10:00", "1", "1", "sale")))
                .isEmpty();
        List<Step> steps = mapper.accept(3, List.of("2", "a", "2026-01-02 10:00", "1", "1", "sale"));

        assertThat(events(steps)).extracting(MappedEvent::id).containsExactly("1");
    }

    @Test
    void shouldRejectARowThatComesAfterItsGroupOfAdjacentRows() {
        List<Step> steps = map(ADJACENT, """
                1,a,2026-01-02 10:00,1,1,sale
                2,a,2026-01-02 10:00,1,1,sale
                1,a,2026-01-02 10:00,1,1,sale
                """);

        assertThat(rejections(steps)).singleElement().satisfies(rejection -> {
            assertThat(rejection.line()).isEqualTo(4);
            assertThat(rejection.reason()).contains("ended before line 3");
        });
        assertThat(events(steps)).hasSize(2);
    }

    @Test
    void shouldRejectARowThatDisagreesWithItsGroupAndKeepTheGroup() {
        List<Step> steps = map(ANYWHERE, """
                1,a,2026-01-02 10:00,1,1,sale
                1,b,2026-01-02 10:00,5,1,sale
                """);

        assertThat(rejections(steps).getFirst().reason()).contains("customerId is b here, but a in line 2");
        assertThat(number(events(steps).getFirst(), "amount")).isEqualByComparingTo("1");
    }

    @Test
    void shouldGiveUpWhenMoreGroupsAreOpenThanItMayHold() {
        List<Step> steps = map(new Grouping(List.of("no"), false, 2), """
                1,a,2026-01-02 10:00,1,1,sale
                2,a,2026-01-02 10:00,1,1,sale
                3,a,2026-01-02 10:00,1,1,sale
                """);

        assertThat(steps)
                .filteredOn(Step.Impossible.class::isInstance)
                .singleElement()
                .satisfies(step -> assertThat(((Step.Impossible) step).why()).contains("Line 4", "max-open"));
    }

    @Test
    void shouldGiveUpWhenGroupsHaveMoreRowsAndTextThanItMayHold() {
        RowMapper oneGroup = mapper(mapping(ADJACENT), HEADER);
        RowMapper longTexts = mapper(mapping(ANYWHERE), HEADER);

        assertThat(linesUntilItGivesUp(oneGroup, "1", "a")).isBetween(12_000, 13_000);
        assertThat(linesUntilItGivesUp(longTexts, "%d", "a".repeat(10_000))).isBetween(14, 16);
    }

    private static int linesUntilItGivesUp(RowMapper mapper, String group, String customer) {
        for (int line = 2; line < 20_000; line++) {
            List<String> row = List.of(group.formatted(line), customer, "2026-01-02 10:00", "1", "1", "sale");
            if (mapper.accept(line, row).stream().anyMatch(Step.Impossible.class::isInstance)) {
                return line;
            }
        }
        throw new AssertionError("it holds everything");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1,,2026-01-02 10:00,1,1,sale      | customer | has no customer
                    1,a,yesterday,1,1,sale            | at       | is no date
                    1,a,2026-02-30 10:00,1,1,sale     | at       | is no date
                    1,a,,1,1,sale                     | at       | is empty
                    1,a,2026-01-02 10:00,1e3,1,sale   | price    | is no decimal number
                    1,a,2026-01-02 10:00,1,'1,0',sale |          | has 7 cells
                    1,a,2026-01-02 10:00,1            |          | has 4 cells
                    1,a,2026-01-02 10:00,1,1,gift     |          | no rule
                    1,\ufffd,2026-01-02 10:00,1,1,sale| customer | bytes that are not UTF-8
                    """)
    void shouldRejectRowsThatItCannotUse(String row, @Nullable String column, String reason) {
        List<Step> steps = map(null, row + "\n");

        assertThat(rejections(steps)).singleElement().satisfies(rejection -> {
            assertThat(rejection.column()).isEqualTo(column == null ? "" : column);
            assertThat(rejection.reason()).contains(reason);
            assertThat(rejection.line()).isEqualTo(2);
        });
    }

    @Test
    void shouldMakeIdsOfRowsFromTheirCellsAlone() {
        String row = ",a,2026-01-02 10:00,1,1,sale\n";

        List<MappedEvent> once = events(map(null, row));
        List<MappedEvent> later = events(map(null, "9,b,2026-01-02 10:00,1,1,sale\n" + row));

        assertThat(once.getFirst().id()).hasSize(32).isEqualTo(later.getLast().id());
    }

    @Test
    void shouldTellRowsApartWhoseCellsReadTheSameTogether() {
        List<MappedEvent> events = events(map(null, ",a,2026-01-02 10:00,1,11,sale\n,a,2026-01-02 10:00,11,1,sale\n"));

        assertThat(events).extracting(MappedEvent::id).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void shouldMakeEveryFieldOfTheRowsOfAGroup() {
        RowMapper mapper = mapper(orders(), List.of("no", "at", "due", "price", "count", "note", "other"), 10);

        List<Step> steps = new ArrayList<>();
        steps.addAll(mapper.accept(2, List.of("1", "2026-01-02 10:00", "2026-02-01", "2.50", "3", "a", "x")));
        steps.addAll(mapper.accept(3, List.of("1", "2026-01-01 10:00", "2026-02-01", "", "1", "a", "y")));
        steps.addAll(mapper.accept(4, List.of("1", "2026-01-03 10:00", "2026-02-01", "1", "1", "a", "")));
        mapper.finish().forEachRemaining(steps::add);

        assertThat(events(steps)).singleElement().satisfies(event -> {
            assertThat(event.time()).isEqualTo(Instant.parse("2026-01-11T10:00:00Z"));
            assertThat(event.type()).isEqualTo("invoice");
            assertThat(event.source()).isEqualTo("test");
            assertThat(event.lines()).containsExactly(2L, 3L, 4L);
            assertThat(event.data())
                    .containsExactly(
                            Map.entry("due", new Datum.OfText("2026-02-11")),
                            Map.entry("note", new Datum.OfText("a")),
                            Map.entry("taken", new Datum.OfNumber(new BigDecimal("-8.50"))),
                            Map.entry("pieces", new Datum.OfNumber(new BigDecimal("5"))));
        });
    }

    @Test
    void shouldLeaveOutFieldsThatNoRowHas() {
        RowMapper mapper = mapper(orders(), List.of("no", "at", "due", "price", "count", "note"), 0);

        mapper.accept(2, List.of("1", "2026-01-02 10:00", "", "", "", ""));

        assertThat(mapper.finish().next())
                .isInstanceOfSatisfying(
                        Step.Complete.class,
                        step -> assertThat(step.event().data()).isEmpty());
    }

    @Test
    void shouldRejectRowsOfAGroupWithAnotherDayOrWithoutItsText() {
        RowMapper mapper = mapper(orders(), List.of("no", "at", "due", "price", "count", "note"), 0);
        mapper.accept(2, List.of("1", "2026-01-02 10:00", "2026-02-01", "1", "1", "a"));

        List<Step> steps = new ArrayList<>();
        steps.addAll(mapper.accept(3, List.of("1", "2026-01-02 10:00", "2026-02-02", "1", "1", "a")));
        steps.addAll(mapper.accept(4, List.of("1", "2026-01-02 10:00", "2026-02-01", "1", "1", "")));
        steps.addAll(mapper.accept(5, List.of("1", "2026-01-02 10:00", "x", "1", "1", "a")));

        assertThat(rejections(steps)).extracting(Rejection::line).containsExactly(3L, 4L, 5L);
        assertThat(rejections(steps).get(1).reason()).contains("not those of line 2");
        assertThat(rejections(steps).get(2).column()).isEqualTo("due");
    }

    @Test
    void shouldCompleteGroupsInTheOrderInWhichTheyWereBegunAndHoldThemNoLonger() {
        RowMapper mapper = mapper(mapping(ANYWHERE), HEADER);
        for (String no : List.of("3", "1", "2", "1")) {
            mapper.accept(2, List.of(no, "a", "2026-01-02 10:00", "1", "1", "sale"));
        }
        assertThat(mapper.open()).isEqualTo(3);

        List<Step> steps = new ArrayList<>();
        mapper.finish().forEachRemaining(steps::add);

        assertThat(events(steps)).extracting(MappedEvent::id).containsExactly("3", "1", "2");
        assertThat(mapper.open()).isZero();
    }

    @Test
    void shouldFindTheLatestTimeOfARow() {
        RowMapper mapper = mapper(mapping(null), HEADER);

        assertThat(mapper.newest(2, List.of("1", "a", "2026-01-02 10:00", "1", "1", "sale")))
                .contains(Instant.parse("2026-01-02T10:00:00Z"));
        assertThat(mapper.newest(3, List.of("1", "a", "never", "1", "1", "sale")))
                .isEmpty();
        assertThat(mapper.newest(4, List.of("1"))).isEmpty();
    }

    @Test
    void shouldCutTheSuffixOffCellsThatHaveIt() {
        RowMapper mapper = mapper(orders(), List.of("no", "at", "due", "price", "count", "note"), 0);

        List<Step> steps = new ArrayList<>();
        steps.addAll(mapper.accept(2, List.of(" 1.0 ", "2026-01-02 10:00", "", "1", "1", "")));
        steps.addAll(mapper.accept(3, List.of("1", "2026-01-02 10:00", "", "1", "1", "")));
        mapper.finish().forEachRemaining(steps::add);

        assertThat(events(steps)).extracting(MappedEvent::id).containsExactly("1");
    }

    @Test
    void shouldTellGroupsWithLongKeysApart() {
        String longKey = "k".repeat(100);
        RowMapper mapper = mapper(mapping(ANYWHERE), HEADER);
        for (String no : List.of(longKey, longKey + "x", longKey)) {
            mapper.accept(2, List.of(no, "a", "2026-01-02 10:00", "1", "1", "sale"));
        }

        List<Step> steps = new ArrayList<>();
        mapper.finish().forEachRemaining(steps::add);

        assertThat(events(steps)).extracting(MappedEvent::id).containsExactly(longKey, longKey + "x");
    }

    @Test
    void shouldShowCellsOfUpToFiveHundredCharactersWhole() {
        String shown = "x".repeat(500);

        List<Step> steps = map(null, "1,a," + shown + ",1,1,sale\n1,a," + shown + "y,1,1,sale\n");

        assertThat(rejections(steps)).extracting(Rejection::value).containsExactly(shown, shown + "…");
    }

    /** Invoices of rows: the earliest time, the day they are due, what was taken, and a text. */
    private static Mapping orders() {
        Map<String, Field> data = new LinkedHashMap<>();
        data.put("due", new Field.OfDay("due"));
        data.put("note", new Field.OfText(Text.parse(List.of("{note}"))));
        data.put(
                "taken",
                new Field.OfNumber(new Term.Product(List.of(new Term.Cell("price"), new Term.Cell("count"))), true));
        data.put("pieces", new Field.OfNumber(new Term.Cell("count"), false));
        return new Mapping(
                "orders",
                "test",
                new CsvFormat(',', '"', "UTF-8"),
                new DateFormats(List.of("yyyy-MM-dd HH:mm", "yyyy-MM-dd"), ZoneOffset.UTC),
                new Columns(List.of("no", "at"), List.of("due", "price", "count", "note"), Map.of("no", ".0")),
                ANYWHERE,
                List.of(),
                List.of(new EventRule(
                        null,
                        Text.parse(List.of("invoice")),
                        Text.parse(List.of("{no}")),
                        Text.parse(List.of("test")),
                        "at",
                        data)));
    }

    private static RowMapper mapper(Mapping mapping, List<String> header, int shiftedDays) {
        return ((RowMapper.Fit.Ready) RowMapper.of(mapping, header, new Shift(shiftedDays, ZoneOffset.UTC))).mapper();
    }

    @Test
    void shouldRefuseAHeaderWithoutRequiredColumns() {
        var fit = RowMapper.of(mapping(null), List.of("no", "customer"), noShift());

        assertThat(fit)
                .isInstanceOfSatisfying(
                        RowMapper.Fit.WrongHeader.class,
                        wrong -> assertThat(wrong.why()).contains("at", "price"));
        assertThat(RowMapper.of(mapping(null), List.of("no", "no"), noShift()))
                .isInstanceOf(RowMapper.Fit.WrongHeader.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldGiveTheSameEventsInAnyOrderOfRows(long seed) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            int group = random.nextInt(20);
            rows.add("%d,c%d,2026-01-%02d 10:00,%d.%03d,%d,sale"
                    .formatted(
                            group,
                            group,
                            1 + random.nextInt(28),
                            random.nextInt(100),
                            random.nextInt(1000),
                            random.nextInt(5)));
        }
        List<MappedEvent> inOrder = events(map(ANYWHERE, String.join("\n", rows)));

        Collections.shuffle(rows, random);
        List<MappedEvent> shuffled = events(map(ANYWHERE, String.join("\n", rows)));

        assertThat(shuffled)
                .as("seed %d", seed)
                .extracting(event ->
                        event.id() + event.time() + number(event, "amount").stripTrailingZeros())
                .containsExactlyInAnyOrderElementsOf(inOrder.stream()
                        .map(event -> event.id()
                                + event.time()
                                + number(event, "amount").stripTrailingZeros())
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "2011-12-09T12:50:00Z, 2026-11-22T13:00:00Z, UTC",
        "2011-12-09T23:50:00Z, 2026-11-22T00:10:00Z, Europe/London",
        "2026-11-22T13:00:00Z, 2026-11-22T00:00:00Z, UTC",
        "2030-01-01T00:00:00Z, 2026-11-22T00:00:00Z, Asia/Shanghai"
    })
    void shouldShiftTheNewestTimeToTodayAndKeepTheTimeOfDay(Instant newest, Instant now, ZoneId zone) {
        Instant moved = Shift.toToday(newest, now, zone).move(newest);

        assertThat(moved.atZone(zone).toLocalDate()).isEqualTo(now.atZone(zone).toLocalDate());
        assertThat(moved.atZone(zone).toLocalTime())
                .isEqualTo(newest.atZone(zone).toLocalTime());
    }

    private static List<Step> map(@Nullable Grouping grouping, String rows) {
        RowMapper mapper = mapper(mapping(grouping), HEADER);
        List<Step> steps = new ArrayList<>();
        long line = 2;
        for (String row : rows.lines().toList()) {
            steps.addAll(mapper.accept(line++, List.of(row.strip().split(",", -1))));
        }
        mapper.finish().forEachRemaining(steps::add);
        return steps;
    }

    @Test
    void shouldRejectTimesThatNoShiftCanMove() {
        DateFormats dates = new DateFormats(List.of(DateFormats.RFC_3339, "y-MM-dd"), ZoneOffset.UTC);

        assertThat(dates.time("+999999999-12-31T23:59:59Z")).isEmpty();
        assertThat(dates.time("-999999999-01-01T00:00:00Z")).isEmpty();
        assertThat(dates.day("12026-01-01")).isEmpty();
        assertThat(dates.time("9999-12-31T23:59:59Z")).isPresent();
    }

    @Test
    void shouldShowTheBeginningOfLongCells() {
        String endless = "x".repeat(100_000);

        List<Step> steps = map(null, "1,a," + endless + ",1,1,sale\n");

        assertThat(rejections(steps))
                .singleElement()
                .satisfies(rejection -> assertThat(rejection.value()).hasSizeLessThan(1_000));
        assertThat(RowMapper.of(mapping(null), List.of(endless), noShift()))
                .isInstanceOfSatisfying(
                        RowMapper.Fit.WrongHeader.class,
                        wrong -> assertThat(wrong.why()).hasSizeLessThan(1_000));
    }

    private static RowMapper mapper(Mapping mapping, List<String> header) {
        return ((RowMapper.Fit.Ready) RowMapper.of(mapping, header, noShift())).mapper();
    }

    private static Shift noShift() {
        return new Shift(0, ZoneOffset.UTC);
    }

    private static Mapping mapping(@Nullable Grouping grouping) {
        return new Mapping(
                "test",
                "test",
                new CsvFormat(',', '"', "UTF-8"),
                new DateFormats(List.of("yyyy-MM-dd HH:mm"), ZoneOffset.UTC),
                new Columns(HEADER, List.of(), Map.of()),
                grouping,
                List.of(new RejectRule(new Condition.Empty("customer"), "customer", "has no customer")),
                List.of(new EventRule(
                        new Condition.StartsWith("kind", "sale"),
                        Text.parse(List.of("sold")),
                        Text.parse(List.of("{no}")),
                        Text.parse(List.of("test")),
                        "at",
                        Map.of(
                                "customerId",
                                new Field.OfText(Text.parse(List.of("{customer}"))),
                                "amount",
                                new Field.OfNumber(
                                        new Term.Product(List.of(new Term.Cell("price"), new Term.Cell("count"))),
                                        false)))));
    }

    private static BigDecimal number(MappedEvent event, String field) {
        return ((Datum.OfNumber) event.data().get(field)).number();
    }

    private static List<MappedEvent> events(List<Step> steps) {
        return steps.stream()
                .filter(Step.Complete.class::isInstance)
                .map(step -> ((Step.Complete) step).event())
                .toList();
    }

    private static List<Rejection> rejections(List<Step> steps) {
        return steps.stream()
                .filter(Step.Rejected.class::isInstance)
                .map(step -> ((Step.Rejected) step).rejection())
                .toList();
    }
}
