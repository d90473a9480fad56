package io.tierstream.complaints.domain.report;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.report.DelayReport.By;
import io.tierstream.complaints.domain.report.DelayReport.Measure;
import io.tierstream.complaints.domain.report.DelayReport.Question;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.BusinessCalendar.Interval;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Given;
import io.tierstream.complaints.domain.ticket.SettingsPreview;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * How long the report takes for many complaints, and the preview of new settings for many open tickets. No test: run it by name,
 * {@code ./mvnw -pl complaint-router -am test -Dtest=ReportMeasurement -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class ReportMeasurement {

    private static final int COMPLAINTS = Integer.getInteger("complaints", 500_000);
    private static final int OPEN = Integer.getInteger("open", 100_000);
    private static final int ROUNDS = 5;

    private static final BusinessCalendar OFFICE = new BusinessCalendar(
            ZoneId.of("Europe/Berlin"),
            BigDecimal.valueOf(8),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            List.of(
                    new Interval(LocalTime.of(9, 0), LocalTime.of(12, 0)),
                    new Interval(LocalTime.of(13, 0), LocalTime.of(18, 0))),
            Set.of(),
            Set.of());

    @Test
    void measure() {
        SlaPolicy first = SlaPolicy.DEFAULT.withVersion(1);
        SlaPolicy second = new SlaPolicy(
                2,
                first.tiers(),
                OFFICE,
                Map.of(),
                first.promotionGrace(),
                first.onDemotion(),
                first.atRiskShare(),
                first.order(),
                null);
        Random random = new Random(1);
        List<Course> courses = new ArrayList<>();
        for (int i = 0; i < COMPLAINTS; i++) {
            long opened = Given.START.toEpochMilli() - random.nextInt(1_000_000_000);
            long closed = opened + 1 + random.nextInt(500_000_000);
            courses.add(new Course(
                    Tier.values()[random.nextInt(3)],
                    "agent-" + random.nextInt(200),
                    "category-" + random.nextInt(20),
                    TicketState.RESOLVED,
                    opened,
                    closed,
                    closed,
                    opened + 432_000_000,
                    Duration.ZERO,
                    List.of()));
        }
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < OPEN; i++) {
            tickets.add(Given.nothing(first, "T-" + i)
                    .opened(Duration.ofMinutes(-random.nextInt(10_000)), Tier.values()[random.nextInt(3)])
                    .ticket());
        }
        Instant now = Given.START;
        for (int round = 0; round < ROUNDS; round++) {
            for (Measure measure : Measure.values()) {
                Question question = new Question(Instant.EPOCH, now, By.AGENT, measure, now);
                long start = System.nanoTime();
                DelayReport report = DelayReport.of(courses.stream(), second, question);
                say("report of " + report.total().opened() + " complaints, " + measure, start);
            }
            long start = System.nanoTime();
            SettingsPreview preview = SettingsPreview.of(tickets.stream(), first, second, now, 50);
            say("preview of " + preview.all().moved() + " moves, to working time", start);
            start = System.nanoTime();
            SettingsPreview.of(
                    tickets.stream(),
                    second.withVersion(1),
                    new SlaPolicy(
                            2,
                            Map.of(
                                    Tier.A, Duration.ofDays(1),
                                    Tier.B, Duration.ofDays(2),
                                    Tier.C, Duration.ofDays(3)),
                            CalendarTime.INSTANCE,
                            Map.of(),
                            first.promotionGrace(),
                            first.onDemotion(),
                            first.atRiskShare(),
                            first.order(),
                            null),
                    now,
                    50);
            say("preview, in calendar time", start);
        }
    }

    private static void say(String what, long start) {
        System.out.printf("%-60s %5d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    }
}
