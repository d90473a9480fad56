package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.Auditing.Difference;
import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.Move;
import org.junit.jupiter.api.Test;

/** What the entries add up to is held against what was kept rolling. */
class AuditingTest extends RollingCustomer {

    @Test
    void shouldNameEveryFigureThatTheEntriesDoNotMake() {
        given(order("a", TODAY - 9, "100", "60"), order("b", TODAY - 400, "7", null));
        given(returned("r", "a", TODAY - 5, "30", null), cancelled("x", null, TODAY, "5"));
        given(invoice("i", TODAY - 60, "100", TODAY - 30), paid("p", "i", TODAY - 20, "25"));
        given(invoice("j", TODAY - 60, "100", TODAY - 30), paid("q", "j", TODAY - 30, "100"));
        given(opened("k"));

        assertThat(Auditing.differences(CustomerMetrics.empty(TODAY), books, rules))
                .containsExactly(
                        new Difference("orderAmount", "0.0000", "65.0000"),
                        new Difference("quantity", "0.0000", "0.7000"),
                        new Difference("orderCount", "0", "1"),
                        new Difference("grossOrderAmount", "0.0000", "100.0000"),
                        new Difference("cancelledAmount", "0.0000", "5.0000"),
                        new Difference("returnedAmount", "0.0000", "30.0000"),
                        new Difference("cancellationCount", "0", "1"),
                        new Difference("returnCount", "0", "1"),
                        new Difference("profit", "0.0000", "28.0000"),
                        new Difference("profitCoverage", "null", "1.0769"),
                        new Difference("costedOrders", "0", "1"),
                        new Difference("previousOrderAmount", "0.0000", "7.0000"),
                        new Difference("growth", "null", "8.2857"),
                        new Difference("averageDaysLate", "null", "12.5000"),
                        new Difference("maxDaysLate", "null", "30"),
                        new Difference("onTimeShare", "null", "0.5000"),
                        new Difference("overdueAmount", "0.0000", "75.0000"),
                        new Difference("overdueSince", "null", "970"),
                        new Difference("complaintCount", "0", "1"),
                        new Difference("openComplaints", "0", "1"),
                        new Difference("firstOrderDay", "null", "600"),
                        new Difference("lastOrderDay", "null", "991"),
                        new Difference("largestOrderShare", "null", "1.0769"));
    }

    @Test
    void shouldAgreeAtTheBordersOfBothWindows() {
        for (int day : new int[] {TODAY, TODAY - 364, TODAY - 365, TODAY - 729, TODAY - 730}) {
            given(order("o" + day, day, "1" + day, null), returned("r" + day, null, day, "1", null));
            given(invoice("i" + day, day, "10", day), paid("p" + day, "i" + day, day, "4"));
            given(new ComplaintOpened(origin(day), "k" + day, day));
        }
        given(moved("k" + TODAY, Move.WITHDRAWN, 1));

        assertThat(Auditing.differences(state, books, rules)).isEmpty();
    }

    @Test
    void shouldBelieveTheDaysOfTheFirstAndTheLastOrderWhenTheirOrdersAreNotKeptAnyMore() {
        given(order("a", TODAY, "1", null));
        whenItIs(TODAY + 3_000);
        given(order("b", TODAY + 2_999, "1", null));

        assertThat(figures().firstOrderDay()).isEqualTo(TODAY);
        assertThat(Auditing.differences(state, books, rules)).isEmpty();
    }
}
