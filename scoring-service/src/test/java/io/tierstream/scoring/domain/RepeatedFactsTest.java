package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.Decision.Reason;
import io.tierstream.scoring.domain.Decision.Refused;
import io.tierstream.scoring.domain.Decision.Repeated;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.CustomerSeen;
import io.tierstream.scoring.domain.Fact.InvoiceCancelled;
import io.tierstream.scoring.domain.Fact.InvoiceIssued;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.Fact.OrderCancelled;
import io.tierstream.scoring.domain.Fact.OrderReturned;
import io.tierstream.scoring.domain.Fact.PaymentReceived;
import io.tierstream.scoring.domain.Fact.PaymentReversed;
import io.tierstream.scoring.domain.Fact.ProspectAssessed;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A business id identifies: the first event with it holds, the same content again is a repeat, other content a conflict. */
class RepeatedFactsTest extends RollingCustomer {

    @Test
    void shouldTellARepeatFromAContradictionUnderEveryKindOfId() {
        for (int day : new int[] {TODAY, TODAY + 1}) {
            String id = "x" + day;
            for (Kind kind : kinds(id, day)) {
                given(kind.saying(1));

                assertThat(whenHeard(kind.saying(1))).as("%s again", kind).isEqualTo(new Repeated());
                assertThat(whenHeard(kind.saying(2)))
                        .as("%s otherwise", kind)
                        .isInstanceOfSatisfying(
                                Refused.class, it -> assertThat(it.reason()).isEqualTo(Reason.ID_CONFLICT));
            }
        }
    }

    private interface Kind {
        Fact saying(long content);
    }

    private List<Kind> kinds(String id, int day) {
        BigDecimal one = amount("1");
        return List.of(
                content -> new OrderCancelled(origin(day), id, null, one, null, null, null, null, content),
                content -> new OrderCancelled(origin(day), id + "o", "o", one, null, null, null, null, content),
                content -> new OrderCancelled(origin(day), null, id, null, null, null, null, null, content),
                content -> new OrderReturned(origin(day), id, null, one, null, null, null, null, content),
                content -> new OrderReturned(origin(day), id + "o", "o", one, null, null, null, null, content),
                content -> new InvoiceIssued(origin(day), id, one, day, null, BigDecimal.ONE, content),
                content -> new PaymentReceived(origin(day), id, id, one, null, null, null, BigDecimal.ONE, content),
                content -> new ComplaintOpened(origin(day), id, content));
    }

    @Test
    void shouldTakeTheSameEventAsARepeatWhateverItSays() {
        Origin origin = origin(TODAY);
        given(new ComplaintOpened(origin, "k", 1));

        assertThat(whenHeard(new ComplaintOpened(origin, "k", 2))).isEqualTo(new Repeated());
        assertThat(whenHeard(new ComplaintOpened(
                        new Origin("urn:other", origin.eventId(), origin.time(), origin.day()), "k", 2)))
                .isInstanceOf(Refused.class);
    }

    @Test
    void shouldNotTakeAReturnForACancellationOfTheSameId() {
        given(cancelled("x", "a", TODAY, "1"), returned("x", "a", TODAY, "1", null));
        given(cancelled("y", null, TODAY, "1"), returned("y", null, TODAY, "1", null));

        assertThat(figures().orders().cancellations()).isEqualTo(2);
        assertThat(figures().orders().returns()).isEqualTo(2);
    }

    @Test
    void shouldTakeACancellationOfAnInvoiceOnce() {
        given(new InvoiceCancelled(origin(TODAY), "i"));

        assertThat(whenHeard(new InvoiceCancelled(origin(TODAY), "i"))).isEqualTo(new Repeated());
    }

    @Test
    void shouldTakeAReversalOnceBeforeAndAfterItsPayment() {
        given(new PaymentReversed(origin(TODAY), "p"));
        assertThat(whenHeard(new PaymentReversed(origin(TODAY), "p"))).isEqualTo(new Repeated());

        given(paid("p", "i", TODAY, "1"));

        assertThat(whenHeard(new PaymentReversed(origin(TODAY), "p"))).isEqualTo(new Repeated());
    }

    @Test
    void shouldUncoverWhatAReversedPaymentCovered() {
        given(invoice("i", TODAY - 60, "100", TODAY - 30));
        given(paid("p", "i", TODAY - 40, "60"), paid("q", "i", TODAY - 30, "60"));
        assertAmount(figures().overdueAmount()).isZero();

        given(new PaymentReversed(origin(TODAY), "p"));

        assertAmount(figures().overdueAmount()).isEqualByComparingTo("40");
        assertAmount(figures().onTimeShare()).isEqualByComparingTo("0.6");
    }

    @Test
    void shouldTakeAnOlderMoveOfAComplaintAndASecondWithdrawalAsRepeats() {
        given(opened("k"), moved("k", Move.REOPENED, 20));
        assertThat(whenHeard(moved("k", Move.RESOLVED, 19))).isEqualTo(new Repeated());

        given(moved("k", Move.WITHDRAWN, 30));

        assertThat(whenHeard(moved("k", Move.WITHDRAWN, 40))).isEqualTo(new Repeated());
        assertThat(figures().openComplaints()).isZero();
        assertThat(figures().complaintCount()).isZero();
    }

    @Test
    void shouldCountAComplaintThatWasWithdrawnBeforeItWasOpened() {
        given(opened("k"));
        whenHeard(moved("k", Move.WITHDRAWN, -1));

        assertThat(figures().openComplaints()).isEqualTo(1);
        assertThat(figures().complaintCount()).isEqualTo(1);

        given(moved("k", Move.RESOLVED, 5));
        assertThat(figures().openComplaints()).isZero();
        assertThat(figures().complaintCount()).isEqualTo(1);
    }

    @Test
    void shouldLetTheLatestOfWithdrawalsDecideInAnyOrder() {
        given(moved("k", Move.WITHDRAWN, -1), moved("k", Move.WITHDRAWN, 1));
        whenHeard(moved("k", Move.WITHDRAWN, -2));
        given(opened("k"));
        given(opened("l"), moved("l", Move.WITHDRAWN, -1), moved("l", Move.WITHDRAWN, 1));

        assertThat(figures().openComplaints()).isZero();
        assertThat(figures().complaintCount()).isZero();
    }

    /** A publisher's clock may be ahead of the desk's. */
    @Test
    void shouldLetTheDesksWithdrawalHoldWhateverItsTime() {
        given(opened("k"), moved("k", Move.WITHDRAWN, -1), moved("k", Move.WITHDRAWN_AT_DESK, -2));
        given(moved("l", Move.WITHDRAWN_AT_DESK, -2));
        whenHeard(moved("l", Move.WITHDRAWN, -1));
        given(opened("l"));

        assertThat(figures().openComplaints()).isZero();
        assertThat(figures().complaintCount()).isZero();
    }

    @Test
    void shouldOpenAComplaintAnewThatWasOpenedAfterItsResolution() {
        given(moved("k", Move.RESOLVED, -1), opened("k"));

        assertThat(figures().openComplaints()).isEqualTo(1);
    }

    @Nested
    class Assessments {

        @Test
        void shouldWeighThePartsOfTheLatest() {
            given(assessed(TODAY - 1, null, "100", "0", "0", "0"));
            given(assessed(TODAY, null, "10", "20", "30", "40"));

            // 4 + 6 + 6 + 4
            assertAmount(figures().prospect()).isEqualByComparingTo("20");
            assertAmount(score().prospect()).isEqualByComparingTo("20");
        }

        @Test
        void shouldPassOverAnEarlierOneThatComesLater() {
            given(assessed(TODAY, null, "10", "10", "10", "10"));

            assertThat(whenHeard(assessed(TODAY - 1, null, "90", "90", "90", "90")))
                    .isEqualTo(new Repeated());
            assertAmount(figures().prospect()).isEqualByComparingTo("10");
        }

        @Test
        void shouldLetTheEventIdDecideAtTheSameTimeAndThenTheSource() {
            given(assessed(TODAY, "b", "10", "10", "10", "10"));

            assertThat(whenHeard(assessed(TODAY, "a", "20", "20", "20", "20"))).isEqualTo(new Repeated());
            assertThat(whenHeard(assessed(TODAY, "b", "30", "30", "30", "30"))).isEqualTo(new Repeated());
            given(assessed(TODAY, "c", "40", "40", "40", "40"));

            assertAmount(figures().prospect()).isEqualByComparingTo("40");
        }

        private ProspectAssessed assessed(
                int day,
                @Nullable String eventId,
                String financial,
                String market,
                String cooperation,
                String influence) {
            Origin origin = origin(day);
            return new ProspectAssessed(
                    eventId == null ? origin : new Origin(origin.source(), eventId, origin.time(), day),
                    amount(financial),
                    amount(market),
                    amount(cooperation),
                    amount(influence));
        }
    }

    @Nested
    class DaysToCome {

        @Test
        void shouldCountWhatIsDatedTomorrowFromTomorrow() {
            given(order("a", TODAY + 1, "10", null), order("b", TODAY + 2, "5", null));
            assertAmount(figures().orderAmount()).isZero();
            assertThat(figures().firstOrderDay()).isNull();

            whenItIs(TODAY + 1);

            assertAmount(figures().orderAmount()).isEqualByComparingTo("10");
            assertThat(figures().firstOrderDay()).isEqualTo(TODAY + 1);
            assertThat(figures().lastOrderDay()).isEqualTo(TODAY + 1);
        }

        @Test
        void shouldCoverNothingWithAPaymentOfTomorrowUntilThen() {
            given(invoice("i", TODAY - 10, "100", TODAY - 5), paid("p", "i", TODAY + 1, "100"));
            assertAmount(figures().overdueAmount()).isEqualByComparingTo("100");

            whenItIs(TODAY + 1);

            assertAmount(figures().overdueAmount()).isZero();
            assertThat(figures().maxDaysLate()).isEqualTo(6);
        }

        @Test
        void shouldKnowTheCustomerOfAnyEventAtOnce() {
            given(new CustomerSeen(origin(TODAY + 1)));

            assertThat(books.entries).isEmpty();
            assertThat(state.future()).isZero();
        }
    }

    @Test
    void shouldMoveOnToTodayBeforeItTakesAFact() {
        given(order("a", TODAY - 364, "10", null));

        today = TODAY + 1;
        given(opened("k"));

        assertThat(state.asOf()).isEqualTo(TODAY + 1);
        assertAmount(figures().orderAmount()).isZero();
        assertAmount(figures().previousOrderAmount()).isEqualByComparingTo("10");
    }

    @Test
    void shouldNeverGoBackToAnEarlierDay() {
        given(order("a", TODAY - 364, "10", null));

        whenItIs(TODAY + 1);
        whenItIs(TODAY);

        assertThat(state.asOf()).isEqualTo(TODAY + 1);
        assertAmount(figures().orderAmount()).isZero();
    }
}
