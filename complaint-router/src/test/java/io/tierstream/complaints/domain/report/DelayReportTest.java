package io.tierstream.complaints.domain.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.report.DelayReport.By;
import io.tierstream.complaints.domain.report.DelayReport.Figures;
import io.tierstream.complaints.domain.report.DelayReport.Measure;
import io.tierstream.complaints.domain.report.DelayReport.Question;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.BusinessCalendar.Interval;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Stop;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DelayReportTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant FROM = Instant.parse("2026-10-01T00:00:00Z");
    private static final Instant TO = Instant.parse("2026-11-15T00:00:00Z");
    private static final BusinessCalendar OFFICE = new BusinessCalendar(
            ZoneId.of("Europe/Berlin"),
            BigDecimal.valueOf(8),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            List.of(new Interval(LocalTime.of(9, 0), LocalTime.of(17, 0))),
            Set.of(),
            Set.of());
    private static final SlaPolicy POLICY = new SlaPolicy(
            1,
            SlaPolicy.DEFAULT.tiers(),
            CalendarTime.INSTANCE,
            Map.of(Tier.B, OFFICE),
            SlaPolicy.DEFAULT.promotionGrace(),
            SlaPolicy.DEFAULT.onDemotion(),
            SlaPolicy.DEFAULT.atRiskShare(),
            SlaPolicy.DEFAULT.order(),
            null);

    private static Course resolvedAfter(Duration time) {
        Instant opened = FROM.plus(1, ChronoUnit.DAYS);
        Instant closed = opened.plus(time);
        return new Course(
                Tier.A,
                null,
                null,
                TicketState.RESOLVED,
                opened.toEpochMilli(),
                closed.toEpochMilli(),
                closed.toEpochMilli(),
                opened.plus(Duration.ofDays(3)).toEpochMilli(),
                Duration.ZERO,
                List.of());
    }

    private static DelayReport report(Stream<Course> courses, By by, Measure measure) {
        return DelayReport.of(courses, POLICY, new Question(FROM, TO, by, measure, NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1",
        "2, 1.5, 2, 1.5",
        "3, 2, 3, 2",
        "4, 2.5, 4, 2.5",
        "20, 10.5, 19, 10.5",
        "21, 11, 20, 11",
        "100, 50.5, 95, 50.5"
    })
    void shouldTakeMedianAndPercentileAsDefined(int count, BigDecimal median, long percentile, BigDecimal mean) {
        Figures figures = report(
                        Stream.iterate(count, i -> i > 0, i -> i - 1).map(i -> resolvedAfter(Duration.ofHours(i))),
                        By.TIER,
                        Measure.CALENDAR)
                .total();

        assertThat(figures.median()).isEqualTo(hours(median));
        assertThat(figures.percentile95()).isEqualTo(Duration.ofHours(percentile));
        assertThat(figures.mean()).isEqualTo(hours(mean));
    }

    private static Duration hours(BigDecimal hours) {
        return Duration.ofSeconds(hours.multiply(BigDecimal.valueOf(3600)).longValueExact());
    }

    @Test
    void shouldShowEveryTierAndLeaveOutWhatCannotBeSaid() {
        DelayReport report = report(Stream.of(), By.TIER, Measure.SLA);

        assertThat(report.groups()).extracting(Figures::group).containsExactly("A", "B", "C");
        assertThat(report.total()).isEqualTo(new Figures(null, 0, 0, 0, 0, 0, null, null, null, null));
    }

    @Test
    void shouldCountADeadlineAsMissedFromItsInstantOn() {
        assertThat(report(
                                Stream.of(
                                        resolvedAfter(Duration.ofDays(3)),
                                        resolvedAfter(Duration.ofDays(3).minusMillis(1))),
                                By.TIER,
                                Measure.CALENDAR)
                        .total()
                        .breached())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeComplaintsFromTheBeginningOfThePeriodUntilJustBeforeItsEnd() {
        DelayReport report = report(
                Stream.of(
                        opened(FROM, "a"),
                        opened(FROM.minusMillis(1), "b"),
                        opened(TO.minusMillis(1), "c"),
                        opened(TO, "d")),
                By.CATEGORY,
                Measure.CALENDAR);

        assertThat(report.groups()).extracting(Figures::group).containsExactly("a", "c");
        assertThat(report.total().opened()).isEqualTo(2);
    }

    @Test
    void shouldPutTheGroupsWithMostComplaintsFirstThenByNameAndThoseWithoutOneLast() {
        DelayReport report = report(
                Stream.of(null, "b", "a", "c", "c").map(category -> opened(FROM, category)),
                By.CATEGORY,
                Measure.CALENDAR);

        assertThat(report.groups()).extracting(Figures::group).containsExactly("c", "a", "b", null);
    }

    private static Course opened(Instant at, @Nullable String category) {
        return new Course(
                Tier.A, null, category, TicketState.OPEN, at.toEpochMilli(), 0, 0, 0, Duration.ZERO, List.of());
    }

    @Test
    void shouldTakeTheCourseOfATicketAsItIs() {
        Given given = Given.nothing().opened(Duration.ZERO, Tier.B).agent(Move.CLAIM);

        assertThat(Course.of(given.ticket()))
                .isEqualTo(new Course(
                        Tier.B,
                        "mei",
                        null,
                        TicketState.CLAIMED,
                        Given.START.toEpochMilli(),
                        0,
                        0,
                        Given.at(Duration.ofDays(5)).toEpochMilli(),
                        Duration.ZERO,
                        List.of()));
    }

    @Test
    void shouldKnowWhenATicketWasClosedAndSinceWhenItsClockStood() {
        Given given = Given.nothing()
                .opened(Duration.ZERO, Tier.B)
                .agent(Move.CLAIM)
                .now(Duration.ofHours(1))
                .agent(Move.WAIT);
        Course waiting = Course.of(given.ticket());

        Course resolved =
                Course.of(given.now(Duration.ofHours(3)).agent(Move.RESOLVE).ticket());

        assertThat(waiting.stoppedSince())
                .isEqualTo(Given.at(Duration.ofHours(1)).toEpochMilli());
        assertThat(waiting.closedAt()).isZero();
        assertThat(resolved.stoppedSince())
                .isEqualTo(Given.at(Duration.ofHours(1)).toEpochMilli());
        assertThat(resolved.closedAt()).isEqualTo(Given.at(Duration.ofHours(3)).toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void shouldEqualWhatCountingByHandGives(long seed) {
        Random random = new Random(seed);
        List<Course> courses = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            courses.add(course(random));
        }
        for (By by : By.values()) {
            for (Measure measure : Measure.values()) {
                DelayReport report = report(courses.stream(), by, measure);
                List<Course> inPeriod = courses.stream()
                        .filter(course -> !Instant.ofEpochMilli(course.openedAt())
                                        .isBefore(FROM)
                                && Instant.ofEpochMilli(course.openedAt()).isBefore(TO))
                        .toList();

                assertThat(report.total()).as("seed %d", seed).isEqualTo(byHand(null, inPeriod, measure));
                for (Figures figures : report.groups()) {
                    List<Course> ofGroup = inPeriod.stream()
                            .filter(course -> Objects.equals(
                                    figures.group(),
                                    switch (by) {
                                        case TIER -> course.tier().name();
                                        case AGENT -> course.agent();
                                        case CATEGORY -> course.category();
                                    }))
                            .toList();
                    assertThat(figures).as("seed %d", seed).isEqualTo(byHand(figures.group(), ofGroup, measure));
                }
                assertThat(report.groups().stream().mapToInt(Figures::opened).sum())
                        .isEqualTo(inPeriod.size());
            }
        }
    }

    private static Course course(Random random) {
        Instant opened = FROM.minus(5, ChronoUnit.DAYS)
                .plus(random.nextInt(55 * 24 * 60), ChronoUnit.MINUTES)
                .plusMillis(random.nextInt(1000));
        TicketState state = TicketState.values()[random.nextInt(5)];
        Instant waitFrom = opened.plus(random.nextInt(300), ChronoUnit.MINUTES);
        Instant waitTo = waitFrom.plus(random.nextInt(3000), ChronoUnit.MINUTES);
        Instant stopped = waitTo.plus(random.nextInt(9000), ChronoUnit.MINUTES);
        boolean closed = state == TicketState.RESOLVED || state == TicketState.WITHDRAWN;
        return new Course(
                Tier.values()[random.nextInt(3)],
                random.nextInt(4) == 0 ? null : "agent-" + random.nextInt(3),
                random.nextInt(4) == 0 ? null : "=category " + random.nextInt(3),
                state,
                opened.toEpochMilli(),
                closed ? stopped.plus(random.nextInt(50), ChronoUnit.HOURS).toEpochMilli() : 0,
                closed || state == TicketState.WAITING ? stopped.toEpochMilli() : 0,
                opened.plus(random.nextInt(7000), ChronoUnit.MINUTES).toEpochMilli(),
                Duration.ZERO,
                random.nextBoolean() ? List.of(new Stop(waitFrom, waitTo)) : List.of());
    }

    /** Apart from the code: minute by minute and in decimals. */
    private static Figures byHand(@Nullable String group, List<Course> courses, Measure measure) {
        List<BigDecimal> times = new ArrayList<>();
        List<BigDecimal> delays = new ArrayList<>();
        int open = 0;
        int withdrawn = 0;
        for (Course course : courses) {
            boolean inOffice = measure == Measure.SLA && course.tier() == Tier.B;
            long end = course.stoppedSince() == 0 ? NOW.toEpochMilli() : course.stoppedSince();
            if (end >= course.due()) {
                delays.add(millis(inOffice, course.due(), end));
            }
            if (course.state() == TicketState.RESOLVED) {
                BigDecimal time = measure == Measure.CALENDAR
                        ? BigDecimal.valueOf(course.closedAt() - course.openedAt())
                        : millis(inOffice, course.openedAt(), course.stoppedSince());
                if (measure == Measure.SLA) {
                    for (Stop stop : course.stops()) {
                        time = time.subtract(millis(
                                inOffice, stop.from().toEpochMilli(), stop.to().toEpochMilli()));
                    }
                }
                times.add(time);
            } else if (course.state() == TicketState.WITHDRAWN) {
                withdrawn++;
            } else {
                open++;
            }
        }
        times.sort(null);
        int n = times.size();
        return new Figures(
                group,
                courses.size(),
                n,
                open,
                withdrawn,
                delays.size(),
                mean(times),
                n == 0
                        ? null
                        : n % 2 == 1 ? mean(List.of(times.get(n / 2))) : mean(times.subList(n / 2 - 1, n / 2 + 1)),
                n == 0
                        ? null
                        : mean(List.of(times.get(new BigDecimal("0.95")
                                        .multiply(BigDecimal.valueOf(n))
                                        .setScale(0, RoundingMode.CEILING)
                                        .intValueExact()
                                - 1))),
                mean(delays));
    }

    private static @Nullable Duration mean(List<BigDecimal> millis) {
        return millis.isEmpty()
                ? null
                : Duration.ofSeconds(millis.stream()
                        .reduce(BigDecimal.ZERO, BigDecimal::add)
                        .divide(BigDecimal.valueOf(millis.size() * 1000L), 0, RoundingMode.HALF_UP)
                        .longValueExact());
    }

    private static BigDecimal millis(boolean inOffice, long from, long to) {
        if (!inOffice) {
            return BigDecimal.valueOf(to - from);
        }
        // Whole minutes one by one; what sticks out of the first and the last one for itself.
        long sum = 0;
        for (long minute = from - from % 60_000; minute < to; minute += 60_000) {
            var wall = Instant.ofEpochMilli(minute).atZone(OFFICE.zone());
            boolean worked = wall.getDayOfWeek().getValue() <= 5 && wall.getHour() >= 9 && wall.getHour() < 17;
            sum += worked ? Math.min(to, minute + 60_000) - Math.max(from, minute) : 0;
        }
        return BigDecimal.valueOf(sum);
    }
}
