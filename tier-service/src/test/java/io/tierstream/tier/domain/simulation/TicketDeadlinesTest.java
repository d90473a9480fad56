package io.tierstream.tier.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.tier.domain.Tier;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TicketDeadlinesTest {

    private static final Instant OPENED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration NOT = Duration.ZERO;

    @Test
    void shouldGiveAPromotedTicketTheShorterDeadline() {
        OpenTicket ticket = ticket(Tier.C, OPENED.plus(Duration.ofDays(5)), NOT, null);

        Instant due = TicketDeadlines.after(ticket, Tier.A, Sla.DEFAULT, OPENED.plus(Duration.ofDays(2)));

        assertThat(due).isEqualTo(OPENED.plus(Duration.ofDays(3)));
    }

    @Test
    void shouldLeaveAPromotedTicketTheGrace() {
        OpenTicket ticket = ticket(Tier.C, OPENED.plus(Duration.ofDays(5)), NOT, null);
        Instant now = OPENED.plus(Duration.ofDays(4));

        assertThat(TicketDeadlines.after(ticket, Tier.A, Sla.DEFAULT, now)).isEqualTo(now.plus(Duration.ofHours(8)));
    }

    @Test
    void shouldMakeNoPromotedTicketLaterThanBefore() {
        OpenTicket ticket = ticket(Tier.C, OPENED.plus(Duration.ofDays(5)), NOT, null);
        Instant now = OPENED.plus(Duration.ofDays(5)).minusSeconds(60);

        assertThat(TicketDeadlines.after(ticket, Tier.A, Sla.DEFAULT, now)).isEqualTo(ticket.dueAt());
    }

    @Test
    void shouldFollowADemotionOrKeepTheDeadline() {
        OpenTicket ticket = ticket(Tier.A, OPENED.plus(Duration.ofDays(3)), NOT, null);
        Sla keeping = new Sla(Sla.DEFAULT.tiers(), Map.of(), Sla.DEFAULT.promotionGrace(), false);

        assertThat(TicketDeadlines.after(ticket, Tier.B, Sla.DEFAULT, OPENED))
                .isEqualTo(OPENED.plus(Duration.ofDays(5)));
        assertThat(TicketDeadlines.after(ticket, Tier.B, keeping, OPENED)).isEqualTo(ticket.dueAt());
    }

    @Test
    void shouldKeepWaitedTimeAdded() {
        OpenTicket ticket = ticket(Tier.A, OPENED.plus(Duration.ofHours(76)), Duration.ofHours(4), null);

        assertThat(TicketDeadlines.after(ticket, Tier.C, Sla.DEFAULT, OPENED))
                .isEqualTo(OPENED.plus(Duration.ofDays(5)).plus(Duration.ofHours(4)));
    }

    @Test
    void shouldCountTheGraceOfAWaitingTicketFromWhenItsClockStopped() {
        Instant stopped = OPENED.plus(Duration.ofDays(4));
        OpenTicket ticket = ticket(Tier.C, OPENED.plus(Duration.ofDays(5)), NOT, stopped);

        Instant due = TicketDeadlines.after(ticket, Tier.A, Sla.DEFAULT, OPENED.plus(Duration.ofDays(20)));

        assertThat(due).isEqualTo(stopped.plus(Duration.ofHours(8)));
    }

    @Test
    void shouldChangeNothingInTheSameTier() {
        OpenTicket ticket = ticket(Tier.B, OPENED.plus(Duration.ofDays(1)), NOT, null);

        assertThat(TicketDeadlines.after(ticket, Tier.B, Sla.DEFAULT, OPENED)).isEqualTo(ticket.dueAt());
    }

    @Test
    void shouldCountWorkingDaysWithMakeUpDaysAndHolidays() {
        WorkingTime shanghai =
                office("Asia/Shanghai", Set.of(LocalDate.of(2026, 11, 23)), Set.of(LocalDate.of(2026, 11, 22)));
        Sla sla = new Sla(Sla.DEFAULT.tiers(), Map.of(Tier.A, shanghai), Duration.ZERO, true);
        // Friday 17:00 in Shanghai: one hour left of it, nothing on Saturday, Sunday made up, Monday off.
        OpenTicket ticket =
                ticket(Tier.B, OPENED.plus(Duration.ofDays(30)), NOT, null, Instant.parse("2026-11-20T09:00:00Z"));

        Instant due = TicketDeadlines.after(ticket, Tier.A, sla, OPENED);

        // 24 h of work: 1 on Friday, 8 on Sunday, 8 on Tuesday, 7 on Wednesday until 17:00.
        assertThat(due).isEqualTo(Instant.parse("2026-11-25T09:00:00Z"));
    }

    @Test
    void shouldCountTheTimesItsClockStoodByTheClockOfTheNewTier() {
        WorkingTime office = office("UTC", Set.of(), Set.of());
        Sla sla = new Sla(Sla.DEFAULT.tiers(), Map.of(Tier.C, office), Duration.ZERO, true);
        // From Friday 10:00 to Saturday 10:00: a day by the calendar, 7 hours by the office.
        OpenTicket ticket = new OpenTicket(
                "T-1",
                "acme",
                Tier.A,
                OPENED,
                OPENED.plus(Duration.ofDays(4)),
                Duration.ofDays(1),
                List.of(new OpenTicket.Stop(OPENED, OPENED.plus(Duration.ofDays(1)))),
                null);

        assertThat(TicketDeadlines.after(ticket, Tier.B, sla, OPENED))
                .isEqualTo(OPENED.plus(Duration.ofDays(5)).plus(Duration.ofDays(1)));
        // 40 and 7 hours of work from Friday 10:00: 7 on Friday, and five whole days from Monday on.
        assertThat(TicketDeadlines.after(ticket, Tier.C, sla, OPENED)).isEqualTo(Instant.parse("2026-11-27T18:00:00Z"));
    }

    @Test
    void shouldEndWorkWithTheDayRatherThanWithTheNextMorning() {
        WorkingTime office = office("UTC", Set.of(), Set.of());

        assertThat(office.plus(Instant.parse("2026-11-20T09:00:00Z"), Duration.ofHours(8)))
                .isEqualTo(Instant.parse("2026-11-20T18:00:00Z"));
        assertThat(office.plus(Instant.parse("2026-11-21T09:00:00Z"), Duration.ZERO))
                .isEqualTo(Instant.parse("2026-11-21T09:00:00Z"));
    }

    @Test
    void shouldRefuseACalendarWithoutWork() {
        WorkingTime never = new WorkingTime(
                ZoneId.of("UTC"),
                BigDecimal.TEN,
                Set.of(),
                List.of(new WorkingTime.Interval(LocalTime.NOON, LocalTime.MIDNIGHT)),
                Set.of(),
                Set.of());

        assertThatThrownBy(() -> never.plus(OPENED, Duration.ofHours(1))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Asia/Shanghai", "Australia/Lord_Howe"})
    void shouldAgreeWithACounterOfMinutesOverTheYear(String zone) {
        WorkingTime calendar = office(zone, Set.of(LocalDate.of(2026, 5, 1)), Set.of(LocalDate.of(2026, 3, 29)));
        Random random = new Random(zone.hashCode());
        for (int round = 0; round < 40; round++) {
            Instant from = Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(450_000)));
            Duration amount = Duration.ofMinutes(1 + random.nextInt(6_000));

            Instant due = calendar.plus(from, amount);

            assertThat(minutesWorked(calendar, from, due))
                    .as("%s + %s", from, amount)
                    .isEqualTo(amount.toMinutes());
            assertThat(minutesWorked(calendar, from, due.minusSeconds(60)))
                    .as("not before %s", due)
                    .isEqualTo(amount.toMinutes() - 1);
        }
    }

    private static long minutesWorked(WorkingTime calendar, Instant from, Instant to) {
        long minutes = 0;
        for (Instant minute = from; minute.isBefore(to); minute = minute.plusSeconds(60)) {
            LocalDate day = minute.atZone(calendar.zone()).toLocalDate();
            LocalTime time = minute.atZone(calendar.zone()).toLocalTime();
            boolean worked = calendar.makeUpDays().contains(day)
                    || (calendar.workingDays().contains(day.getDayOfWeek())
                            && !calendar.holidays().contains(day));
            minutes += worked
                            && calendar.intervals().stream()
                                    .anyMatch(interval -> !time.isBefore(interval.from())
                                            && (interval.to().equals(LocalTime.MIDNIGHT)
                                                    || time.isBefore(interval.to())))
                    ? 1
                    : 0;
        }
        return minutes;
    }

    private static WorkingTime office(String zone, Set<LocalDate> holidays, Set<LocalDate> makeUpDays) {
        return new WorkingTime(
                ZoneId.of(zone),
                BigDecimal.valueOf(8),
                EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                List.of(
                        new WorkingTime.Interval(LocalTime.of(9, 0), LocalTime.of(12, 0)),
                        new WorkingTime.Interval(LocalTime.of(13, 0), LocalTime.of(18, 0))),
                holidays,
                makeUpDays);
    }

    private static OpenTicket ticket(Tier tier, Instant due, Duration waited, @Nullable Instant waitingSince) {
        return ticket(tier, due, waited, waitingSince, OPENED);
    }

    private static OpenTicket ticket(
            Tier tier, Instant due, Duration waited, @Nullable Instant waitingSince, Instant opened) {
        return new OpenTicket("T-1", "acme", tier, opened, due, waited, List.of(), waitingSince);
    }
}
