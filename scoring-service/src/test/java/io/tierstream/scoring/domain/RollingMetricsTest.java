package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.Decision.Reason;
import io.tierstream.scoring.domain.Decision.Refused;
import io.tierstream.scoring.domain.Decision.Repeated;
import io.tierstream.scoring.domain.Fact.InvoiceCancelled;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.Fact.OrderPlaced;
import io.tierstream.scoring.domain.Fact.PaymentReversed;
import java.math.BigDecimal;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The rules of the rolling figures, one by one. Day 1000 is today. */
class RollingMetricsTest extends RollingCustomer {

    @Nested
    class Window {

        @Test
        void shouldCountADayAfterItsStartUntilToday() {
            given(order("first", TODAY - 364, "10", null), order("last", TODAY, "1", null));
            given(order("too old", TODAY - 365, "100", null));

            assertAmount(figures().orderAmount()).isEqualByComparingTo("11");
            assertAmount(figures().previousOrderAmount()).isEqualByComparingTo("100");
        }

        @Test
        void shouldTellGrowthOnlyOverSomethingPositive() {
            given(order("a", TODAY, "30", null));
            assertThat(figures().growth()).isNull();

            given(order("b", TODAY - 400, "20", null));
            assertAmount(figures().growth()).isEqualByComparingTo("0.5");
        }

        @Test
        void shouldForgetWhatLeftBothWindowsButNotThatThereWasAnOrder() {
            given(order("a", TODAY, "30", null));

            whenItIs(TODAY + 3_000);

            assertAmount(figures().orderAmount()).isZero();
            assertAmount(figures().previousOrderAmount()).isZero();
            assertThat(figures().firstOrderDay()).isEqualTo(TODAY);
            assertThat(books.entries).isEmpty();
        }

        @Test
        void shouldRemainOneWithARecalculation() {
            given(order("a", TODAY - 364, "30", "7"), order("b", TODAY - 1, "3", null));
            given(returned("r", "a", TODAY, "10", null));

            whenItIs(TODAY + 1);

            assertThat(Auditing.differences(state, books, rules)).isEmpty();
            assertAmount(figures().previousOrderAmount()).isEqualByComparingTo("20");
        }
    }

    @Nested
    class CancellationsAndReturns {

        @Test
        void shouldCountACancelledOrderAsNothing() {
            given(order("a", TODAY - 9, "100", "60"), returned("r", "a", TODAY - 5, "30", null));

            given(cancelled(null, "a", TODAY, "1"));

            assertAmount(figures().orderAmount()).isZero();
            assertThat(figures().orders().orders()).isZero();
            assertAmount(figures().orders().gross()).isEqualByComparingTo("100");
            assertAmount(figures().orders().cancelled()).isEqualByComparingTo("100");
            assertAmount(figures().profit()).isZero();
        }

        @Test
        void shouldTakeACancellationThatComesBeforeItsOrder() {
            given(cancelled("c", "a", TODAY - 1, "40"));
            assertAmount(figures().orderAmount()).isEqualByComparingTo("-40");

            given(order("a", TODAY - 3, "100", null));

            assertAmount(figures().orderAmount()).isZero();
        }

        @Test
        void shouldDeductAReturnInProportionOnTheDayOfItsOrder() {
            given(order("a", TODAY - 400, "3", "1"), returned("r", "a", TODAY, "1", null));

            assertAmount(figures().orderAmount()).isZero();
            assertAmount(figures().previousOrderAmount()).isEqualByComparingTo("2");
        }

        @Test
        void shouldRoundTheProportionHalfUpToFourDecimals() {
            given(order("a", TODAY, "3", "1"), returned("r", "a", TODAY, "1", null));

            assertAmount(figures().orders().costedCost()).isEqualByComparingTo("0.6667");
        }

        @Test
        void shouldDeductAReturnWithoutAKnownOrderOnItsOwnDayUntilTheOrderComes() {
            given(returned("r", "a", TODAY, "5", null));
            assertAmount(figures().orderAmount()).isEqualByComparingTo("-5");

            given(order("a", TODAY - 400, "20", null));

            assertAmount(figures().orderAmount()).isZero();
            assertAmount(figures().previousOrderAmount()).isEqualByComparingTo("15");
        }

        @Test
        void shouldConvertAReturnByTheRateOfItsOrder() {
            given(new OrderPlaced(
                    origin(TODAY), "a", amount("100"), null, null, "USD", new BigDecimal("0.9"), ++events));

            given(returned("r", "a", TODAY, "10", null));

            assertAmount(figures().orderAmount()).isEqualByComparingTo("81");
        }

        @Test
        void shouldNameTheLargestOrderAfterItsReturns() {
            for (int i = 1; i <= 20; i++) {
                given(order("o" + i, TODAY, Integer.toString(i), null));
            }
            for (int i = 20; i > 5; i--) {
                given(cancelled(null, "o" + i, TODAY, null));
            }
            given(returned("r", "o5", TODAY, "3", null));

            assertAmount(figures().orderAmount()).isEqualByComparingTo("12");
            assertAmount(figures().largestOrderShare()).isEqualByComparingTo("0.3333");
        }
    }

    @Nested
    class Payments {

        @Test
        void shouldWeighPartsByAmount() {
            given(invoice("i", TODAY - 60, "100", TODAY - 30));
            given(paid("p1", "i", TODAY - 30, "50"), paid("p2", "i", TODAY - 20, "25"));

            assertAmount(figures().averageDaysLate()).isEqualByComparingTo("10");
            assertThat(figures().maxDaysLate()).isEqualTo(30);
            assertAmount(figures().onTimeShare()).isEqualByComparingTo("0.5");
            assertAmount(figures().overdueAmount()).isEqualByComparingTo("25");
            assertThat(figures().overdueSince()).isEqualTo(TODAY - 30);
        }

        @Test
        void shouldBecomeOverdueTheDayAfterTheDueDay() {
            given(invoice("i", TODAY, "100", TODAY));
            assertThat(figures().averageDaysLate()).isNull();
            assertThat(state.nextLook(rules)).isEqualTo(TODAY + 1);

            whenItIs(TODAY + 1);

            assertAmount(figures().averageDaysLate()).isEqualByComparingTo("1");
        }

        @Test
        void shouldLetAnEarlierPaymentCoverFirstWhateverComesFirst() {
            given(invoice("i", TODAY - 60, "100", TODAY - 30));
            given(paid("late", "i", TODAY, "100"));
            assertAmount(figures().averageDaysLate()).isEqualByComparingTo("30");

            given(paid("early", "i", TODAY - 40, "100"));

            assertAmount(figures().averageDaysLate()).isZero();
        }

        @Test
        void shouldExcuseAPaymentWithAReason() {
            given(invoice("i", TODAY - 60, "100", TODAY - 30));

            given(payment("p", "i", TODAY, "100", null, LateReason.DISPUTE));

            assertAmount(figures().averageDaysLate()).isZero();
        }

        @Test
        void shouldTakeAPaymentWithADueDayForItsInvoiceUntilTheInvoiceComes() {
            given(payment("p", "i", TODAY, "100", TODAY - 10, null));
            assertAmount(figures().averageDaysLate()).isEqualByComparingTo("10");

            given(invoice("i", TODAY - 60, "400", TODAY - 20));

            assertAmount(figures().averageDaysLate()).isEqualByComparingTo("20");
            assertAmount(figures().overdueAmount()).isEqualByComparingTo("300");
        }

        @Test
        void shouldForgetAPaymentThatWasReversedBeforeItCame() {
            given(new PaymentReversed(origin(TODAY), "p"));
            given(invoice("i", TODAY - 60, "100", TODAY - 30), paid("p", "i", TODAY - 31, "100"));

            assertAmount(figures().overdueAmount()).isEqualByComparingTo("100");
        }

        @Test
        void shouldForgetAnInvoiceThatWasCancelledBeforeItCame() {
            given(new InvoiceCancelled(origin(TODAY), "i"));
            given(invoice("i", TODAY - 60, "100", TODAY - 30));

            assertThat(figures().averageDaysLate()).isNull();
        }

        @Test
        void shouldCountAnUncoveredPartHoweverOld() {
            given(invoice("i", TODAY, "100", TODAY));

            whenItIs(TODAY + 5_000);

            assertThat(figures().maxDaysLate()).isEqualTo(5_000);
        }

        @Test
        void shouldCountACoveredPartUntilItsDueDayLeavesTheWindow() {
            given(invoice("i", TODAY, "100", TODAY), paid("p", "i", TODAY, "100"));
            whenItIs(TODAY + 364);
            assertAmount(figures().averageDaysLate()).isZero();

            whenItIs(TODAY + 365);

            assertThat(figures().averageDaysLate()).isNull();
        }
    }

    @Nested
    class Complaints {

        @Test
        void shouldCountOpenOnesAndThoseNotWithdrawn() {
            given(opened("a"), opened("b"), opened("c"));
            given(moved("a", Move.RESOLVED, 10), moved("b", Move.WITHDRAWN, 10));

            assertThat(figures().complaintCount()).isEqualTo(2);
            assertThat(figures().openComplaints()).isEqualTo(1);
        }

        @Test
        void shouldLetTheLatestTimeDecide() {
            given(moved("a", Move.REOPENED, 20));
            whenHeard(moved("a", Move.RESOLVED, 10));
            given(opened("a"));

            assertThat(figures().openComplaints()).isEqualTo(1);
        }
    }

    @Nested
    class BusinessIds {

        @Test
        void shouldTakeTheSameEventOnce() {
            OrderPlaced order = order("a", TODAY, "10", null);
            given(order);

            assertThat(whenHeard(order)).isEqualTo(new Repeated());
            assertAmount(figures().orderAmount()).isEqualByComparingTo("10");
        }

        @Test
        void shouldTakeTheSameContentFromAnotherEventAsARepetition() {
            given(new OrderPlaced(origin(TODAY), "a", amount("1"), null, null, null, BigDecimal.ONE, 77));

            assertThat(whenHeard(
                            new OrderPlaced(origin(TODAY), "a", amount("1"), null, null, null, BigDecimal.ONE, 77)))
                    .isEqualTo(new Repeated());
        }

        @Test
        void shouldRefuseAContradiction() {
            given(order("a", TODAY, "10", null));

            assertThat(whenHeard(order("a", TODAY, "11", null)))
                    .isInstanceOfSatisfying(
                            Refused.class, it -> assertThat(it.reason()).isEqualTo(Reason.ID_CONFLICT));
            assertAmount(figures().orderAmount()).isEqualByComparingTo("10");
        }

        @Test
        void shouldRefuseAContradictionOfWhatIsStillToCome() {
            given(order("a", TODAY + 1, "10", null));

            assertThat(whenHeard(order("a", TODAY, "11", null))).isInstanceOf(Refused.class);
        }

        @Test
        void shouldBoundWhatOneOrderHolds() {
            given(order("a", TODAY, "10", null));
            for (int i = 0; i < Bookkeeping.MAX_PIECES; i++) {
                given(returned("r" + i, "a", TODAY, "0.01", null));
            }

            assertThat(whenHeard(returned("one more", "a", TODAY, "1", null)))
                    .isInstanceOfSatisfying(
                            Refused.class, it -> assertThat(it.reason()).isEqualTo(Reason.TOO_MANY_ENTRIES));
        }
    }

    @Nested
    class Flags {

        @Test
        void shouldKnowTheFalseBigCustomer() {
            given(order("a", TODAY, "200000", "199000"), order("b", TODAY, "1000", "900"));
            given(invoice("i", TODAY - 60, "100", TODAY - 31));
            given(returned("r", null, TODAY, "100000", null));

            assertThat(score().flags())
                    .containsExactlyInAnyOrder(Flag.ONE_OFF_BULK, Flag.LOW_MARGIN, Flag.SLOW_PAYER, Flag.RETURNS_HEAVY);
        }

        @Test
        void shouldCallAnOrderBulkFromSixTenthsOnAmongTwoAtMost() {
            given(order("a", TODAY, "60", null), order("b", TODAY, "40", null));
            assertThat(score().flags()).containsExactly(Flag.ONE_OFF_BULK);

            given(order("c", TODAY - 400, "1000", null), returned("r", "a", TODAY, "1", null));
            assertThat(score().flags()).isEmpty();
        }

        @Test
        void shouldNotCallAnOrderBulkAmongThree() {
            given(order("a", TODAY, "60", null), order("b", TODAY, "20", null), order("c", TODAY, "20", null));

            assertThat(score().flags()).isEmpty();
        }

        @Test
        void shouldCallAMarginLowBelowFivePercentOfMuchVolume() {
            given(order("a", TODAY, "50000", "47500"), order("b", TODAY, "50000", "47500"));
            given(order("none", TODAY, "0", null));
            assertThat(score().flags()).isEmpty();

            given(order("c", TODAY, "0", "0.01"));
            assertThat(score().flags()).containsExactly(Flag.LOW_MARGIN);

            given(returned("r", "a", TODAY, "1000", null));
            assertThat(score().volume()).isLessThan(new BigDecimal("60"));
            assertThat(score().flags()).isEmpty();
        }

        @Test
        void shouldCallAPayerSlowBeyondThirtyDays() {
            given(invoice("i", TODAY - 90, "100", TODAY - 40), paid("p", "i", TODAY - 10, "100"));
            assertThat(score().flags()).isEmpty();

            given(invoice("j", TODAY - 90, "1", TODAY - 40), paid("q", "j", TODAY - 9, "1"));
            assertThat(score().flags()).containsExactly(Flag.SLOW_PAYER);
        }

        @Test
        void shouldCallReturnsHeavyFromThreeTenthsOfWhatWasOrderedOn() {
            given(order("a", TODAY, "50", null), order("b", TODAY, "50", null), order("c", TODAY, "0", null));
            given(returned("r", "a", TODAY, "20", null), returned("s", "b", TODAY, "9.99", null));
            assertThat(score().flags()).isEmpty();

            given(returned("t", "b", TODAY, "0.01", null));
            assertThat(score().flags()).containsExactly(Flag.RETURNS_HEAVY);
        }

        @Test
        void shouldSayTheSameOnAnotherDayUnlessFiguresChanged() {
            given(order("a", TODAY, "100", null));
            Score before = score();

            whenItIs(TODAY + 1);
            assertThat(score()).isNotEqualTo(before);
            assertThat(score().figures().sayTheSameAs(before.figures())).isTrue();

            given(order("b", TODAY + 1, "1", null));
            assertThat(score().figures().sayTheSameAs(before.figures())).isFalse();
        }

        @Test
        void shouldTakeVolumeByQuantityWhereThatIsWhatItMeans() {
            given(order("a", TODAY, "100000", "1"), order("b", TODAY, "100000", "1"));
            Scorecard standard = Scorecard.standard();
            Scorecard byQuantity = new Scorecard(
                    2,
                    standard.credit(),
                    Curve.of(0, 0, 100, 100),
                    standard.profit(),
                    standard.prospect(),
                    Scorecard.VolumeMetric.QUANTITY);

            Score score = Score.of(state, byQuantity);

            assertAmount(score.volume()).isEqualByComparingTo("2");
            assertThat(score.scorecardVersion()).isEqualTo(2);
        }

        @Test
        void shouldGivePointsForProfitAndVolumeToWhoCancelledTheOnlyOrder() {
            given(order("a", TODAY, "100", "60"), cancelled(null, "a", TODAY, null));

            assertAmount(score().volume()).isZero();
            assertAmount(score().profit()).isZero();
        }

        @Test
        void shouldGiveNoPointsForProfitWithoutACostInTheWindow() {
            given(order("a", TODAY, "100", null), order("b", TODAY - 365, "100", "60"));

            assertThat(score().profit()).isNull();
        }

        @Test
        void shouldLeaveOutCriteriaWithoutData() {
            given(opened("a"));

            assertThat(score().credit()).isNull();
            assertThat(score().volume()).isNull();
            assertThat(score().profit()).isNull();
            assertThat(score().prospect()).isNull();
        }
    }

    @Test
    void shouldExplainEveryFigureByItsParts() {
        given(order("a", TODAY - 9, "100", "60"), order("b", TODAY - 400, "7", null));
        given(returned("r", "a", TODAY - 5, "30", null), cancelled("c", null, TODAY, "5"));
        given(invoice("i", TODAY - 60, "100", TODAY - 30), paid("p", "i", TODAY - 20, "25"));
        given(opened("k"));

        for (String metric : Evidence.METRICS) {
            Evidence evidence = Evidence.of(metric, state, books, rules);
            assertThat(evidence.parts()).as(metric).isNotEmpty();
        }
        assertAmount(Evidence.of("orderAmount", state, books, rules).figure())
                .isEqualByComparingTo(figures().orderAmount());
        assertAmount(Evidence.of("growth", state, books, rules).figure())
                .isEqualByComparingTo(figures().growth());
        assertAmount(Evidence.of("averageDaysLate", state, books, rules).figure())
                .isEqualByComparingTo(figures().averageDaysLate());
        assertAmount(Evidence.of("largestOrderShare", state, books, rules).figure())
                .isEqualByComparingTo(figures().largestOrderShare());
        assertThat(Evidence.of("overdueSince", state, books, rules).day())
                .isEqualTo(figures().overdueSince());
    }
}
