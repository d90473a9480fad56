package io.tierstream.complaints.domain.sla;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.THURSDAY;
import static java.time.DayOfWeek.TUESDAY;
import static java.time.DayOfWeek.WEDNESDAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar.Interval;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessCalendarTest {

    private static final Set<DayOfWeek> WEEK = Set.of(MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY);
    private static final List<Interval> HOURS = List.of(hours("09:00", "12:00"), hours("13:00", "18:00"));
    private static final BusinessCalendar CHINA = new BusinessCalendar(
            ZoneId.of("Asia/Shanghai"),
            BigDecimal.valueOf(8),
            WEEK,
            HOURS,
            Set.of(LocalDate.parse("2026-10-01"), LocalDate.parse("2026-10-02")),
            Set.of(LocalDate.parse("2026-10-10")));

    @Test
    void shouldTakeADayOfSlaForTheWorkingHoursOfADay() {
        assertThat(CHINA.allowance(Duration.ofDays(3))).isEqualTo(Duration.ofHours(24));
        assertThat(CHINA.allowance(Duration.ofHours(4))).isEqualTo(Duration.ofHours(4));
        assertThat(CHINA.allowance(Duration.ofHours(52))).isEqualTo(Duration.ofHours(20));
    }

    @Test
    void shouldPassOverLunchNightAndWeekend() {
        // A Friday, 11:00 in Shanghai: an hour before lunch, five after, and the rest on Monday from 9:00.
        Instant friday = Instant.parse("2026-11-20T03:00:00Z");

        assertThat(CHINA.plus(friday, Duration.ofHours(8))).isEqualTo(Instant.parse("2026-11-23T03:00:00Z"));
    }

    @Test
    void shouldPassOverHolidaysAndWorkOnMakeUpDays() {
        Instant wednesdayEvening = Instant.parse("2026-09-30T10:00:00Z");
        Instant sunday = Instant.parse("2026-10-11T00:00:00Z");

        // Monday to Friday the week after, and the make-up Saturday.
        assertThat(CHINA.between(wednesdayEvening, sunday)).isEqualTo(Duration.ofHours(6 * 8));
    }

    @Test
    void shouldEndWithTheWorkingDayRatherThanBeginWithTheNext() {
        Instant monday = Instant.parse("2026-11-23T01:00:00Z");

        assertThat(CHINA.plus(monday, Duration.ofHours(8))).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
    }

    @Test
    void shouldGoBackToWhatGoingForwardGives() {
        Instant opened = Instant.parse("2026-11-20T01:00:00Z");
        Instant friday = CHINA.plus(opened, Duration.ofHours(8));
        Instant monday = CHINA.plus(opened, Duration.ofHours(9));

        assertThat(CHINA.plus(monday, Duration.ofHours(-1))).isEqualTo(friday);
    }

    @Test
    void shouldCountEveryRealHourOfADaylightSavingChange() {
        BusinessCalendar roundTheClock = new BusinessCalendar(
                ZoneId.of("Europe/Berlin"),
                BigDecimal.valueOf(24),
                EnumSet.allOf(DayOfWeek.class),
                List.of(hours("00:00", "00:00")),
                Set.of(),
                Set.of());
        Instant from = Instant.parse("2026-03-28T12:00:00Z");

        assertThat(roundTheClock.plus(from, Duration.ofHours(48))).isEqualTo(from.plus(Duration.ofHours(48)));
    }

    @Test
    void shouldRefuseWhatNobodyCanWorkBy() {
        assertThatThrownBy(() -> hours("18:00", "09:00")).hasMessageContaining("over midnight is two");
        assertThatThrownBy(() -> new BusinessCalendar(
                        ZoneId.of("UTC"),
                        BigDecimal.valueOf(8),
                        WEEK,
                        List.of(hours("09:00", "12:00"), hours("11:00", "18:00")),
                        Set.of(),
                        Set.of()))
                .hasMessageContaining("/workingIntervals/1");
        assertThatThrownBy(() -> new BusinessCalendar(
                        ZoneId.of("UTC"), BigDecimal.valueOf(8), Set.of(), HOURS, Set.of(), Set.of()))
                .hasMessageContaining("workingDays");
    }

    @Test
    void shouldTakeACalendarThatStandsExactlyAtItsLimits() {
        List<Interval> every = quarters(BusinessCalendar.MOST_INTERVALS);

        assertThat(BusinessCalendar.problems(BigDecimal.valueOf(24), Set.of(MONDAY), every, days(400), days(400)))
                .isEmpty();
        assertThat(BusinessCalendar.problems(new BigDecimal("0.01"), WEEK, HOURS, Set.of(), Set.of()))
                .isEmpty();
        assertThat(BusinessCalendar.problems(
                        BigDecimal.valueOf(8),
                        WEEK,
                        List.of(hours("09:00", "12:00"), hours("12:00", "00:00")),
                        Set.of(),
                        Set.of()))
                .isEmpty();
    }

    @Test
    void shouldNameEverythingThatIsBeyondThem() {
        assertThat(BusinessCalendar.problems(
                        new BigDecimal("24.01"),
                        Set.of(),
                        quarters(BusinessCalendar.MOST_INTERVALS + 1),
                        days(401),
                        days(401)))
                .extracting(SlaPolicy.Problem::pointer)
                .containsExactly("/hoursPerDay", "/workingDays", "/workingIntervals", "/holidays", "/makeUpDays");
        assertThat(BusinessCalendar.problems(BigDecimal.ZERO, WEEK, List.of(), Set.of(), Set.of()))
                .extracting(SlaPolicy.Problem::pointer)
                .containsExactly("/hoursPerDay", "/workingIntervals");
        assertThat(BusinessCalendar.problems(
                        BigDecimal.valueOf(8),
                        WEEK,
                        List.of(hours("18:00", "00:00"), hours("09:00", "12:00"), hours("11:59", "13:00")),
                        Set.of(),
                        Set.of()))
                .extracting(SlaPolicy.Problem::pointer)
                .containsExactly("/workingIntervals/1", "/workingIntervals/2");
    }

    @Test
    void shouldRefuseAnIntervalWithoutLength() {
        assertThatThrownBy(() -> hours("09:00", "09:00")).hasMessageContaining("has no length");
        assertThat(hours("00:00", "00:00").length()).isEqualTo(Duration.ofDays(1));
        assertThat(hours("18:00", "00:00").length()).isEqualTo(Duration.ofHours(6));
        assertThat(hours("09:00", "12:00").length()).isEqualTo(Duration.ofHours(3));
    }

    /** So many intervals of a quarter of an hour. */
    private static List<Interval> quarters(int count) {
        return Stream.iterate(LocalTime.MIDNIGHT, from -> from.plusMinutes(30))
                .limit(count)
                .map(from -> new Interval(from, from.plusMinutes(15)))
                .toList();
    }

    private static Set<LocalDate> days(int count) {
        return LocalDate.EPOCH.datesUntil(LocalDate.EPOCH.plusDays(count)).collect(Collectors.toSet());
    }

    @Test
    void shouldRefuseSlasThatNoDayOrNoTwentyYearsHaveTheWorkFor() {
        // 40 hours a week: 8 a day, in twenty years of 52 weeks 5,200 days of work.
        assertThat(withSla(CHINA, Duration.ofDays(2).plusHours(8)).problems()).isEmpty();
        assertThat(withSla(CHINA, Duration.ofDays(2).plusHours(8).plusNanos(1)).problems())
                .extracting(SlaPolicy.Problem::code)
                .containsExactly("part-of-day");
        BusinessCalendar mondays =
                new BusinessCalendar(CHINA.zone(), BigDecimal.valueOf(8), Set.of(MONDAY), HOURS, Set.of(), Set.of());
        assertThat(withSla(mondays, Duration.ofDays(1_040)).problems()).isEmpty();
        assertThat(withSla(mondays, Duration.ofDays(1_040).plusHours(1)).problems())
                .extracting(SlaPolicy.Problem::pointer, SlaPolicy.Problem::code)
                .containsExactly(tuple("/tiers/A", "too-far"));
    }

    /** Tier A by this calendar, the others in calendar time. */
    private static SlaPolicy withSla(BusinessCalendar calendar, Duration sla) {
        return new SlaPolicy(
                1,
                Map.of(Tier.A, sla, Tier.B, Duration.ofDays(5), Tier.C, Duration.ofDays(5)),
                CalendarTime.INSTANCE,
                Map.of(Tier.A, calendar),
                Duration.ZERO,
                DemotionRule.FOLLOW,
                BigDecimal.ZERO,
                OrderRule.TIER_FIRST,
                null);
    }

    @Test
    void shouldStayWhereItIsForNoTimeAndGiveUpWhereThereIsNotEnough() {
        Instant sunday = Instant.parse("2026-11-22T03:00:00Z");

        assertThat(CHINA.plus(sunday, Duration.ZERO)).isEqualTo(sunday);
        assertThatThrownBy(() -> CHINA.plus(sunday, Duration.ofDays(100 * 366L)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("200 years");
    }

    /** Zones with changes at night, at midnight and (St. John's until 2011) a minute after it, by 30 minutes, and of days. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "America/St_Johns",
                "Australia/Lord_Howe", "Asia/Beirut", "Pacific/Apia", "Africa/Casablanca", "UTC"
            })
    void shouldCountAsMinutesDo(String zone) {
        for (long seed = 1; seed <= 25; seed++) {
            Random random = new Random(seed);
            BusinessCalendar calendar = randomCalendar(random, ZoneId.of(zone));
            Instant from =
                    Instant.parse("2006-01-01T00:00:00Z").plus(random.nextInt(20 * 365 * 24 * 60), ChronoUnit.MINUTES);
            Instant to = from.plus(random.nextInt(40 * 24 * 60), ChronoUnit.MINUTES);

            Duration counted = minutesWorked(calendar, from, to);

            assertThat(calendar.between(from, to))
                    .as("zone %s, seed %d", zone, seed)
                    .isEqualTo(counted);
            assertThat(calendar.between(to, from))
                    .as("zone %s, seed %d", zone, seed)
                    .isEqualTo(counted.negated());
            Instant reached = calendar.plus(from, counted);
            assertThat(reached).as("zone %s, seed %d", zone, seed).isBeforeOrEqualTo(to);
            assertThat(calendar.between(from, reached))
                    .as("zone %s, seed %d", zone, seed)
                    .isEqualTo(counted);
            Instant back = calendar.plus(to, counted.negated());
            assertThat(calendar.between(back, to))
                    .as("zone %s, seed %d", zone, seed)
                    .isEqualTo(counted);
        }
    }

    /** Every minute by itself: is the clock on the wall within working hours of a day that is worked? */
    private static Duration minutesWorked(BusinessCalendar calendar, Instant from, Instant to) {
        long minutes = 0;
        for (Instant minute = from; minute.isBefore(to); minute = minute.plus(1, ChronoUnit.MINUTES)) {
            ZonedDateTime wall = minute.atZone(calendar.zone());
            LocalDate day = wall.toLocalDate();
            boolean worked = calendar.makeUpDays().contains(day)
                    || (calendar.workingDays().contains(day.getDayOfWeek())
                            && !calendar.holidays().contains(day));
            LocalTime time = wall.toLocalTime();
            boolean within = calendar.workingIntervals().stream()
                    .anyMatch(hours -> !time.isBefore(hours.from())
                            && (hours.to().equals(LocalTime.MIDNIGHT) || time.isBefore(hours.to())));
            minutes += worked && within ? 1 : 0;
        }
        return Duration.ofMinutes(minutes);
    }

    private static BusinessCalendar randomCalendar(Random random, ZoneId zone) {
        Set<DayOfWeek> week = EnumSet.of(DayOfWeek.of(1 + random.nextInt(7)));
        for (DayOfWeek day : DayOfWeek.values()) {
            if (random.nextInt(3) > 0) {
                week.add(day);
            }
        }
        List<Interval> intervals = new ArrayList<>();
        int at = random.nextInt(600);
        while (at < 1440 && intervals.size() < 4) {
            int until = Math.min(1440, at + 1 + random.nextInt(500));
            intervals.add(
                    new Interval(LocalTime.MIDNIGHT.plusMinutes(at), LocalTime.MIDNIGHT.plusMinutes(until % 1440)));
            at = until + random.nextInt(300);
        }
        Set<LocalDate> holidays = new HashSet<>();
        Set<LocalDate> makeUpDays = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            LocalDate day = LocalDate.parse("2006-01-01").plusDays(random.nextInt(21 * 365));
            (i % 3 == 0 ? makeUpDays : holidays).add(day);
        }
        return new BusinessCalendar(zone, BigDecimal.valueOf(8), week, intervals, holidays, makeUpDays);
    }

    private static Interval hours(String from, String to) {
        return new Interval(LocalTime.parse(from), LocalTime.parse(to));
    }
}
