package io.tierstream.tier.domain;

import static io.tierstream.tier.domain.Grades.START;
import static io.tierstream.tier.domain.Grades.criteria;
import static io.tierstream.tier.domain.Grades.cutOffs;
import static io.tierstream.tier.domain.Grades.points;
import static io.tierstream.tier.domain.Grades.protecting;
import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.domain.Decision.Refusal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GradingTest {

    private static final Duration GRACE = Duration.ofDays(30);

    private final Grades customer = new Grades();

    @Nested
    class FirstGrading {

        @Test
        void shouldGradeByTheCutOffs() {
            customer.scored("80.00");

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.FIRST_GRADING);
            assertThat(customer.lastChange().from()).isNull();
            assertThat(customer.lastChange().changeNumber()).isEqualTo(1);
        }

        @Test
        void shouldGiveTheEntryTierBeforeTheFirstCalculation() {
            customer.cutOffs = null;

            customer.scored("99");

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
        }

        @Test
        void shouldGiveTheEntryTierWithoutAComposite() {
            customer.scored(criteria("100", null, null, null));

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
            assertThat(customer.lastChange().composite()).isNull();
        }
    }

    @Nested
    class Promotion {

        @Test
        void shouldPromoteAtOnceAndExplainItAll() {
            customer.scored(criteria("50", "40", "40", null)).after(Duration.ofDays(1));

            customer.scored(criteria("50", "90", "90", null));

            TierChange change = customer.lastChange();
            assertThat(change.from()).isEqualTo(Tier.C);
            assertThat(change.to()).isEqualTo(Tier.A);
            assertThat(change.cause()).isEqualTo(Cause.SCORE);
            assertThat(change.composite()).isEqualTo(points("86"));
            assertThat(change.previousComposite()).isEqualTo(points("41"));
            assertThat(change.cutOffs()).isEqualTo(cutOffs("80", "60"));
            assertThat(change.tierSince()).isEqualTo(START);
            assertThat(change.decidedAt()).isEqualTo(START.plus(Duration.ofDays(1)));
            assertThat(change.changeNumber()).isEqualTo(2);
            Contribution profit = change.criteria().get(Criterion.PROFIT.ordinal());
            assertThat(profit.contribution()).isEqualTo(points("54"));
            assertThat(profit.previousContribution()).isEqualTo(points("24"));
            assertThat(profit.previousPoints()).isEqualTo(points("40"));
        }

        @Test
        void shouldPromoteWhenACutOffFallsToTheComposite() {
            customer.scored("79");

            customer.cutOffsMove("79", "60");

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.CUT_OFF);
        }

        @Test
        void shouldNotWaitForTheDwell() {
            customer.policy = protecting("2", GRACE, Duration.ofDays(90));
            customer.scored("70").scored("90");

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
        }
    }

    @Nested
    class Demotion {

        @Test
        void shouldDemoteAtOnceMoreThanTheMarginBelow() {
            customer.scored("85").scored("77.99");

            assertThat(customer.grade.tier()).isEqualTo(Tier.B);
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.SCORE);
        }

        @Test
        void shouldStayExactlyTheMarginBelow() {
            customer.scored("85").scored("78.00");

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            assertThat(customer.grade.computed().below().since()).isEqualTo(START);
        }

        @Test
        void shouldDemoteToWhereTheCompositeBelongs() {
            customer.scored("85").scored("10");

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
        }

        @Test
        void shouldDemoteAtTheEndOfTheGraceWithoutAnEvent() {
            customer.scored("85").after(Duration.ofDays(5)).scored("79");

            customer.after(GRACE.minusMillis(1));
            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            customer.after(Duration.ofMillis(1));

            TierChange change = customer.lastChange();
            assertThat(change.to()).isEqualTo(Tier.B);
            assertThat(change.cause()).isEqualTo(Cause.SCORE);
            assertThat(change.belowSince()).isEqualTo(START.plus(Duration.ofDays(5)));
            assertThat(change.decidedAt()).isEqualTo(START.plus(Duration.ofDays(35)));
        }

        @Test
        void shouldNameTheCutOffWhenItRoseAboveTheComposite() {
            customer.scored("81").cutOffsMove("82", "60").after(GRACE);

            assertThat(customer.lastChange().cause()).isEqualTo(Cause.CUT_OFF);
            assertThat(customer.grade.tier()).isEqualTo(Tier.B);
        }

        @Test
        void shouldCountTheGraceFromTheFirstInstantBelowHoweverTheCompositeMovesThere() {
            customer.scored("85")
                    .scored("79")
                    .after(Duration.ofDays(20))
                    .scored("78.50")
                    .after(Duration.ofDays(10));

            assertThat(customer.grade.tier()).isEqualTo(Tier.B);
        }

        @Test
        void shouldForgetADipThatEndsInsideTheGrace() {
            customer.scored("85").scored("79").after(Duration.ofDays(29)).scored("80");
            assertThat(customer.grade.computed().below()).isNull();

            customer.scored("79").after(Duration.ofDays(29));

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
        }

        @Test
        void shouldForgetADipThatTheCutOffsEnd() {
            customer.scored("85").scored("79").after(Duration.ofDays(29)).cutOffsMove("79", "60");

            customer.after(Duration.ofDays(365));

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
        }

        @Test
        void shouldLoseTheTierWithTheCompositeAtOnce() {
            customer.policy = protecting("2", GRACE, Duration.ofDays(90));
            customer.scored("85").scored(criteria("100", null, null, null));

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
        }
    }

    @Nested
    class Dwell {

        @Test
        void shouldHoldBackADemotionUntilTheDwellHasPassed() {
            customer.policy = protecting("2", GRACE, Duration.ofDays(90));
            customer.scored("85").scored("10").after(Duration.ofDays(89));
            assertThat(customer.grade.tier()).isEqualTo(Tier.A);

            customer.after(Duration.ofDays(1));

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
            assertThat(customer.lastChange().decidedAt()).isEqualTo(START.plus(Duration.ofDays(90)));
        }

        @Test
        void shouldStartAnewWithEveryChange() {
            customer.policy = protecting("2", GRACE, Duration.ofDays(90));
            customer.scored("70").after(Duration.ofDays(80)).scored("85").scored("10");

            customer.after(Duration.ofDays(89));

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
        }

        @Test
        void shouldHoldBackAGraceThatEndsEarlier() {
            customer.policy = protecting("2", Duration.ofDays(10), Duration.ofDays(90));
            customer.scored("85").scored("79");

            assertThat(Grading.nextDue(customer.grade, customer.policy)).isEqualTo(START.plus(Duration.ofDays(90)));
        }
    }

    @Nested
    class Override {

        private final Instant end = START.plus(Duration.ofDays(10));

        @Test
        void shouldSetTheTierByHand() {
            customer.scored("10").overridden(Tier.A, end);

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            assertThat(customer.grade.computed().tier()).isEqualTo(Tier.C);
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.OVERRIDE_SET);
            assertThat(customer.lastChange().override().by()).isEqualTo("Ann");
        }

        @Test
        void shouldBeAnnouncedAlsoWhenTheTierStaysTheSame() {
            customer.scored("10").overridden(Tier.C, end);

            assertThat(customer.lastChange().from()).isEqualTo(Tier.C);
            assertThat(customer.lastChange().to()).isEqualTo(Tier.C);
            assertThat(customer.grade.since()).isEqualTo(START);
        }

        @Test
        void shouldCountEveryAnnouncementAndSayWhatItFoundBelow() {
            customer.scored("85").after(Duration.ofDays(1)).scored("79");

            customer.after(Duration.ofDays(1)).overridden(Tier.B, end).overrideRemoved();

            assertThat(customer.changes).extracting(TierChange::changeNumber).containsExactly(1L, 2L, 3L);
            assertThat(customer.changes)
                    .extracting(TierChange::belowSince)
                    .containsExactly(null, START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(1)));
        }

        @Test
        void shouldBeginTheTierItSetsWhenItIsSet() {
            customer.scored("10").after(Duration.ofDays(1)).overridden(Tier.A, end);

            assertThat(customer.grade.since()).isEqualTo(START.plus(Duration.ofDays(1)));
        }

        @Test
        void shouldNotBeginATierAnewThatItLeavesAsItIs() {
            customer.scored("10").after(Duration.ofDays(1)).overridden(Tier.C, end);

            assertThat(customer.grade.since()).isEqualTo(START);
        }

        @Test
        void shouldBeLookedAtAgainWhenTheGraceOrTheOverrideEndsWhicheverIsFirst() {
            customer.scored("85").scored("79");

            customer.overridden(Tier.B, START.plus(GRACE).minusMillis(1));
            assertThat(Grading.nextDue(customer.grade, customer.policy))
                    .isEqualTo(START.plus(GRACE).minusMillis(1));
            customer.overridden(Tier.B, START.plus(GRACE).plusMillis(1));

            assertThat(Grading.nextDue(customer.grade, customer.policy)).isEqualTo(START.plus(GRACE));
        }

        @Test
        void shouldKeepTheComputedTierUpToDateBesideItWithoutAnnouncingIt() {
            customer.scored("10").overridden(Tier.B, end).scored("90");

            assertThat(customer.grade.tier()).isEqualTo(Tier.B);
            assertThat(customer.grade.computed().tier()).isEqualTo(Tier.A);
            assertThat(customer.changes).hasSize(2);
        }

        @Test
        void shouldEndOnTimeWithoutAnEvent() {
            customer.scored("10").overridden(Tier.A, end).after(Duration.ofDays(10));

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
            assertThat(customer.grade.override()).isNull();
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.OVERRIDE_ENDED);
            assertThat(customer.lastChange().decidedAt()).isEqualTo(end);
            assertThat(customer.lastChange().override().reason()).isEqualTo("a promise");
        }

        @Test
        void shouldSayWhenItIsChanged() {
            customer.scored("10").overridden(Tier.A, end).overridden(Tier.A, null);

            assertThat(customer.lastChange().cause()).isEqualTo(Cause.OVERRIDE_CHANGED);
            assertThat(Grading.nextDue(customer.grade, customer.policy)).isNull();
        }

        @Test
        void shouldChangeNothingWhenSetTheSameAgain() {
            customer.scored("10").overridden(Tier.A, end).overridden(Tier.A, end);

            assertThat(customer.changes).hasSize(2);
        }

        @Test
        void shouldEndWhenRemoved() {
            customer.scored("10").overridden(Tier.A, null).overrideRemoved();

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.OVERRIDE_ENDED);
        }

        @Test
        void shouldLetTheGraceRunBesideIt() {
            customer.scored("85").scored("79").overridden(Tier.A, null).after(GRACE);

            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            assertThat(customer.grade.computed().tier()).isEqualTo(Tier.B);
        }

        @Test
        void shouldStartTheDwellAnewWhenItsEndMovesTheTier() {
            customer.policy = protecting("2", GRACE, Duration.ofDays(90));
            customer.scored("85")
                    .overridden(Tier.C, end)
                    .after(Duration.ofDays(10))
                    .scored("10");

            customer.after(Duration.ofDays(89));
            assertThat(customer.grade.tier()).isEqualTo(Tier.A);
            customer.after(Duration.ofDays(1));

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
        }

        @Test
        void shouldEndBeforeALateScoreIsJudged() {
            customer.scored("10").overridden(Tier.A, end);
            customer.now = end.plus(Duration.ofDays(1));

            customer.scored("70");

            assertThat(customer.changes)
                    .extracting(TierChange::cause)
                    .containsExactly(Cause.FIRST_GRADING, Cause.OVERRIDE_SET, Cause.OVERRIDE_ENDED, Cause.SCORE);
        }

        @Test
        void shouldBeRefusedForACustomerThatNobodyKnows() {
            Decision decision = Grading.decide(
                    null,
                    new GradingInput.OverrideWanted(Tier.A, "why", "Ann", null),
                    customer.policy,
                    customer.cutOffs,
                    START);

            assertThat(decision)
                    .isInstanceOfSatisfying(
                            Decision.Refused.class,
                            refused -> assertThat(refused.refusal()).isEqualTo(Refusal.UNKNOWN_CUSTOMER));
        }

        @Test
        void shouldBeRefusedWhenItWouldHaveEnded() {
            customer.scored("10");

            assertThat(refusal(new GradingInput.OverrideWanted(Tier.A, "why", "Ann", START)))
                    .isEqualTo(Refusal.UNTIL_HAS_PASSED);
        }

        @Test
        void shouldBeRefusedWithoutAReason() {
            customer.scored("10");

            assertThat(refusal(new GradingInput.OverrideWanted(Tier.A, " ", "Ann", null)))
                    .isEqualTo(Refusal.REASON_MISSING);
        }

        @Test
        void shouldNotBeRemovedWhereThereIsNone() {
            customer.scored("10");

            assertThat(refusal(new GradingInput.OverrideUnwanted())).isEqualTo(Refusal.NO_OVERRIDE);
        }

        private Refusal refusal(GradingInput input) {
            Decision decision = Grading.decide(customer.grade, input, customer.policy, customer.cutOffs, customer.now);
            return ((Decision.Refused) decision).refusal();
        }
    }

    @Nested
    class AnotherPolicy {

        private final GradingPolicy strict = Grades.policy(2, Mode.THRESHOLD, null, null, null);

        @Test
        void shouldActAtOnceWithoutMarginGraceOrDwell() {
            customer.policy = protecting("50", GRACE, Duration.ofDays(90));
            customer.scored("85");

            customer.policyTakesOver(strict, cutOffs("90", "86"));

            assertThat(customer.grade.tier()).isEqualTo(Tier.C);
            assertThat(customer.lastChange().cause()).isEqualTo(Cause.POLICY);
            assertThat(customer.lastChange().policyVersion()).isEqualTo(2);
            assertThat(customer.lastChange().mode()).isEqualTo(Mode.THRESHOLD);
        }

        @Test
        void shouldEndADip() {
            customer.scored("85").scored("79").policyTakesOver(strict, cutOffs("70", "60"));

            assertThat(customer.grade.computed().below()).isNull();
        }

        @Test
        void shouldLeaveAnOverrideInForce() {
            customer.scored("85").overridden(Tier.B, null).policyTakesOver(strict, cutOffs("90", "86"));

            assertThat(customer.grade.tier()).isEqualTo(Tier.B);
            assertThat(customer.grade.computed().tier()).isEqualTo(Tier.C);
            assertThat(customer.changes).hasSize(2);
        }

        @Test
        void shouldBeJudgedBeforeAScoreThatComesFirst() {
            customer.scored("85");
            customer.policy = strict;
            customer.cutOffs = cutOffs("90", "86");

            customer.scored("95");

            assertThat(customer.changes)
                    .extracting(TierChange::cause)
                    .containsExactly(Cause.FIRST_GRADING, Cause.POLICY, Cause.SCORE);
        }
    }
}
