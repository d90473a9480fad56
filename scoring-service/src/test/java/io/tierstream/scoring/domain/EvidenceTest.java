package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.scoring.domain.Fact.ComplaintOpened;
import io.tierstream.scoring.domain.Fact.Move;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every figure comes down to the events that made it. */
class EvidenceTest extends RollingCustomer {

    @BeforeEach
    void aCustomerWithSomethingOfEverything() {
        given(
                order("c", TODAY - 2, "40", null),
                order("a", TODAY - 9, "100", "60"),
                order("b", TODAY - 400, "7", null));
        given(returned("r", "a", TODAY - 5, "30", null));
        given(cancelled("x", null, TODAY, "5"), returned("s", null, TODAY - 1, "2", null));
        given(invoice("i", TODAY - 60, "100", TODAY - 30), paid("p", "i", TODAY - 20, "25"));
        given(invoice("j", TODAY - 50, "40", TODAY - 10), paid("q", "j", TODAY - 10, "40"));
        given(opened("k"), opened("l"), opened("m"));
        given(moved("l", Move.WITHDRAWN, 10), moved("m", Move.RESOLVED, 10));
    }

    @Test
    void shouldExplainAmountsByTheirOrdersAndWhatTookFromThem() {
        assertThat(parts("orderAmount"))
                .containsExactly(
                        "sum order a 991 100",
                        "sum return r 991 -30",
                        "sum order c 998 40",
                        "sum return s 999 -2",
                        "sum cancellation x 1000 -5");
        assertThat(parts("grossOrderAmount")).containsExactly("sum order a 991 100", "sum order c 998 40");
        assertThat(parts("cancelledAmount")).containsExactly("sum cancellation x 1000 5");
        assertThat(parts("returnedAmount")).containsExactly("sum return r 991 30", "sum return s 999 2");
        assertThat(parts("previousOrderAmount")).containsExactly("sum order b 600 7");
        assertThat(parts("orderCount")).containsExactly("sum order a 991 1", "sum order c 998 1");
        assertThat(parts("quantity"))
                .containsExactly("sum order a 991 1", "sum return r 991 -0.3", "sum order c 998 1");
        assertThat(parts("profit")).containsExactly("sum order a 991 40", "sum return r 991 -12");
    }

    @Test
    void shouldExplainRatiosByBothTheirSums() {
        String[] net = {
            "denominator order a 991 100",
            "denominator return r 991 -30",
            "denominator order c 998 40",
            "denominator return s 999 -2",
            "denominator cancellation x 1000 -5"
        };

        assertThat(parts("profitCoverage"))
                .startsWith("numerator order a 991 100", "numerator return r 991 -30")
                .endsWith(net)
                .hasSize(7);
        assertThat(parts("largestOrderShare"))
                .startsWith("numerator order a 991 100", "numerator return r 991 -30")
                .endsWith(net)
                .hasSize(7);
        assertThat(parts("growth"))
                .containsExactly(
                        "numerator order a 991 100",
                        "numerator return r 991 -30",
                        "numerator order c 998 40",
                        "numerator return s 999 -2",
                        "numerator cancellation x 1000 -5",
                        "numerator order b 600 -7",
                        "denominator order b 600 7");
        assertAmount(of("growth").figure()).isEqualByComparingTo("13.7143");
    }

    @Test
    void shouldExplainLatenessByThePartsOfInvoices() {
        assertThat(parts("averageDaysLate"))
                .containsExactly(
                        "numerator invoice i 970 2250",
                        "numerator payment p 970 250",
                        "numerator payment q 990 0",
                        "denominator invoice i 970 75",
                        "denominator payment p 970 25",
                        "denominator payment q 990 40");
        assertThat(parts("onTimeShare"))
                .containsExactly(
                        "numerator payment q 990 40",
                        "denominator invoice i 970 75",
                        "denominator payment p 970 25",
                        "denominator payment q 990 40");
        assertThat(parts("overdueAmount")).containsExactly("sum invoice i 970 75");
        assertThat(parts("maxDaysLate")).containsExactly("maximum invoice i 970 30");
        assertThat(parts("overdueSince")).containsExactly("minimum invoice i 970 30");
        assertThat(of("overdueSince").day()).isEqualTo(970);
        assertThat(of("averageDaysLate").parts())
                .extracting(Evidence.Part::amount, Evidence.Part::daysLate)
                .startsWith(tuple(amount("75"), 30), tuple(amount("25"), 10), tuple(amount("40"), 0));
    }

    @Test
    void shouldExplainCountsAndDays() {
        assertThat(parts("complaintCount")).containsExactly("sum complaint k 1000 1", "sum complaint m 1000 1");
        assertThat(parts("openComplaints")).containsExactly("sum complaint k 1000 1");
        assertThat(parts("firstOrderDay")).containsExactly("day order b 600 7");
        assertThat(parts("lastOrderDay")).containsExactly("day order c 998 40");
        assertThat(of("firstOrderDay").day()).isEqualTo(600);
        assertThat(of("lastOrderDay").day()).isEqualTo(998);
        assertThat(of("firstOrderDay").formula()).contains("first day");
        assertThat(of("lastOrderDay").formula()).contains("last day");
    }

    @Test
    void shouldNameTheOrderOfACancellationThatHasNoIdOfItsOwn() {
        given(cancelled(null, "c", TODAY, null));

        assertThat(parts("cancelledAmount")).containsExactly("sum cancellation c 998 40", "sum cancellation x 1000 5");
    }

    @Test
    void shouldExplainADayByItsOrdersAlone() {
        given(cancelled(null, "c", TODAY, null));

        assertThat(parts("lastOrderDay")).containsExactly("day order c 998 40");
    }

    @Test
    void shouldNameTheEventOfEveryPart() {
        Fact order = order("z", TODAY - 20, "1", null);
        given(order);

        assertThat(of("orderAmount").parts().getFirst().origin()).isEqualTo(order.origin());
    }

    @Test
    void shouldExplainWhatIsJustInTheWindowAndNothingThatIsJustOutOfIt() {
        given(order("just in", TODAY - 364, "1", null), order("just out", TODAY - 365, "2", null));
        given(order("just in before", TODAY - 729, "4", null), order("just out before", TODAY - 730, "8", null));
        given(invoice("due in", TODAY - 400, "1", TODAY - 364), paid("p1", "due in", TODAY - 364, "1"));
        given(invoice("due out", TODAY - 400, "1", TODAY - 365), paid("p2", "due out", TODAY - 365, "1"));
        given(invoice("due today", TODAY - 1, "1", TODAY));
        given(new ComplaintOpened(origin(TODAY - 364), "in", 1), new ComplaintOpened(origin(TODAY - 365), "out", 2));

        assertThat(ids("grossOrderAmount")).containsExactly("just in", "a", "c");
        assertThat(ids("previousOrderAmount")).containsExactly("just in before", "b", "just out");
        assertThat(ids("onTimeShare")).contains("p1").doesNotContain("p2", "due today");
        assertThat(ids("complaintCount")).containsExactly("in", "k", "m");
        assertThat(ids("openComplaints")).containsExactly("out", "in", "k");
    }

    @Test
    void shouldNotTakeTheLargestOrderFromBeforeTheWindow() {
        given(order("huge", TODAY - 365, "900", null));

        assertThat(ids("largestOrderShare")).startsWith("a").doesNotContain("huge");
    }

    @Test
    void shouldSayNothingOfWhatIsAbsent() {
        state = CustomerMetrics.empty(TODAY);
        books.entries.clear();

        for (String metric :
                List.of("growth", "profitCoverage", "largestOrderShare", "averageDaysLate", "maxDaysLate")) {
            assertThat(of(metric).figure()).as(metric).isNull();
        }
        for (String metric : Evidence.METRICS) {
            assertThat(of(metric).parts()).as(metric).isEmpty();
            assertThat(of(metric).day()).as(metric).isNull();
        }
        assertAmount(of("orderAmount").figure()).isZero();
    }

    @Test
    void shouldExplainNothingThatIsNoMetric() {
        assertThatIllegalArgumentException().isThrownBy(() -> of("happiness")).withMessageContaining("happiness");
    }

    private Evidence of(String metric) {
        return Evidence.of(metric, state, books, rules);
    }

    private List<String> ids(String metric) {
        return of(metric).parts().stream().map(Evidence.Part::id).toList();
    }

    /** Term, kind, id, day and value of each part. */
    private List<String> parts(String metric) {
        assertThat(of(metric).metric()).isEqualTo(metric);
        return of(metric).parts().stream()
                .map(part -> "%s %s %s %d %s"
                        .formatted(
                                part.term(),
                                part.kind(),
                                part.id(),
                                part.day(),
                                part.value().stripTrailingZeros().toPlainString()))
                .toList();
    }
}
