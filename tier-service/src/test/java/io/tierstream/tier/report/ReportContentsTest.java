package io.tierstream.tier.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.report.ProspectGrade;
import io.tierstream.tier.population.CurrentSla;
import io.tierstream.tier.population.Customer;
import io.tierstream.tier.population.CustomerFilter;
import io.tierstream.tier.population.CustomerOrder;
import io.tierstream.tier.population.Figure;
import io.tierstream.tier.population.OpenTickets;
import io.tierstream.tier.population.Population;
import io.tierstream.tier.population.Populations;
import io.tierstream.tier.population.Snapshots;
import io.tierstream.tier.wire.GradeSnapshot;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What reports say of customers who are known to the last figure. */
class ReportContentsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final CutOffs CUT_OFFS = new CutOffs(Points.of("70"), Points.of("40"));
    private static final ReportSettings SETTINGS = new ReportSettings(
            ZoneOffset.UTC, "EUR", new ReportSettings.Visits(Map.of()), new ReportSettings.Priorities(Map.of()));

    /** Composites 90, 69.5, 40.5, 39, 10 and none; nobody looks after the last two. */
    private final Population population = Populations.of(List.of(
            customer("c-1", Tier.A, "90", "6000", "600", "mia"),
            customer("c-2", Tier.B, "69.5", "2500", "250", "mia"),
            customer("c-3", Tier.B, "40.5", "1000", "-50.25", "mia"),
            customer("c-4", Tier.C, "39", "400.50", "20", "zoe"),
            customer("c-5", Tier.C, "10", "99.50", "0", null),
            customer("c-6", Tier.C, null, "0", "0", null)));

    @Test
    void shouldSumWhatEachTierBrings() {
        ObjectNode summary = grading().summary();

        assertThat(summary.get("customers").longValue()).isEqualTo(6);
        assertThat(summary.get("orderAmount").stringValue()).isEqualTo("10000.00");
        assertThat(summary.get("profit").stringValue()).isEqualTo("819.75");
        assertThat(rows(summary.get("tiers"), "tier", "customers", "orderAmount", "profit", "orderAmountShare"))
                .containsExactly("A 1 6000.00 600.00 0.6000", "B 2 3500.00 199.75 0.3500", "C 3 500.00 20.00 0.0500");
    }

    @Test
    void shouldCountComposites() {
        ArrayNode bands = (ArrayNode) grading().summary().get("distribution").get("now");

        assertThat(bands).hasSize(100);
        for (int band : List.of(90, 69, 40, 39, 10)) {
            assertThat(bands.get(band).intValue()).as("band %d", band).isEqualTo(1);
        }
        assertThat(bands.valueStream().mapToInt(JsonNode::intValue).sum()).isEqualTo(5);
    }

    @Test
    void shouldCountAHundredPointsInTheLastBandAndOnlyWhoIsWanted() {
        Population best = Populations.of(
                List.of(customer("c-1", Tier.A, "100", "1", "1", null), customer("c-2", Tier.C, "99", "1", "1", null)));
        GradingReport report = new GradingReport(best, SETTINGS);

        assertThat(lastBand(report, null)).isEqualTo(2);
        assertThat(lastBand(report, io.tierstream.tier.domain.Tier.A)).isEqualTo(1);
    }

    private static int lastBand(GradingReport report, io.tierstream.tier.domain.@Nullable Tier tier) {
        return report.of(new CustomerFilter(tier, null, null, null), CustomerOrder.ID_ASCENDING)
                .summary()
                .get("distribution")
                .get("now")
                .get(99)
                .intValue();
    }

    @Test
    void shouldHaveAColumnForEveryMetric() {
        assertThat(grading().columns().stream().map(Column::key))
                .containsAll(Arrays.stream(Metrics.class.getRecordComponents())
                        .map(RecordComponent::getName)
                        .toList());
    }

    @Test
    void shouldTellWhoWentWhere() {
        Instant before = NOW.minus(Duration.ofDays(10));
        change("c-1", 1, io.tierstream.tier.domain.Tier.C, before);
        change("c-1", 2, io.tierstream.tier.domain.Tier.A, NOW.minusSeconds(60));
        change("c-2", 1, io.tierstream.tier.domain.Tier.B, before);
        change("c-3", 1, io.tierstream.tier.domain.Tier.A, before);
        change("c-3", 2, io.tierstream.tier.domain.Tier.B, NOW.minusSeconds(30));
        change("c-4", 1, io.tierstream.tier.domain.Tier.C, NOW.minusSeconds(10));
        MigrationReport report = new MigrationReport(population, SETTINGS);

        Report<MigrationReport.Migration> matrix = report.matrix(NOW.minus(Duration.ofDays(5)), NOW);
        Report<MigrationReport.Mover> movers = report.movers(NOW.minus(Duration.ofDays(5)), NOW);

        assertThat(matrix.summary().toString())
                .contains("\"customers\":4", "\"moved\":2", "\"promoted\":1", "\"demoted\":1", "\"firstGraded\":1");
        assertThat(items(matrix).stream().filter(row -> !row.endsWith(" 0")))
                .containsExactly("A B 1", "B B 1", "C A 1", "null C 1");
        assertThat(items(movers))
                .containsExactly(
                        "c-1 Name of c-1 mia C A A 2026-06-01T08:00:00.123456Z 90.00 6000.00 600.00",
                        "c-3 Name of c-3 mia A B B 2026-06-01T08:00:00.123456Z 40.50 1000.00 -50.25");
    }

    @Test
    void shouldCountInTheMatrixWhoeverWasGradedAtBothTimes() {
        Random random = new Random(42);
        for (int i = 1; i <= 6; i++) {
            long number = 0;
            for (int day = 9; day >= 0; day--) {
                if (random.nextInt(3) == 0) {
                    change(
                            "c-" + i,
                            ++number,
                            io.tierstream.tier.domain.Tier.values()[random.nextInt(3)],
                            NOW.minus(Duration.ofDays(day)));
                }
            }
        }
        MigrationReport report = new MigrationReport(population, SETTINGS);
        for (int day = 9; day > 0; day--) {
            Report<MigrationReport.Migration> matrix = report.matrix(NOW.minus(Duration.ofDays(day)), NOW);
            long graded = 0;
            long first = 0;
            for (MigrationReport.Migration row :
                    matrix.rows().page(Optional.empty(), 100).items()) {
                if (row.from() == null) {
                    first += row.customers();
                } else {
                    graded += row.customers();
                }
            }

            assertThat(first)
                    .as("%d days", day)
                    .isEqualTo(matrix.summary().get("firstGraded").longValue());
            assertThat(graded)
                    .as("%d days", day)
                    .isEqualTo(matrix.summary().get("customers").longValue() - first);
        }
    }

    @Test
    void shouldTellWhoIsNearACutOffTheNearestFirst() {
        Report<NearReport.Near> near =
                new NearReport(population).within(Points.of("1"), GradingPolicy.INITIAL, CUT_OFFS);

        assertThat(near.summary().get("nearPromotion").longValue()).isEqualTo(2);
        assertThat(near.summary().get("nearDemotion").longValue()).isEqualTo(1);
        assertThat(near.rows().page(Optional.empty(), 10).items())
                .extracting(
                        NearReport.Near::customerId,
                        NearReport.Near::direction,
                        NearReport.Near::distance,
                        NearReport.Near::cutOff)
                .containsExactly(
                        tuple("c-2", NearReport.Direction.UP, new BigDecimal("0.50"), Points.of("70")),
                        tuple("c-3", NearReport.Direction.DOWN, new BigDecimal("0.50"), Points.of("40")),
                        tuple("c-4", NearReport.Direction.UP, new BigDecimal("1.00"), Points.of("40")));
        // Volume makes a third and profit two thirds of what counts: 39.995 rounds to the 40 that it takes.
        assertThat(items(near).get(2)).contains(" 41.99 40.50 ");
    }

    @Test
    void shouldLevelPortfolios() {
        Report<PortfolioReport.Move> level = new PortfolioReport(population).level(List.of("ann"));

        ObjectNode summary = level.summary();
        assertThat(summary.get("customers").longValue()).isEqualTo(6);
        assertThat(summary.get("withoutManager").longValue()).isEqualTo(2);
        assertThat(rows(summary.get("now"), "accountManager", "A", "B", "C", "load"))
                .containsExactly("ann 0 0 0 0.0", "mia 1 2 0 2.0", "zoe 0 0 1 0.2");
        assertThat(summary.get("moves").longValue()).isEqualTo(items(level).size());
        Map<String, Integer> customers = new TreeMap<>();
        summary.get("then")
                .forEach(load -> customers.put(
                        load.get("accountManager").stringValue(),
                        load.get("A").intValue()
                                + load.get("B").intValue()
                                + load.get("C").intValue()));
        assertThat(customers.values().stream().mapToInt(Integer::intValue).sum())
                .isEqualTo(6);
        assertThat(items(level)).anyMatch(move -> move.startsWith("c-5 ")).anyMatch(move -> move.startsWith("c-6 "));
    }

    @Test
    void shouldGradeProspects() {
        Population prospects = Populations.of(
                List.of(prospect("p-1", "85"), prospect("p-2", "60"), prospect("p-3", "59.99"), prospect("p-4", "5")));

        Report<ProspectReport.Prospect> report = new ProspectReport(prospects).of(null, false);

        assertThat(report.summary().get("grades").toString()).isEqualTo("{\"A\":1,\"B\":1,\"C\":1,\"D\":1}");
        assertThat(report.rows().page(Optional.empty(), 10).items())
                .extracting(ProspectReport.Prospect::customerId)
                .containsExactly("p-1", "p-2", "p-3", "p-4");
        assertThat(new ProspectReport(prospects)
                        .of(ProspectGrade.B, false)
                        .rows()
                        .page(Optional.empty(), 10)
                        .items())
                .extracting(ProspectReport.Prospect::customerId)
                .containsExactly("p-2");
        assertThat(new ProspectReport(prospects)
                        .of(null, true)
                        .rows()
                        .page(Optional.empty(), 10)
                        .items())
                .isEmpty();
    }

    @Test
    void shouldTellHowConcentratedTheValueIs() {
        ObjectNode summary = new ConcentrationReport(population, SETTINGS)
                .by(Figure.ORDER_AMOUNT)
                .summary();

        assertThat(summary.get("customers").longValue()).isEqualTo(6);
        assertThat(summary.get("total").stringValue()).isEqualTo("10000.00");
        assertThat(rows(summary.get("tiers"), "tier", "customers", "value", "valueShare"))
                .containsExactly("A 1 6000.00 0.6000", "B 2 3500.00 0.3500", "C 3 500.00 0.0500");
        // A fifth of six is two of them.
        assertThat(summary.get("topFifthShare").decimalValue()).isEqualByComparingTo("0.85");
        assertThat(summary.get("gradingPays").stringValue()).isEqualTo("CLEARLY");
    }

    @Test
    void shouldTellWhoseVisitIsDue() {
        Report<VisitReport.Due> visits = new VisitReport(population, SETTINGS, Clock.fixed(NOW, ZoneOffset.UTC))
                .of(new VisitReport.Wanted(null, null, true));

        // All since the first of June: A monthly, B quarterly, C half-yearly.
        assertThat(visits.summary().get("overdue").toString()).isEqualTo("{\"A\":1,\"B\":2,\"C\":0}");
        assertThat(visits.rows().page(Optional.empty(), 10).items())
                .extracting(VisitReport.Due::customerId, VisitReport.Due::due)
                .containsExactly(
                        tuple("c-1", LocalDate.of(2026, 7, 1)),
                        tuple("c-2", LocalDate.of(2026, 9, 1)),
                        tuple("c-3", LocalDate.of(2026, 9, 1)));
    }

    @Test
    void shouldTellWhichOpenTicketsWouldGetAnotherDeadline() {
        Instant opened = NOW.minus(Duration.ofDays(1));
        OpenTickets tickets = Populations.open(
                ticket("t-1", "c-2", TicketState.OPEN, Tier.B, opened),
                ticket("t-2", "c-1", TicketState.CLAIMED, Tier.A, opened),
                ticket("t-3", "c-2", TicketState.RESOLVED, Tier.B, opened),
                ticket("t-4", "nobody", TicketState.OPEN, Tier.C, opened));
        PolicySimulation simulation =
                new PolicySimulation(population, tickets, new CurrentSla(), Clock.fixed(NOW, ZoneOffset.UTC));

        ObjectNode summary = simulation
                .run(threshold("60", "40"), CUT_OFFS, MoverOrder.CUSTOMER)
                .summary();

        assertThat(summary.get("moved").longValue()).isPositive();
        JsonNode moves = summary.get("tickets");
        assertThat(moves.get("open").longValue()).isEqualTo(3);
        assertThat(moves.get("moved").longValue()).isEqualTo(1);
        assertThat(moves.get("earlier").longValue()).isEqualTo(1);
        assertThat(moves.get("later").longValue()).isZero();
        assertThat(rows(moves.get("items"), "complaintId", "customerId", "from", "to", "dueNow", "dueThen"))
                .containsExactly(
                        "t-1 c-2 B A " + opened.plus(Duration.ofDays(5)) + " " + opened.plus(Duration.ofDays(3)));
    }

    private Report<Customer> grading() {
        return new GradingReport(population, SETTINGS).of(CustomerFilter.ALL, CustomerOrder.ID_ASCENDING);
    }

    private void change(String customerId, long number, io.tierstream.tier.domain.Tier to, Instant at) {
        Populations.changed(population, customerId, number, to, at);
    }

    private static GradingPolicy threshold(String a, String b) {
        GradingPolicy initial = GradingPolicy.INITIAL;
        return new GradingPolicy(
                2,
                initial.weights(),
                Mode.THRESHOLD,
                initial.shares(),
                new CutOffs(Points.of(a), Points.of(b)),
                initial.demotionMargin(),
                initial.demotionGrace(),
                initial.minimumDwell(),
                "");
    }

    private static GradeSnapshot customer(
            String id, Tier tier, @Nullable String composite, String amount, String profit, @Nullable String manager) {
        Points points = composite == null ? null : Points.of(composite);
        return Snapshots.snapshot(
                id,
                1,
                tier,
                new Criteria(null, points, points, null),
                points,
                new BigDecimal(amount),
                new BigDecimal(profit),
                new GradeSnapshot.Profile("Name of " + id, manager, null, null, null),
                List.of(),
                null);
    }

    private static GradeSnapshot prospect(String id, String points) {
        return Snapshots.snapshot(
                id,
                1,
                Tier.C,
                new Criteria(null, null, null, Points.of(points)),
                null,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                null,
                List.of(),
                null);
    }

    private static TicketEvent ticket(String id, String customerId, TicketState state, Tier tier, Instant opened) {
        return new TicketEvent(
                id,
                customerId,
                1,
                tier,
                state,
                Severity.NORMAL,
                null,
                opened,
                opened.plus(Duration.ofDays(tier == Tier.A ? 3 : 5)),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** Rows of a report as texts, absent values as null. */
    private static <R> List<String> items(Report<R> report) {
        List<String> rows = new ArrayList<>();
        for (R row : report.rows().page(Optional.empty(), 100).items()) {
            List<String> cells = new ArrayList<>();
            for (Column<R> column : report.columns()) {
                Object value = column.value().apply(row);
                cells.add(value instanceof BigDecimal number ? number.toPlainString() : String.valueOf(value));
            }
            rows.add(String.join(" ", cells));
        }
        return rows;
    }

    private static List<String> rows(JsonNode array, String... fields) {
        List<String> rows = new ArrayList<>();
        for (JsonNode node : array) {
            rows.add(String.join(
                    " ",
                    Arrays.stream(fields)
                            .map(field -> node.path(field).isString()
                                    ? node.get(field).stringValue()
                                    : node.path(field).toString())
                            .toList()));
        }
        return rows;
    }
}
