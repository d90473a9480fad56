package io.tierstream.oracle;

import static io.tierstream.oracle.Events.TODAY;
import static io.tierstream.oracle.Events.cancellation;
import static io.tierstream.oracle.Events.event;
import static io.tierstream.oracle.Events.goodsBack;
import static io.tierstream.oracle.Events.invoice;
import static io.tierstream.oracle.Events.noon;
import static io.tierstream.oracle.Events.order;
import static io.tierstream.oracle.Events.payment;
import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintReopened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import io.tierstream.contracts.customer.v1.ProspectAssessed;
import io.tierstream.contracts.order.v1.OrderCancelled;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceCancelled;
import io.tierstream.contracts.payment.v1.LateReason;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Examples calculated by hand. */
class OracleTest {

    private static final LocalDate YESTERDAY = TODAY.minusDays(1);

    @Test
    void shouldAddUpOrdersOfTheWindow() {
        Metrics metrics = metrics(
                order("1", TODAY, "100", "60"),
                order("2", TODAY.minusDays(364), "50.5", null),
                order("3", TODAY.minusDays(365), "40", "1"),
                order("4", TODAY.minusDays(730), "9999", "1"));

        assertThat(metrics.orderAmount()).isEqualByComparingTo("150.5");
        assertThat(metrics.orderCount()).isEqualTo(2);
        assertThat(metrics.profit()).isEqualByComparingTo("40");
        assertThat(metrics.profitCoverage()).isEqualByComparingTo("0.6645");
        assertThat(metrics.previousOrderAmount()).isEqualByComparingTo("40");
        assertThat(metrics.growth()).isEqualByComparingTo("2.7625");
        assertThat(metrics.largestOrderShare()).isEqualByComparingTo("0.6645");
        assertThat(metrics.firstOrderDay()).isEqualTo(TODAY.minusDays(730));
        assertThat(metrics.lastOrderDay()).isEqualTo(TODAY);
    }

    @Test
    void shouldCountACancelledOrderAsNothingWhateverWasReturnedOfIt() {
        Metrics metrics = metrics(
                goodsBack("r", "1", TODAY, "30", null),
                cancellation("1", TODAY),
                order("1", YESTERDAY, "100", "60"),
                order("2", YESTERDAY, "10", "6"));

        assertThat(metrics.orderAmount()).isEqualByComparingTo("10");
        assertThat(metrics.grossOrderAmount()).isEqualByComparingTo("110");
        assertThat(metrics.cancelledAmount()).isEqualByComparingTo("100");
        assertThat(metrics.returnedAmount()).isEqualByComparingTo("0");
        assertThat(metrics.profit()).isEqualByComparingTo("4");
        assertThat(metrics.orderCount()).isEqualTo(1);
    }

    @Test
    void shouldDeductAReturnOnTheDayOfItsOrderWithItsShareOfTheCost() {
        Metrics metrics = metrics(
                order("1", TODAY.minusDays(400), "100", "60"),
                order("2", TODAY, "90", "70"),
                goodsBack("r1", "1", TODAY, "25", null),
                goodsBack("r2", "2", TODAY, "10", null),
                goodsBack("r3", "2", TODAY, "10", "1"));

        assertThat(metrics.previousOrderAmount()).isEqualByComparingTo("75");
        assertThat(metrics.orderAmount()).isEqualByComparingTo("70");
        // 90 − 70, less 10 − 7.7778 (70 · 10 / 90), less 10 − 1
        assertThat(metrics.profit()).isEqualByComparingTo("8.7778");
        assertThat(metrics.returnedAmount()).isEqualByComparingTo("20");
    }

    @Test
    void shouldDeductOnItsOwnDayWhatNamesNoKnownOrder() {
        Metrics metrics = metrics(
                order("1", TODAY, "100", null),
                goodsBack("r1", "unknown", TODAY, "20", "15"),
                goodsBack("r2", null, TODAY.minusDays(365), "5", null),
                event("k1", noon(TODAY), new OrderCancelled("c", "unknown", null, null, null, null, null, null)),
                event("k2", noon(TODAY), new OrderCancelled("c", null, "k2", BigDecimal.TEN, null, null, null, null)));

        assertThat(metrics.orderAmount()).isEqualByComparingTo("70");
        assertThat(metrics.cancelledAmount()).isEqualByComparingTo("10");
        assertThat(metrics.returnedAmount()).isEqualByComparingTo("20");
        assertThat(metrics.previousOrderAmount()).isEqualByComparingTo("-5");
        assertThat(metrics.growth()).isNull();
        assertThat(metrics.profit()).isEqualByComparingTo("-5");
        assertThat(metrics.profitCoverage()).isEqualByComparingTo("-0.2857");
        assertThat(metrics.orderCount()).isEqualTo(1);
    }

    @Test
    void shouldConvertAReturnInTheCurrencyOfItsOrder() {
        Settings settings = Settings.defaults().withRates(Map.of("USD", new BigDecimal("0.92345")));
        List<Event<?>> events = List.of(
                event("r", noon(TODAY), new OrderReturned("r", "c", BigDecimal.TEN, "1", null, null, null, null)),
                event(
                        "1",
                        noon(TODAY),
                        new OrderPlaced(
                                "1", "c", new BigDecimal("99.99"), "USD", new BigDecimal("50"), new BigDecimal("3"))));

        Metrics metrics = new Oracle(settings)
                .expect(events, noon(TODAY))
                .customers()
                .get("c")
                .metrics();

        // 99.99 · 0.92345 = 92.3357655; 10 · 0.92345 = 9.2345; 3 · 9.2345 / 92.3358 = 0.30003
        assertThat(metrics.grossOrderAmount()).isEqualByComparingTo("92.3358");
        assertThat(metrics.returnedAmount()).isEqualByComparingTo("9.2345");
        assertThat(metrics.quantity()).isEqualByComparingTo("2.7");
    }

    @Test
    void shouldWeighDaysLateByAmount() {
        Metrics metrics = metrics(
                invoice("1", TODAY.minusDays(60), "100", TODAY.minusDays(30)),
                payment("p1", "1", TODAY.minusDays(35), "20", null, null),
                payment("p2", "1", TODAY.minusDays(20), "30", null, null),
                payment("p3", "1", TODAY.minusDays(10), "10", null, LateReason.BANK),
                invoice("2", TODAY, "500", TODAY));

        // 20 on time, 30 ten days late, 10 excused, 40 open and thirty days late
        assertThat(metrics.averageDaysLate()).isEqualByComparingTo("15");
        assertThat(metrics.maxDaysLate()).isEqualTo(30);
        assertThat(metrics.onTimeShare()).isEqualByComparingTo("0.3");
        assertThat(metrics.overdueAmount()).isEqualByComparingTo("40");
        assertThat(metrics.overdueSince()).isEqualTo(TODAY.minusDays(30));
    }

    @Test
    void shouldLetAnOverpaymentCoverNothingAndKeepAnUncoveredPartHoweverOld() {
        Metrics metrics = metrics(
                invoice("1", TODAY.minusDays(50), "100", TODAY.minusDays(40)),
                payment("p1", "1", TODAY.minusDays(38), "70", null, null),
                payment("p2", "1", TODAY.minusDays(30), "70", null, null),
                invoice("2", TODAY.minusDays(1000), "10", TODAY.minusDays(900)),
                payment("p3", "2", TODAY.minusDays(1), "4", null, null));

        // 70 two days late, 30 ten days late, 6 nine hundred days late; the covered part of invoice 2 has left the
        // window
        assertThat(metrics.averageDaysLate()).isEqualByComparingTo("55.0943");
        assertThat(metrics.overdueAmount()).isEqualByComparingTo("6");
    }

    @Test
    void shouldTakeAPaymentWithADueDateForAnInvoiceUntilThatArrives() {
        List<Event<?>> events = new ArrayList<>(List.of(
                payment("p1", "1", TODAY.minusDays(5), "100", TODAY.minusDays(15), null),
                payment("p2", "1", TODAY.minusDays(3), "50", null, null)));
        assertThat(metrics(events).averageDaysLate()).isEqualByComparingTo("10");

        events.add(invoice("1", TODAY.minusDays(30), "120", TODAY.minusDays(7)));
        // 100 two days late, 20 four days late
        assertThat(metrics(events).averageDaysLate()).isEqualByComparingTo("2.3333");

        events.add(event("x1", noon(TODAY), new PaymentReversed("p1", "c")));
        // 50 four days late, 70 open for seven days
        assertThat(metrics(events).averageDaysLate()).isEqualByComparingTo("5.75");

        events.add(event("x2", noon(TODAY), new InvoiceCancelled("1", "c")));
        assertThat(metrics(events).averageDaysLate()).isNull();
    }

    @Test
    void shouldCountWhatIsDatedTomorrowFromTomorrow() {
        List<Event<?>> events = List.of(order("1", TODAY.plusDays(1), "100", null));

        assertThat(metrics(events).orderCount()).isZero();
        assertThat(new Oracle(Settings.defaults())
                        .expect(events, noon(TODAY.plusDays(1)))
                        .customers()
                        .get("c")
                        .metrics()
                        .orderCount())
                .isEqualTo(1);
    }

    @Test
    void shouldTakeDaysOfTheBusinessZone() {
        Settings shanghai = Settings.defaults().withZone(ZoneId.of("Asia/Shanghai"));
        List<Event<?>> events = List.of(event(
                "1",
                Instant.parse("2026-11-21T17:00:00Z"),
                new OrderPlaced("1", "c", BigDecimal.ONE, null, null, null)));

        assertThat(new Oracle(shanghai)
                        .expect(events, noon(TODAY))
                        .customers()
                        .get("c")
                        .metrics()
                        .lastOrderDay())
                .isEqualTo(TODAY);
    }

    @Test
    void shouldLetTheLatestEventDecideAboutAComplaint() {
        Expectation expected = expect(
                event("resolved", noon(TODAY.minusDays(3)), new ComplaintResolved("1", "c", null)),
                event("reopened", noon(TODAY.minusDays(2)), new ComplaintReopened("1", "c", null)),
                opened("1", TODAY.minusDays(5)),
                opened("2", TODAY.minusDays(400)),
                opened("3", TODAY.minusDays(1)),
                event("withdrawn", noon(TODAY), new ComplaintWithdrawn("3", "c", null)),
                event("orphan", noon(TODAY), new ComplaintResolved("4", "c", null)));

        Metrics metrics = expected.customers().get("c").metrics();
        assertThat(metrics.complaintCount()).isEqualTo(1);
        assertThat(metrics.openComplaints()).isEqualTo(2);
        assertThat(expected.tickets().keySet()).containsExactly("1", "2", "3");
        assertThat(expected.tickets().get("3").state()).isEqualTo(TicketState.WITHDRAWN);
    }

    @Test
    void shouldHoldToTheFirstOfEventsThatClaimTheSameBusinessId() {
        Event<?> first = order("1", TODAY, "100.00", null);
        Event<?> same = event("again", noon(TODAY), new OrderPlaced("1", "c", new BigDecimal("100"), null, null, null));
        Event<?> other = event("other", noon(TODAY), new OrderPlaced("1", "c", new BigDecimal("99"), null, null, null));

        Expectation expected = expect(first, first, same, other);

        assertThat(expected.verdicts())
                .containsExactly(Verdict.ACCEPTED, Verdict.REPEAT, Verdict.REPEAT, Verdict.ID_CONFLICT);
        assertThat(expected.customers().get("c").metrics().orderAmount()).isEqualByComparingTo("100");
        assertThat(expect(other, first).customers().get("c").metrics().orderAmount())
                .isEqualByComparingTo("99");
    }

    @Test
    void shouldRefuseACurrencyWithoutRate() {
        Expectation expected =
                expect(event("1", noon(TODAY), new OrderPlaced("1", "c", BigDecimal.ONE, "XAU", null, null)));

        assertThat(expected.verdicts()).containsExactly(Verdict.UNKNOWN_CURRENCY);
        assertThat(expected.customers()).isEmpty();
    }

    @Test
    void shouldTurnFiguresIntoPointsAndAComposite() {
        Expectation.Customer customer = expect(
                        order("1", TODAY, "5500", "4400"),
                        invoice("1", TODAY.minusDays(60), "10", TODAY.minusDays(40)),
                        payment("1", "1", TODAY.minusDays(20), "10", null, null),
                        event("a", noon(TODAY), new ProspectAssessed("c", num(80), num(60), num(40), num(25), "sales")))
                .customers()
                .get("c");

        // 5,500 is half way from 20 to 40; 1,100 from 20 to 40 likewise; 20 days a third of the way from 80 to 60
        assertThat(customer.criteria().volume()).isEqualByComparingTo("30");
        assertThat(customer.criteria().profit()).isEqualByComparingTo("30");
        assertThat(customer.criteria().credit()).isEqualByComparingTo("73.33");
        assertThat(customer.criteria().prospect()).isEqualByComparingTo("60.5");
        // (10 · 73.33 + 30 · 30 + 60 · 30) / 100
        assertThat(customer.composite()).isEqualByComparingTo("34.33");
        assertThat(customer.flags()).containsExactly(Flag.ONE_OFF_BULK);
    }

    @Test
    void shouldGiveNoCompositeForGoodPaymentAlone() {
        Expectation expected = expect(payment("p", "i", YESTERDAY, "10", TODAY, null));

        assertThat(expected.customers().get("c").criteria().credit()).isEqualByComparingTo("100");
        assertThat(expected.customers().get("c").composite()).isNull();
        assertThat(expected.cutOffs()).isEqualTo(new Expectation.CutOffs(0, null, null));
        assertThat(expected.tierByCutOffs("c")).isEqualTo(Tier.C);
    }

    @Test
    void shouldFlagTheFalseBigCustomer() {
        Expectation.Customer customer = expect(
                        order("1", TODAY, "200000", "199000"),
                        goodsBack("r", "1", TODAY, "60000", null),
                        invoice("i", TODAY.minusDays(90), "5", TODAY.minusDays(31)))
                .customers()
                .get("c");

        assertThat(customer.flags())
                .containsExactly(Flag.ONE_OFF_BULK, Flag.LOW_MARGIN, Flag.SLOW_PAYER, Flag.RETURNS_HEAVY);
    }

    @Test
    void shouldCutAtTheRanksThatTheSharesGiveAndLetTiesGoUp() {
        List<Event<?>> events = new ArrayList<>();
        int[] amounts = {1000, 900, 900, 500, 400, 300, 200};
        for (int i = 0; i < amounts.length; i++) {
            events.add(event("e" + i, noon(TODAY), new OrderPlaced("o", "c" + i, num(amounts[i]), null, null, null)));
        }

        Expectation expected = new Oracle(Settings.defaults()).expect(events, noon(TODAY));

        // ⌈0.2 · 7⌉ = 2, ⌈0.5 · 7⌉ = 4; a volume of 900 is 18 points
        assertThat(expected.cutOffs().n()).isEqualTo(7);
        assertThat(expected.cutOffs().a()).isEqualByComparingTo("18");
        assertThat(expected.cutOffs().b()).isEqualByComparingTo("10");
        assertThat(expected.customers().keySet().stream().map(expected::tierByCutOffs))
                .containsExactly(Tier.A, Tier.A, Tier.A, Tier.B, Tier.C, Tier.C, Tier.C);
    }

    private static Event<?> opened(String id, LocalDate day) {
        return event("opened " + id, noon(day), new ComplaintOpened(id, "c", "Broken", null, null, null, null, null));
    }

    private static BigDecimal num(int value) {
        return BigDecimal.valueOf(value);
    }

    private static Metrics metrics(Event<?>... events) {
        return metrics(List.of(events));
    }

    private static Metrics metrics(List<Event<?>> events) {
        return new Oracle(Settings.defaults())
                .expect(events, noon(TODAY))
                .customers()
                .get("c")
                .metrics();
    }

    private static Expectation expect(Event<?>... events) {
        return new Oracle(Settings.defaults()).expect(List.of(events), noon(TODAY));
    }
}
