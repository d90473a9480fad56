package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.complaint.v1.ComplaintEvent;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.order.v1.OrderEvent;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.order.v1.OrderReturned;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.oracle.Differences;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Oracle;
import io.tierstream.oracle.Scenario;
import io.tierstream.oracle.Settings;
import io.tierstream.oracle.Verdict;
import io.tierstream.scoring.domain.Auditing;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Decision.Accepted;
import io.tierstream.scoring.domain.Decision.Refused;
import io.tierstream.scoring.domain.Decision.Repeated;
import io.tierstream.scoring.domain.Evidence;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Figures;
import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.OrderFigures;
import io.tierstream.scoring.domain.Score;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.domain.Scoring;
import io.tierstream.scoring.domain.ScoringRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decisions held against the brute-force oracle: whatever order events come in, however often, and however many days
 * pass between them, each customer is what the set of events makes of it.
 */
class ScenarioTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:30:00Z");
    private static final Set<LateReason> EXCUSED = EnumSet.of(LateReason.DISPUTE, LateReason.BANK, LateReason.SELLER);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("tierstream.scenarios", 40));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAgreeWithTheOracleInAnyOrder(long seed) {
        Scenario scenario = withoutAncientContradictions(Scenario.random(seed, NOW, 6, 8));
        Expectation expected = scenario.expected();

        Population inOrder = new Population(scenario.settings());
        List<Verdict> verdicts = inOrder.take(scenario.events(), NOW);
        Population shuffled = new Population(scenario.settings());
        shuffled.take(scenario.shuffled(seed + 1, 20).events(), NOW);

        assertVerdicts(scenario, verdicts, expected.verdicts());
        inOrder.assertIs(expected, scenario.toString());
        shuffled.assertIs(expected, "shuffled " + scenario);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAgreeWithTheOracleWhileDaysPass(long seed) {
        Scenario scenario = withoutAncientContradictions(Scenario.random(seed, NOW, 3, 8));
        Random random = new Random(seed);
        Population population = new Population(scenario.settings());
        List<Event<?>> known = new ArrayList<>();
        Instant now = NOW.minus(Duration.ofDays(20));
        for (List<Event<?>> batch : scenario.batches(seed, 12)) {
            now = now.plus(Duration.ofHours(random.nextInt(60)));
            population.take(batch, now);
            known.addAll(batch);
        }
        Oracle oracle = new Oracle(scenario.settings());
        for (int i = 0; i < 12; i++) {
            now = now.plus(Duration.ofDays(i < 6 ? 1 : 1 + random.nextInt(200)));
            population.roll(now);
            population.assertIs(oracle.expect(known, now), "at " + now + " of " + scenario);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldLookAtNobodyInVain(long seed) {
        Scenario scenario = Scenario.random(seed, NOW, 3, 8);
        Population daily = new Population(scenario.settings());
        Population byAgenda = new Population(scenario.settings());
        daily.take(scenario.events(), NOW);
        byAgenda.take(scenario.events(), NOW);
        for (int day = 1; day <= 60; day++) {
            Instant now = NOW.plus(Duration.ofDays(day));
            daily.roll(now);
            byAgenda.rollWhoIsDue(now);
            daily.assertSameAs(byAgenda, "on day " + day + " of " + scenario);
        }
    }

    private static void assertVerdicts(Scenario scenario, List<Verdict> actual, List<Verdict> expected) {
        for (int i = 0; i < actual.size(); i++) {
            Event<?> event = scenario.events().get(i);
            if (!isAncient(scenario, event)) {
                assertThat(actual.get(i))
                        .as("event %s of %s", event, scenario)
                        .isEqualTo(Population.comparable(event, expected.get(i)));
            }
        }
    }

    /**
     * Without what the rules leave open: what is so old that it is not kept cannot be told from what contradicts it, and
     * a complaint that old may be let go before the last of its events comes.
     */
    private static Scenario withoutAncientContradictions(Scenario scenario) {
        Set<String> ancient = new HashSet<>();
        scenario.events().stream()
                .filter(event -> isAncient(scenario, event))
                .forEach(event -> ancient.add(businessId(event)));
        List<Event<?>> kept = new ArrayList<>();
        Set<String> once = new HashSet<>();
        for (Event<?> event : scenario.events()) {
            String id = businessId(event);
            if (!ancient.contains(id) || (!(event.data() instanceof ComplaintEvent) && once.add(id))) {
                kept.add(event);
            }
        }
        return new Scenario(scenario.seed(), scenario.settings(), scenario.now(), kept);
    }

    private static String businessId(Event<?> event) {
        return switch (event.data()) {
            case OrderPlaced order -> "order " + order.orderId();
            case OrderReturned goods -> "return " + goods.returnId();
            case ComplaintEvent complaint -> "complaint " + complaint.complaintId();
            default -> "event " + event.envelope().id();
        };
    }

    private static boolean isAncient(Scenario scenario, Event<?> event) {
        Duration retention = Duration.ofDays(2L * scenario.settings().windowDays() + 300);
        return event.envelope().time().isBefore(NOW.minus(retention));
    }

    /** All customers, in memory. */
    private static final class Population {

        private final Settings settings;
        private final ScoringRules rules;
        private final FactTranslator translator;
        private final Map<String, CustomerMetrics> customers = new HashMap<>();
        private final Map<String, MemoryLedger> ledgers = new HashMap<>();

        Population(Settings settings) {
            this.settings = settings;
            this.rules = new ScoringRules(settings.windowDays(), 365, EXCUSED);
            Map<String, BigDecimal> rates = new HashMap<>(settings.rates());
            rates.put(settings.baseCurrency(), BigDecimal.ONE);
            this.translator = new FactTranslator(settings.zone(), rates);
        }

        List<Verdict> take(List<? extends Event<?>> events, Instant now) {
            List<Verdict> verdicts = new ArrayList<>();
            for (Event<?> event : events) {
                String id = event.data().customerId();
                Fact fact = translator.translate(event);
                CustomerMetrics before = customers.getOrDefault(id, CustomerMetrics.empty(day(now)));
                MemoryLedger ledger = ledgers.computeIfAbsent(id, any -> new MemoryLedger());
                Decision decision = Scoring.decide(before, ledger, fact, rules, day(now));
                keep(id, decision);
                verdicts.add(comparable(
                        event,
                        switch (decision.outcome()) {
                            case Accepted accepted -> Verdict.ACCEPTED;
                            case Repeated repeated -> Verdict.REPEAT;
                            case Refused refused -> Verdict.ID_CONFLICT;
                        }));
            }
            return verdicts;
        }

        /** Events that are no entries of the ledger have no verdict of their own here. */
        static Verdict comparable(Event<?> event, Verdict verdict) {
            return switch (event.data()) {
                case OrderEvent order -> verdict;
                case InvoiceIssued invoice -> verdict;
                case PaymentReceived payment -> verdict;
                case ComplaintOpened complaint -> verdict;
                default -> Verdict.ACCEPTED;
            };
        }

        void roll(Instant now) {
            List.copyOf(customers.keySet()).forEach(id -> roll(id, now));
        }

        void rollWhoIsDue(Instant now) {
            for (String id : List.copyOf(customers.keySet())) {
                if (customers.get(id).nextLook(rules) <= day(now)) {
                    roll(id, now);
                }
            }
        }

        private void roll(String id, Instant now) {
            keep(id, Scoring.roll(customers.get(id), ledgers.get(id), rules, day(now)));
        }

        private void keep(String id, Decision decision) {
            customers.put(
                    id,
                    CustomerFormat.read(CustomerFormat.write(
                                    new StoredCustomer(decision.metrics(), 1, 1, 0, LedgerHead.EMPTY)))
                            .metrics());
            assertThat(customers.get(id)).isEqualTo(decision.metrics());
            ledgers.get(id).apply(decision);
        }

        private int day(Instant now) {
            return Math.toIntExact(LocalDate.ofInstant(now, settings.zone()).toEpochDay());
        }

        void assertIs(Expectation expected, String what) {
            assertThat(customers.keySet())
                    .as(what)
                    .isEqualTo(expected.customers().keySet());
            expected.customers().forEach((id, customer) -> {
                CustomerScored scored = published(id);
                String whom = id + " of " + what;
                assertThat(Differences.between(customer.metrics(), scored.metrics()))
                        .as(whom)
                        .isEmpty();
                assertThat(Differences.between(customer.criteria(), scored.criteria()))
                        .as(whom)
                        .isEmpty();
                assertThat(scored.flags()).as(whom).containsExactlyInAnyOrderElementsOf(customer.flags());
                assertThat(Auditing.differences(customers.get(id), ledgers.get(id), rules))
                        .as(whom)
                        .isEmpty();
                assertEvidenceAddsUp(id, whom);
            });
        }

        private void assertEvidenceAddsUp(String id, String whom) {
            Figures figures = Figures.of(customers.get(id));
            OrderFigures orders = figures.orders();
            Map<String, Object> expected = new HashMap<>();
            expected.put("orderAmount", orders.net());
            expected.put("quantity", orders.quantity());
            expected.put("orderCount", BigDecimal.valueOf(orders.orders()));
            expected.put("grossOrderAmount", orders.gross());
            expected.put("cancelledAmount", orders.cancelled());
            expected.put("returnedAmount", orders.returned());
            expected.put("profit", orders.profit());
            expected.put("profitCoverage", figures.profitCoverage());
            expected.put("previousOrderAmount", figures.previousOrderAmount());
            expected.put("growth", figures.growth());
            expected.put("averageDaysLate", figures.averageDaysLate());
            expected.put("maxDaysLate", number(figures.maxDaysLate()));
            expected.put("onTimeShare", figures.onTimeShare());
            expected.put("overdueAmount", figures.overdueAmount());
            expected.put("overdueSince", figures.overdueSince());
            expected.put("complaintCount", BigDecimal.valueOf(figures.complaintCount()));
            expected.put("openComplaints", BigDecimal.valueOf(figures.openComplaints()));
            expected.put("firstOrderDay", figures.firstOrderDay());
            expected.put("lastOrderDay", figures.lastOrderDay());
            expected.put("largestOrderShare", figures.largestOrderShare());
            assertThat(expected).containsOnlyKeys(Evidence.METRICS);
            Map<String, Object> explained = new HashMap<>();
            for (String metric : Evidence.METRICS) {
                Evidence evidence = Evidence.of(metric, customers.get(id), ledgers.get(id), rules);
                explained.put(metric, evidence.day() == null ? evidence.figure() : evidence.day());
            }
            assertThat(explained)
                    .as("evidence of %s", whom)
                    .usingRecursiveComparison()
                    .withComparatorForType(BigDecimal::compareTo, BigDecimal.class)
                    .isEqualTo(expected);
        }

        private static BigDecimal number(Integer value) {
            return value == null ? null : BigDecimal.valueOf(value);
        }

        void assertSameAs(Population other, String what) {
            customers.keySet().forEach(id -> {
                assertThat(Differences.between(
                                published(id).metrics(), other.published(id).metrics()))
                        .as(id + " " + what)
                        .isEmpty();
            });
        }

        private CustomerScored published(String id) {
            Score score = Score.of(customers.get(id), Scorecard.standard());
            return ScoreTranslator.published(
                    id, 1, score, "EUR", customers.get(id).asOf());
        }
    }
}
