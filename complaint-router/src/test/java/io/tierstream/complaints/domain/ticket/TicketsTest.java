package io.tierstream.complaints.domain.ticket;

import static io.tierstream.complaints.domain.ticket.Given.at;
import static io.tierstream.complaints.domain.ticket.Given.tier;
import static io.tierstream.complaints.domain.ticket.TicketState.CLAIMED;
import static io.tierstream.complaints.domain.ticket.TicketState.OPEN;
import static io.tierstream.complaints.domain.ticket.TicketState.RESOLVED;
import static io.tierstream.complaints.domain.ticket.TicketState.WAITING;
import static io.tierstream.complaints.domain.ticket.TicketState.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Happening.Kind;
import io.tierstream.complaints.domain.ticket.Happening.Why;
import io.tierstream.complaints.domain.ticket.Outcome.Refused;
import io.tierstream.complaints.domain.ticket.Outcome.Unchanged;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentNoted;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintOpened;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TicketsTest {

    private static Duration hours(long hours) {
        return Duration.ofHours(hours);
    }

    private static Duration days(long days) {
        return Duration.ofDays(days);
    }

    private static Given openTicket() {
        return Given.nothing().opened(hours(0), Tier.C);
    }

    private static Given ticketIn(TicketState state) {
        Given given = openTicket();
        return switch (state) {
            case OPEN -> given;
            case CLAIMED -> given.agent(Move.CLAIM);
            case WAITING -> given.agent(Move.CLAIM).agent(Move.WAIT);
            case RESOLVED -> given.agent(Move.RESOLVE);
            case WITHDRAWN -> given.agent(Move.WITHDRAW);
        };
    }

    @Nested
    class Moves {

        private static final Map<Move, Set<TicketState>> ALLOWED = Map.of(
                Move.CLAIM, Set.of(OPEN),
                Move.ASSIGN, Set.of(OPEN, CLAIMED),
                Move.RELEASE, Set.of(CLAIMED),
                Move.WAIT, Set.of(CLAIMED),
                Move.RESUME, Set.of(WAITING),
                Move.RESOLVE, Set.of(OPEN, CLAIMED, WAITING),
                Move.REOPEN, Set.of(RESOLVED),
                Move.WITHDRAW, Set.of(OPEN, CLAIMED, WAITING, RESOLVED));

        @ParameterizedTest
        @EnumSource(Move.class)
        void shouldAllowAMoveFromItsStatesOnly(Move move) {
            for (TicketState state : TicketState.values()) {
                Given given = ticketIn(state).agent(move);

                if (ALLOWED.get(move).contains(state)) {
                    assertThat(given.outcome()).as(state + " " + move).isInstanceOf(Outcome.Changed.class);
                    assertThat(given.ticket().state()).isEqualTo(move.to());
                } else {
                    assertThat(given.outcome()).as(state + " " + move).isInstanceOf(Refused.class);
                    assertThat(given.ticket().state()).isEqualTo(state);
                }
            }
        }

        @Test
        void shouldSayWhyAMoveIsRefused() {
            Given given = ticketIn(RESOLVED).agent(Move.CLAIM);

            assertThat(given.outcome())
                    .isEqualTo(new Refused(Refused.Reason.NOT_ALLOWED, "a ticket that is RESOLVED cannot CLAIM"));
        }

        @Test
        void shouldGiveTheTicketToWhoeverClaimsItOrIsAssigned() {
            assertThat(ticketIn(CLAIMED).ticket().progress().assignee()).isEqualTo("mei");
            assertThat(ticketIn(CLAIMED).agent(Move.ASSIGN).ticket().progress().assignee())
                    .isEqualTo("tom");
            assertThat(ticketIn(CLAIMED).agent(Move.RELEASE).ticket().progress().assignee())
                    .isNull();
        }

        @Test
        void shouldRememberWhoResolvedATicketNobodyHeld() {
            assertThat(openTicket().agent(Move.RESOLVE).ticket().progress().assignee())
                    .isEqualTo("mei");
        }

        @Test
        void shouldKeepANoteWithoutChangingAnythingElse() {
            Given given = openTicket().put(new AgentNoted("mei", "called back"));

            assertThat(given.ticket().state()).isEqualTo(OPEN);
            assertThat(given.ticket().version()).isEqualTo(2);
            assertThat(given.history().getLast().note()).isEqualTo("called back");
            assertThat(given.told()).containsExactly(Kind.ROUTED);
        }

        @Test
        void shouldRefuseWhatIsDoneToATicketThatDoesNotExist() {
            assertThat(Given.nothing().agent(Move.CLAIM).outcome())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.NO_TICKET));
        }

        @Test
        void shouldNotKnowEventsThatOnlyAgentsCanCause() {
            assertThatThrownBy(() -> Given.moved("T-1", Move.CLAIM, hours(1), "e"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Nested
    class Events {

        @Test
        void shouldLetAResolutionThatCameFirstWaitForItsTicket() {
            Given given = Given.nothing().event(Move.RESOLVE, hours(2), "e1");
            assertThat(given.file()).isInstanceOf(Awaited.class);

            given.opened(hours(0), Tier.B);

            assertThat(given.ticket().state()).isEqualTo(RESOLVED);
            assertThat(given.ticket().version()).isEqualTo(2);
            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.RESOLVED);
        }

        @Test
        void shouldIgnoreARepeatedEventWhileItsTicketIsAwaited() {
            Given given = Given.nothing().event(Move.RESOLVE, hours(2), "e1").event(Move.RESOLVE, hours(2), "e1");

            assertThat(given.outcome()).isEqualTo(new Unchanged(Unchanged.Reason.REPEAT));
        }

        @ParameterizedTest
        @CsvSource({"RESOLVE, REOPEN, OPEN", "REOPEN, RESOLVE, OPEN"})
        void shouldLetTheLatestTimeDecideInWhateverOrderEventsCome(Move first, Move second, TicketState expected) {
            Given given = openTicket();
            for (Move move : new Move[] {first, second}) {
                given.event(move, move == Move.RESOLVE ? hours(1) : hours(3), move.name());
            }

            assertThat(given.ticket().state()).isEqualTo(expected);
            assertThat(given.ticket().progress().waited()).isEqualTo(hours(2));
            assertThat(given.ticket().due()).isEqualTo(at(days(5).plusHours(2)));
        }

        @ParameterizedTest
        @CsvSource({"a, b, RESOLVED", "b, a, OPEN"})
        void shouldLetTheEventIdDecideAtTheSameTime(String reopened, String resolved, TicketState expected) {
            Given given = openTicket()
                    .event(Move.RESOLVE, hours(1), "0")
                    .event(Move.REOPEN, hours(2), reopened)
                    .event(Move.RESOLVE, hours(2), resolved);

            assertThat(given.ticket().state()).isEqualTo(expected);
        }

        @Test
        void shouldOnlyRecordAnEventOlderThanAPersonsLastAction() {
            Given given = openTicket().now(hours(5)).agent(Move.CLAIM).event(Move.RESOLVE, hours(4), "late");

            assertThat(given.ticket().state()).isEqualTo(CLAIMED);
            assertThat(given.history().getLast().kind()).isEqualTo(Kind.RECORDED);
            assertThat(given.history().getLast().why()).isEqualTo(Why.OLDER_THAN_LAST_ACTION);
        }

        @Test
        void shouldFollowAnEventNewerThanAPersonsLastAction() {
            Given given = openTicket().now(hours(5)).agent(Move.CLAIM).event(Move.RESOLVE, hours(6), "e");

            assertThat(given.ticket().state()).isEqualTo(RESOLVED);
            assertThat(given.ticket().progress().assignee()).isEqualTo("mei");
        }

        @Test
        void shouldNotApplyAnEventAgainThatAPersonHasActedUpon() {
            Given given = openTicket()
                    .now(hours(1))
                    .event(Move.RESOLVE, hours(9), "from a clock that is ahead")
                    .now(hours(2))
                    .agent(Move.REOPEN)
                    .event(Move.REOPEN, hours(3), "another");

            assertThat(given.ticket().state()).isEqualTo(OPEN);
        }

        @Test
        void shouldOnlyRecordAnEventOlderThanTheComplaint() {
            Given given = openTicket().event(Move.RESOLVE, hours(-1), "early");

            assertThat(given.ticket().state()).isEqualTo(OPEN);
            assertThat(given.history().getLast().why()).isEqualTo(Why.OLDER_THAN_OPENING);
        }

        @Test
        void shouldNotLeaveWithdrawn() {
            Given given = openTicket()
                    .event(Move.WITHDRAW, hours(1), "w")
                    .event(Move.REOPEN, hours(2), "r")
                    .event(Move.RESOLVE, hours(3), "s");

            assertThat(given.ticket().state()).isEqualTo(WITHDRAWN);
            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.WITHDRAWN);
        }

        @Test
        void shouldChangeNothingForARepeatedEvent() {
            Given given = openTicket().event(Move.RESOLVE, hours(1), "e");
            Ticket before = given.ticket();

            given.event(Move.RESOLVE, hours(1), "e");

            assertThat(given.outcome()).isEqualTo(new Unchanged(Unchanged.Reason.REPEAT));
            assertThat(given.ticket()).isSameAs(before);
        }

        @Test
        void shouldTakeTheSameComplaintAgainAsARepeatAndAnotherOneAsAConflict() {
            Given given = openTicket();

            given.put(new ComplaintOpened(
                    new EventStamp(at(hours(1)), "another id", "/test"),
                    Given.complaint("T-1", at(hours(1)), Severity.NORMAL),
                    KnownTier.ENTRY));
            assertThat(given.outcome()).isEqualTo(new Unchanged(Unchanged.Reason.REPEAT));

            given.put(new ComplaintOpened(
                    new EventStamp(at(hours(1)), "a third id", "/test"),
                    new Complaint(
                            "T-1", "acme", at(hours(1)), "Other", Severity.LOW, null, null, null, "other fingerprint"),
                    KnownTier.ENTRY));
            assertThat(given.outcome())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.ID_CONFLICT));
        }

        @Test
        void shouldRefuseAnEventAboutAnotherCustomersComplaint() {
            Given given = openTicket()
                    .put(new ComplaintMoved(
                            "T-1",
                            new ComplaintEvent(
                                    new EventStamp(at(hours(1)), "e", "/test"), Move.RESOLVE, "not acme", null),
                            KnownTier.ENTRY));

            assertThat(given.outcome())
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).isEqualTo(Refused.Reason.ID_CONFLICT));
        }

        @Test
        void shouldOnlyRecordAnEventAboutAnotherCustomersComplaintThatCameFirst() {
            Given given = Given.nothing()
                    .put(new ComplaintMoved(
                            "T-1",
                            new ComplaintEvent(
                                    new EventStamp(at(hours(1)), "e", "/test"), Move.RESOLVE, "not acme", null),
                            KnownTier.ENTRY))
                    .opened(hours(0), Tier.C);

            assertThat(given.ticket().state()).isEqualTo(OPEN);
            assertThat(given.history().getLast().why()).isEqualTo(Why.OTHER_CUSTOMER);
        }

        @Test
        void shouldRecordAnEventThatHasNoEffect() {
            Given given = openTicket().event(Move.WITHDRAW, hours(1), "a").event(Move.RESOLVE, hours(2), "b");

            assertThat(given.history().getLast().kind()).isEqualTo(Kind.RECORDED);
            assertThat(given.history().getLast().why()).isEqualTo(Why.NO_EFFECT);
        }

        @Test
        void shouldTakeTheTierTheCustomerHasWhenAnEventReopensIt() {
            Given given = openTicket()
                    .event(Move.RESOLVE, hours(1), "a")
                    .now(days(2))
                    .put(new ComplaintMoved(
                            "T-1",
                            new ComplaintEvent(new EventStamp(at(hours(5)), "b", "/test"), Move.REOPEN, "acme", null),
                            tier(Tier.A, 2)));

            assertThat(given.ticket().tier()).isEqualTo(Tier.A);
            assertThat(given.ticket().due()).isEqualTo(at(days(3).plusHours(4)));
            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.RESOLVED, Kind.REOPENED, Kind.REPRIORITISED);
        }

        @Test
        void shouldMoveTheDeadlineBackWhenALateEventShortensTheTimeItWasResolved() {
            Given given = openTicket()
                    .event(Move.RESOLVE, hours(1), "a")
                    .event(Move.REOPEN, hours(11), "b")
                    .event(Move.REOPEN, hours(3), "c");

            assertThat(given.ticket().due()).isEqualTo(at(days(5).plusHours(2)));
            assertThat(given.history().getLast().why()).isEqualTo(Why.LATE_EVENT);
        }

        @Test
        void shouldBoundWhatItKeepsOfEvents() {
            Given given = openTicket();
            for (int i = 1; i <= 1_000; i++) {
                given.event(i % 2 == 0 ? Move.REOPEN : Move.RESOLVE, hours(i), "e" + i);
            }

            assertThat(given.ticket().events()).hasSize(Ticket.MAX_EVENTS);
            assertThat(given.ticket().seen()).hasSize(Ticket.MAX_SEEN);
            assertThat(given.ticket().progress().waited()).isEqualTo(hours(500));
        }
    }

    @Nested
    class DeadlinesOfTickets {

        @Test
        void shouldFollowFromTheTierAtFirst() {
            assertThat(Given.nothing().opened(hours(0), Tier.A).ticket().due()).isEqualTo(at(days(3)));
            assertThat(Given.nothing().opened(hours(0), Tier.B).ticket().due()).isEqualTo(at(days(5)));
        }

        @Test
        void shouldComeForwardOnAPromotion() {
            Given given = openTicket().now(days(2)).tierChange(Tier.A, 2, days(2));

            assertThat(given.ticket().due()).isEqualTo(at(days(3)));
            assertThat(given.ticket().tier()).isEqualTo(Tier.A);
            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.REPRIORITISED);
            Happening happening = given.history().getLast();
            assertThat(happening.before().due()).isEqualTo(at(days(5)));
            assertThat(happening.after().due()).isEqualTo(at(days(3)));
            assertThat(happening.tierChange().changeNumber()).isEqualTo(2);
        }

        @Test
        void shouldLeaveTheGraceOnAPromotionCountedFromTheChangeNotFromItsArrival() {
            Given given = openTicket().now(days(4).plusHours(2)).tierChange(Tier.A, 2, days(4));

            assertThat(given.ticket().due()).isEqualTo(at(days(4).plusHours(8)));
        }

        @Test
        void shouldNeverBecomeLaterByAPromotion() {
            Given given = openTicket().now(days(5).minusHours(1)).tierChange(Tier.A, 2, days(5).minusHours(1));

            assertThat(given.ticket().due()).isEqualTo(at(days(5)));
        }

        @Test
        void shouldFollowADemotionOrKeepTheDeadlineAsSet() {
            Given follow = Given.nothing().opened(hours(0), Tier.A).now(days(1)).tierChange(Tier.C, 2, days(1));
            assertThat(follow.ticket().due()).isEqualTo(at(days(5)));

            SlaPolicy keep = policy(DemotionRule.KEEP);
            Given kept =
                    Given.nothing(keep).opened(hours(0), Tier.A).now(days(1)).tierChange(Tier.C, 2, days(1));
            assertThat(kept.ticket().due()).isEqualTo(at(days(3)));
            assertThat(kept.ticket().tier()).isEqualTo(Tier.C);
        }

        @Test
        void shouldApplyEachTierChangeOnceAndOnlyNewerOnes() {
            Given given = openTicket().tierChange(Tier.A, 5, hours(1));

            assertThat(given.tierChange(Tier.A, 5, hours(1)).outcome())
                    .isEqualTo(new Unchanged(Unchanged.Reason.OLD_TIER_CHANGE));
            assertThat(given.tierChange(Tier.B, 4, hours(2)).outcome())
                    .isEqualTo(new Unchanged(Unchanged.Reason.OLD_TIER_CHANGE));
            assertThat(given.tierChange(Tier.A, 6, hours(2)).outcome())
                    .isEqualTo(new Unchanged(Unchanged.Reason.SAME_TIER));
        }

        @Test
        void shouldStandWhileWaitingForTheCustomerAndKeepTheWaitThroughTierChanges() {
            Given given = openTicket()
                    .agent(Move.CLAIM)
                    .now(days(1))
                    .agent(Move.WAIT)
                    .now(days(3))
                    .agent(Move.RESUME);
            assertThat(given.ticket().due()).isEqualTo(at(days(7)));

            given.tierChange(Tier.A, 2, days(3));

            assertThat(given.ticket().due()).isEqualTo(at(days(5)));
        }

        @Test
        void shouldTreatAPromotionWhileWaitingAsIfTheClockStoodAtItsBeginning() {
            Given given = openTicket().agent(Move.CLAIM).now(days(4)).agent(Move.WAIT);

            given.now(days(10)).tierChange(Tier.A, 2, days(10));
            assertThat(given.ticket().due()).isEqualTo(at(days(4).plusHours(8)));

            given.now(days(11)).agent(Move.RESUME);
            assertThat(given.ticket().due()).isEqualTo(at(days(11).plusHours(8)));
        }

        @Test
        void shouldAddTheTimeItWasResolvedWhenReopened() {
            Given given =
                    openTicket().now(days(1)).agent(Move.RESOLVE).now(days(4)).agent(Move.REOPEN);

            assertThat(given.ticket().due()).isEqualTo(at(days(8)));
        }

        @Test
        void shouldTakeTheTierTheCustomerHasWhenReopenedAndLeaveTheGrace() {
            Given given = openTicket().now(days(4)).agent(Move.RESOLVE);
            assertThat(given.tierChange(Tier.A, 2, days(5)).outcome())
                    .isEqualTo(new Unchanged(Unchanged.Reason.CLOSED));

            given.now(days(6)).agent(Move.REOPEN, "mei", new KnownTier(Tier.A, 2, at(days(5)), "SCORE", null, null));

            assertThat(given.ticket().tier()).isEqualTo(Tier.A);
            assertThat(given.ticket().due()).isEqualTo(at(days(6).plusHours(8)));
        }
    }

    @Nested
    class Announcements {

        private static final Duration RISK = Duration.ofHours(90);

        @Test
        void shouldAnnounceRiskAndBreachOnceEach() {
            Given given = openTicket().timePasses(RISK.minusMillis(1));
            assertThat(given.told()).containsExactly(Kind.ROUTED);

            given.timePasses(RISK)
                    .timePasses(RISK.plusHours(1))
                    .timePasses(days(5))
                    .timePasses(days(6));

            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.AT_RISK, Kind.BREACHED);
            assertThat(given.history().get(1).at()).isEqualTo(at(RISK));
        }

        @Test
        void shouldAnnounceOnlyTheBreachOfWhatIsBreachedAlready() {
            assertThat(openTicket().timePasses(days(7)).told()).containsExactly(Kind.ROUTED, Kind.BREACHED);
        }

        @Test
        void shouldSayNothingWhileTheClockStands() {
            Given given = openTicket().agent(Move.CLAIM).agent(Move.WAIT).timePasses(days(30));
            assertThat(given.outcome()).isEqualTo(new Unchanged(Unchanged.Reason.NOTHING_DUE));
            assertThat(given.ticket().urgency(SlaPolicy.DEFAULT, at(days(30)))).isEqualTo(Ticket.Urgency.PAUSED);

            assertThat(ticketIn(RESOLVED).timePasses(days(30)).ticket().nextAnnouncement(SlaPolicy.DEFAULT))
                    .isEmpty();
        }

        @Test
        void shouldAnnounceAgainForAnotherDeadline() {
            Given given = Given.nothing()
                    .opened(hours(0), Tier.A)
                    .timePasses(days(3))
                    .tierChange(Tier.C, 2, days(3))
                    .timePasses(days(5));

            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.BREACHED, Kind.REPRIORITISED, Kind.BREACHED);
        }

        @Test
        void shouldNotAnnounceTheSameDeadlineAgainWhenItComesBack() {
            Given given = openTicket()
                    .timePasses(RISK)
                    .tierChange(Tier.A, 2, RISK)
                    .tierChange(Tier.C, 3, RISK)
                    .timePasses(RISK.plusMinutes(1));

            // The graced deadline of tier A in between is another one, and at risk from its beginning.
            assertThat(given.told())
                    .containsExactly(Kind.ROUTED, Kind.AT_RISK, Kind.REPRIORITISED, Kind.AT_RISK, Kind.REPRIORITISED);
        }

        @Test
        void shouldBeAtRiskFromItsInstantAndLateFromTheDeadlineOn() {
            Ticket ticket = openTicket().ticket();

            assertThat(ticket.urgency(SlaPolicy.DEFAULT, at(RISK).minusMillis(1)))
                    .isEqualTo(Ticket.Urgency.ON_TIME);
            assertThat(ticket.urgency(SlaPolicy.DEFAULT, at(RISK))).isEqualTo(Ticket.Urgency.AT_RISK);
            assertThat(ticket.urgency(SlaPolicy.DEFAULT, at(days(5)).minusMillis(1)))
                    .isEqualTo(Ticket.Urgency.AT_RISK);
            assertThat(ticket.urgency(SlaPolicy.DEFAULT, at(days(5)))).isEqualTo(Ticket.Urgency.BREACHED);
            assertThat(ticketIn(RESOLVED).ticket().urgency(SlaPolicy.DEFAULT, at(days(30))))
                    .isEqualTo(Ticket.Urgency.CLOSED);
        }

        @Test
        void shouldAnnounceTheBreachOfADeadlineThatPassesAnInstantAfterTheTicketCameToBe() {
            assertThat(Given.nothing()
                            .now(days(5).minusMillis(1))
                            .opened(hours(0), Tier.C)
                            .timePasses(days(5))
                            .told())
                    .containsExactly(Kind.ROUTED, Kind.BREACHED);
            assertThat(Given.nothing()
                            .now(days(5))
                            .opened(hours(0), Tier.C)
                            .timePasses(days(6))
                            .told())
                    .containsExactly(Kind.ROUTED);
        }

        @Test
        void shouldMarkADeadlineThatHadPassedBeforeTheTicketCameToBe() {
            Given given = Given.nothing().now(days(10)).opened(hours(0), Tier.C).timePasses(days(11));

            assertThat(given.told()).containsExactly(Kind.ROUTED);
            assertThat(given.history().getLast().kind()).isEqualTo(Kind.CAME_LATE);
            assertThat(given.ticket().urgency(SlaPolicy.DEFAULT, at(days(11)))).isEqualTo(Ticket.Urgency.BREACHED);
        }

        @Test
        void shouldNotForgetABreachThatCameBeforeItsResolutionWasKnown() {
            Given given = openTicket().now(days(7)).event(Move.RESOLVE, days(6), "e");

            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.BREACHED, Kind.RESOLVED);
        }

        @Test
        void shouldAnnounceABreachBeforeAPersonsActionThatComesAfterIt() {
            assertThat(openTicket().now(days(6)).agent(Move.CLAIM).told())
                    .containsExactly(Kind.ROUTED, Kind.BREACHED, Kind.CLAIMED);
        }

        @Test
        void shouldNotAnnounceABreachOfWhatWasResolvedInTime() {
            Given given = openTicket().now(days(7)).event(Move.RESOLVE, days(1), "e");

            assertThat(given.told()).containsExactly(Kind.ROUTED, Kind.RESOLVED);
        }
    }

    @Test
    void shouldKeepAllTimeWaitedThoughItForgetsTheOldestStops() {
        Given given = openTicket().agent(Move.CLAIM);
        for (int i = 0; i < Progress.MAX_STOPS + 20; i++) {
            given.now(hours(2 * i)).agent(Move.WAIT).now(hours(2 * i + 1)).agent(Move.RESUME);
        }

        Progress progress = given.ticket().progress();

        assertThat(progress.stops()).hasSize(Progress.MAX_STOPS);
        assertThat(progress.waitedBefore()).isEqualTo(hours(20));
        assertThat(progress.waited()).isEqualTo(hours(120));
        assertThat(given.ticket().due()).isEqualTo(at(days(5).plusHours(120)));
    }

    @Test
    void shouldKeepTheLatestOfTheEventsThatWaitForTheirComplaint() {
        Given given = Given.nothing();
        for (int i = 1; i <= Ticket.MAX_EVENTS + 1; i++) {
            given.event(i % 2 == 0 ? Move.REOPEN : Move.RESOLVE, hours(i), "e" + i);
        }

        assertThat(((Awaited) given.file()).events())
                .hasSize(Ticket.MAX_EVENTS)
                .first()
                .extracting(event -> event.stamp().id())
                .isEqualTo("e2");
        assertThat(given.file().version()).isEqualTo(Ticket.MAX_EVENTS + 1);
    }

    private static SlaPolicy policy(DemotionRule onDemotion) {
        return new SlaPolicy(
                1,
                SlaPolicy.DEFAULT.tiers(),
                SlaPolicy.DEFAULT.promotionGrace(),
                onDemotion,
                new BigDecimal("0.25"),
                OrderRule.TIER_FIRST,
                null);
    }

    @Test
    void shouldCountVersionsWithoutGaps() {
        Instant later = at(days(1));
        Given given =
                openTicket().now(days(1)).agent(Move.CLAIM).agent(Move.WAIT).agent(Move.RESUME);

        assertThat(given.ticket().version()).isEqualTo(4);
        assertThat(given.history().getLast().recordedAt()).isEqualTo(later);
    }
}
