package io.tierstream.complaints.domain.ticket;

import static io.tierstream.complaints.domain.ticket.Given.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.BusinessCalendar.Interval;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.Deadlines;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.Standing;
import io.tierstream.complaints.domain.ticket.Happening.Kind;
import io.tierstream.complaints.domain.ticket.Happening.Why;
import io.tierstream.complaints.domain.ticket.Outcome.Unchanged;
import io.tierstream.complaints.domain.ticket.Ticket.Urgency;
import io.tierstream.complaints.domain.ticket.TicketInput.SettingsChanged;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What new SLA settings do to tickets, and what is said of it beforehand. */
class SettingsChangeTest {

    private static final SlaPolicy FIRST = SlaPolicy.DEFAULT.withVersion(1);
    private static final BusinessCalendar OFFICE = new BusinessCalendar(
            ZoneId.of("Asia/Shanghai"),
            BigDecimal.valueOf(8),
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            List.of(
                    new Interval(LocalTime.of(9, 0), LocalTime.of(12, 0)),
                    new Interval(LocalTime.of(13, 0), LocalTime.of(18, 0))),
            Set.of(),
            Set.of());

    private static SlaPolicy settings(long version, long daysA, long daysB, long daysC, SlaClock clock) {
        return new SlaPolicy(
                version,
                Map.of(
                        Tier.A, Duration.ofDays(daysA),
                        Tier.B, Duration.ofDays(daysB),
                        Tier.C, Duration.ofDays(daysC)),
                clock,
                Map.of(),
                FIRST.promotionGrace(),
                DemotionRule.FOLLOW,
                FIRST.atRiskShare(),
                FIRST.order(),
                null);
    }

    private static SlaPolicy settings(long version, long daysA, long daysB, long daysC) {
        return settings(version, daysA, daysB, daysC, CalendarTime.INSTANCE);
    }

    private static Given ticket(Tier tier) {
        return Given.nothing(FIRST).opened(Duration.ZERO, tier);
    }

    @Test
    void shouldMoveTheDeadlineAndSayWhy() {
        Given given = ticket(Tier.C).now(Duration.ofHours(3)).settings(settings(2, 3, 5, 4));

        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(4)));
        Happening moved = given.history().getLast();
        assertThat(moved.kind()).isEqualTo(Kind.REPRIORITISED);
        assertThat(moved.why()).isEqualTo(Why.SLA_CHANGED);
        assertThat(moved.at()).isEqualTo(at(Duration.ofHours(3)));
        assertThat(moved.before())
                .isNotNull()
                .satisfies(before -> assertThat(before.due()).isEqualTo(at(Duration.ofDays(5))));
        assertThat(moved.after().due()).isEqualTo(at(Duration.ofDays(4)));
    }

    @Test
    void shouldChangeNothingTwiceOrByOlderSettings() {
        Given given = ticket(Tier.C).settings(settings(3, 3, 5, 4));
        Ticket moved = given.ticket();

        given.put(new SettingsChanged());
        assertThat(given.outcome()).isEqualTo(new Unchanged(Unchanged.Reason.SAME_DEADLINE));

        given.settings(settings(2, 3, 5, 9));
        assertThat(given.ticket()).isEqualTo(moved);
    }

    @Test
    void shouldKeepTheGraceOfAPromotionUnlessTheNewDeadlineIsLater() {
        Given given = ticket(Tier.C).now(Duration.ofDays(4)).tierChange(Tier.A, 2, Duration.ofDays(4));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(4).plusHours(8)));

        given.settings(settings(2, 2, 5, 5));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(4).plusHours(8)));

        given.settings(settings(3, 6, 7, 8));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(6)));
    }

    @Test
    void shouldKeepWhatADemotionLeftUnlessTheNewDeadlineIsEarlier() {
        SlaPolicy keeping = new SlaPolicy(
                1, FIRST.tiers(), FIRST.promotionGrace(), DemotionRule.KEEP, FIRST.atRiskShare(), FIRST.order(), null);
        Given given = Given.nothing(keeping).opened(Duration.ZERO, Tier.A).tierChange(Tier.C, 2, Duration.ofHours(1));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(3)));
        assertThat(given.ticket().standing()).isEqualTo(Standing.EARLIER);

        given.settings(settings(2, 3, 5, 9));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(3)));

        given.settings(settings(3, 1, 1, 2));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(2)));
    }

    @Test
    void shouldMoveAPausedDeadlineAndAddTheWaitAfterwards() {
        Given given = ticket(Tier.C)
                .now(Duration.ofDays(1))
                .agent(Move.CLAIM)
                .agent(Move.WAIT)
                .now(Duration.ofDays(2))
                .settings(settings(2, 3, 5, 4));
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(4)));
        assertThat(given.ticket().urgency(settings(2, 3, 5, 4), at(Duration.ofDays(9))))
                .isEqualTo(Urgency.PAUSED);

        given.now(Duration.ofDays(3)).agent(Move.RESUME);

        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(6)));
    }

    @Test
    void shouldAnnounceEachDeadlineOnceAndALateOneAtOnce() {
        Given given = ticket(Tier.C)
                .timePasses(Duration.ofDays(3))
                .settings(settings(2, 1, 1, 2))
                .put(new TicketInput.TimePassed())
                .timePasses(Duration.ofDays(4));

        assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.REPRIORITISED, Kind.BREACHED);
    }

    @Test
    void shouldLetABreachedTicketBeInTimeAgain() {
        Given given = ticket(Tier.C).timePasses(Duration.ofDays(6)).settings(settings(2, 3, 5, 9));

        assertThat(given.ticket().urgency(settings(2, 3, 5, 9), at(Duration.ofDays(6))))
                .isEqualTo(Urgency.ON_TIME);
        assertThat(given.timePasses(Duration.ofDays(10)).told())
                .containsExactly(Kind.ROUTED, Kind.BREACHED, Kind.REPRIORITISED, Kind.BREACHED);
    }

    @Test
    void shouldNotMoveWhatIsClosedButWhenItIsReopened() {
        Given given = ticket(Tier.C).now(Duration.ofDays(1)).agent(Move.RESOLVE).settings(settings(2, 3, 5, 4));
        assertThat(given.outcome()).isEqualTo(new Unchanged(Unchanged.Reason.CLOSED));

        given.now(Duration.ofDays(2)).agent(Move.REOPEN);

        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(5)));
    }

    @Test
    void shouldFollowNewSettingsBeforeAnythingElseHappens() {
        Given given = ticket(Tier.C)
                .use(settings(2, 3, 5, 4))
                .now(Duration.ofHours(1))
                .agent(Move.CLAIM);

        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(4)));
        assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.REPRIORITISED, Kind.CLAIMED);
    }

    @Test
    void shouldFollowNewSettingsBeforeAnEventAndBeforeATierChange() {
        assertThat(ticket(Tier.C)
                        .use(settings(2, 3, 5, 4))
                        .now(Duration.ofHours(2))
                        .event(Move.RESOLVE, Duration.ofHours(1), "e")
                        .told())
                .containsExactly(Kind.ROUTED, Kind.REPRIORITISED, Kind.RESOLVED);
        assertThat(ticket(Tier.C)
                        .use(settings(2, 1, 5, 4))
                        .tierChange(Tier.A, 2, Duration.ofHours(1))
                        .told())
                .containsExactly(Kind.ROUTED, Kind.REPRIORITISED, Kind.REPRIORITISED);
    }

    @Test
    void shouldFollowNewSettingsWhenAnEventReopensIt() {
        Given given = ticket(Tier.C)
                .now(Duration.ofHours(2))
                .event(Move.RESOLVE, Duration.ofHours(1), "a")
                .use(settings(2, 3, 5, 4))
                .event(Move.REOPEN, Duration.ofHours(2), "b");

        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(4).plusHours(1)));
        assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.RESOLVED, Kind.REOPENED, Kind.REPRIORITISED);
    }

    @Test
    void shouldAnnounceABreachBeforeNewSettingsMoveTheDeadline() {
        assertThat(ticket(Tier.C)
                        .now(Duration.ofDays(6))
                        .settings(settings(2, 3, 5, 9))
                        .told())
                .containsExactly(Kind.ROUTED, Kind.BREACHED, Kind.REPRIORITISED);
    }

    @Test
    void shouldCountTimeWaitedByTheNewCalendar() {
        // Friday 17:00 in Shanghai, waiting from then until Monday 10:00: 65 hours on the wall, 2 of work.
        Given given = ticket(Tier.C)
                .agent(Move.CLAIM)
                .agent(Move.WAIT)
                .now(Duration.ofHours(65))
                .agent(Move.RESUME);
        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(5).plusHours(65)));

        given.settings(settings(2, 1, 1, 1, OFFICE));

        // 8 hours and the 2: one on Friday, eight on Monday, one on Tuesday.
        assertThat(given.ticket().due()).isEqualTo(Instant.parse("2026-11-24T02:00:00Z"));
    }

    @Test
    void shouldCountTimeWaitedByTheCalendarOfTheNewTier() {
        SlaPolicy perTier = new SlaPolicy(
                1,
                FIRST.tiers(),
                CalendarTime.INSTANCE,
                Map.of(Tier.B, OFFICE),
                FIRST.promotionGrace(),
                DemotionRule.FOLLOW,
                FIRST.atRiskShare(),
                FIRST.order(),
                null);
        Given given = Given.nothing(perTier)
                .opened(Duration.ZERO, Tier.A)
                .agent(Move.CLAIM)
                .agent(Move.WAIT)
                .now(Duration.ofHours(65))
                .agent(Move.RESUME)
                .tierChange(Tier.B, 2, Duration.ofHours(65));

        // Five days of eight hours and the 2: one on Friday, forty from Monday to Friday, one on the Monday after.
        assertThat(given.ticket().due()).isEqualTo(Instant.parse("2026-11-30T02:00:00Z"));
    }

    @Test
    void shouldLeaveTicketsOfWhichTheSettingsAreNotKnown() {
        Given given =
                Given.nothing(SlaPolicy.DEFAULT).opened(Duration.ZERO, Tier.C).settings(settings(2, 1, 1, 1));

        assertThat(given.ticket().due()).isEqualTo(at(Duration.ofDays(5)));
    }

    @Test
    void shouldForetellWhoBecomesLateAndWhoAtRiskTheWorstFirst() {
        // At hour 60, with tier C at 3 days instead of 5: at risk from hour 54, late from hour 72.
        Ticket risky =
                Given.nothing(FIRST, "risky").opened(Duration.ZERO, Tier.C).ticket();
        Ticket late = Given.nothing(FIRST, "late")
                .opened(Duration.ofHours(-12), Tier.C)
                .ticket();
        Ticket fine = Given.nothing(FIRST, "fine")
                .opened(Duration.ofHours(50), Tier.C)
                .ticket();
        Ticket wasLate = Given.nothing(FIRST, "was-late")
                .opened(Duration.ofHours(-60), Tier.C)
                .ticket();
        Ticket longer =
                Given.nothing(FIRST, "longer").opened(Duration.ZERO, Tier.A).ticket();
        Ticket same = Given.nothing(FIRST, "same")
                .opened(Duration.ofHours(50), Tier.B)
                .ticket();

        SettingsPreview preview = SettingsPreview.of(
                Stream.of(fine, same, longer, wasLate, risky, late),
                FIRST,
                settings(2, 5, 5, 3),
                at(Duration.ofHours(60)),
                4);

        assertThat(preview.moves())
                .extracting(move -> move.ticket().complaintId())
                .containsExactly("late", "risky", "was-late", "longer");
        assertThat(preview.tiers().get(Tier.C)).isEqualTo(new SettingsPreview.Counts(4, 4, 4, 1, 2, 1, 0, 1, 1));
        // Three days for A: at risk from hour 54; five: not before hour 90.
        assertThat(preview.tiers().get(Tier.A)).isEqualTo(new SettingsPreview.Counts(1, 1, 0, 0, 0, 0, 1, 0, 0));
        assertThat(preview.tiers().get(Tier.B)).isEqualTo(new SettingsPreview.Counts(1, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(preview.all()).isEqualTo(new SettingsPreview.Counts(6, 5, 4, 1, 2, 1, 1, 1, 1));
        assertThat(preview.all().later()).isEqualTo(1);
    }

    @Test
    void shouldCountAllButListNoMovesWhereNoneAreAskedFor() {
        SettingsPreview preview = SettingsPreview.of(
                Stream.of(ticket(Tier.C).ticket()), FIRST, settings(2, 5, 5, 3), at(Duration.ZERO), 0);

        assertThat(preview.moves()).isEmpty();
        assertThat(preview.all().moved()).isEqualTo(1);
    }

    @Test
    void shouldNotCountALateTicketThatIsOnlyAtRiskThenAsNewlyAtRisk() {
        SettingsPreview preview = SettingsPreview.of(
                Stream.of(ticket(Tier.A).ticket()), FIRST, settings(2, 5, 5, 5), at(Duration.ofHours(100)), 1);

        assertThat(preview.all()).isEqualTo(new SettingsPreview.Counts(1, 1, 0, 1, 0, 0, 0, 1, 0));
    }

    /** What is said beforehand is what happens, whatever happened to the tickets before. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldDoWhatThePreviewSaid(long seed) {
        Random random = new Random(seed);
        List<Given> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Given given = Given.nothing(FIRST, "T-" + i)
                    .opened(Duration.ofHours(-random.nextInt(200)), Tier.values()[random.nextInt(3)]);
            Duration now = Duration.ZERO;
            for (int step = 0; step < random.nextInt(6); step++) {
                now = now.plusHours(random.nextInt(30));
                given.now(now);
                switch (random.nextInt(5)) {
                    case 0 -> given.agent(Move.CLAIM);
                    case 1 -> given.agent(Move.WAIT);
                    case 2 -> given.agent(Move.RESUME);
                    case 3 -> given.tierChange(Tier.values()[random.nextInt(3)], step + 2, now);
                    default -> given.timePasses(now);
                }
            }
            all.add(given);
        }
        SlaPolicy wanted = settings(
                2,
                1 + random.nextInt(4),
                3,
                2 + random.nextInt(8),
                random.nextBoolean() ? OFFICE : CalendarTime.INSTANCE);
        Duration later = Duration.ofDays(7);

        SettingsPreview preview =
                SettingsPreview.of(all.stream().map(Given::ticket).toList().stream(), FIRST, wanted, at(later), 1_000);
        List<Ticket> before = all.stream().map(Given::ticket).toList();
        all.forEach(given -> given.now(later).settings(wanted));

        int moved = 0;
        int late = 0;
        for (int i = 0; i < all.size(); i++) {
            Ticket old = before.get(i);
            Ticket now = all.get(i).ticket();
            boolean named = preview.moves().stream()
                    .anyMatch(move -> move.ticket().complaintId().equals(now.complaintId())
                            && move.before().equals(old.due())
                            && move.after().equals(now.due()));
            assertThat(named).as("seed %d, %s", seed, now).isEqualTo(!old.due().equals(now.due()));
            moved += named ? 1 : 0;
            late += now.urgency(wanted, at(later)) == Urgency.BREACHED ? 1 : 0;
            assertThat(now.standing() != Standing.AS_RULED
                            || now.due()
                                    .equals(Deadlines.due(
                                            wanted,
                                            now.tier(),
                                            now.openedAt(),
                                            now.progress().waited(wanted.clock(now.tier())))))
                    .as("seed %d, %s", seed, now)
                    .isTrue();
        }
        assertThat(preview.all().moved()).as("seed %d", seed).isEqualTo(moved);
        assertThat(preview.all().breachedAfter()).as("seed %d", seed).isEqualTo(late);
        assertThat(preview.all().tickets()).isEqualTo(300);
    }
}
