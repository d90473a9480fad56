package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.customer.v1.CustomerVisited;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.oracle.Differences;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Scenario;
import io.tierstream.oracle.Settings;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.streams.ScorecardDocument.Point;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringTopologyTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final String TRACE_PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

    @TempDir
    Path directory;

    @Test
    void shouldPublishTheScoreOfAnOrder() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o1", "c1", "1000"));

            assertThat(bench.scores()).hasSize(1);
            assertThat(bench.score("c1").metrics().orderAmount()).isEqualByComparingTo("1000");
            assertThat(bench.score("c1").criteria().volume()).isEqualByComparingTo("20");
            assertThat(bench.score("c1").version()).isEqualTo(1);
            assertThat(bench.task().totals().orders().gross()).isEqualByComparingTo("1000");
        }
    }

    @Test
    void shouldPassOnTheTraceAndTheTimeOfAcceptance() {
        try (Bench bench = new Bench(directory)) {
            ProducerRecord<byte[], byte[]> record = EventCodec.encode(new Event<>(
                    new Envelope("e", "urn:test", EventTypes.ORDER_PLACED, Bench.START), order("o1", "c1", "1000")));
            record.headers().add(Lineage.TRACE_PARENT, TRACE_PARENT.getBytes(StandardCharsets.US_ASCII));
            bench.publish(record);
            assertThat(bench.lineages()).containsExactly(new Lineage(TRACE_PARENT, Bench.START));

            bench.pass(DAY.multipliedBy(365));

            assertThat(bench.lineages())
                    .as("what time alone changes goes back to nobody")
                    .hasSize(2)
                    .endsWith(Lineage.NONE);
        }
    }

    @Test
    void shouldPublishNothingWhenNothingChanges() {
        try (Bench bench = new Bench(directory)) {
            Event<OrderPlaced> event = new Event<>(
                    new Envelope("e", "urn:test", EventTypes.ORDER_PLACED, Bench.START), order("o1", "c1", "10"));
            bench.publish(event);
            bench.publish(event);
            bench.publish(EventTypes.CUSTOMER_VISITED, Bench.START, new CustomerVisited("c1", "v1", "someone", null));

            assertThat(bench.scores()).hasSize(1);
        }
    }

    @Test
    void shouldCreateTheMetricsOfACustomerOfWhomAnythingIsHeard() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.CUSTOMER_VISITED, Bench.START, new CustomerVisited("c1", "v1", "someone", null));

            assertThat(bench.score("c1").criteria().volume()).isNull();
            assertThat(bench.task().totals().customers()).isEqualTo(1);
        }
    }

    @Test
    void shouldCountAnOrderOfTomorrowFromTomorrow() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.ORDER_PLACED, Bench.START.plus(Duration.ofHours(20)), order("o1", "c1", "10"));
            assertThat(bench.score("c1").metrics().orderCount()).isZero();

            bench.pass(DAY);

            assertThat(bench.score("c1").metrics().orderCount()).isEqualTo(1);
            assertThat(bench.score("c1").asOf()).isEqualTo(LocalDate.of(2026, 11, 23));
        }
    }

    @Test
    void shouldLetADayLeaveTheWindowWithoutAnEvent() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o1", "c1", "10"));
            bench.pass(DAY.multipliedBy(364));
            assertThat(bench.score("c1").metrics().orderAmount()).isEqualByComparingTo("10");

            bench.pass(DAY);

            assertThat(bench.score("c1").metrics().orderAmount()).isZero();
            assertThat(bench.score("c1").metrics().previousOrderAmount()).isEqualByComparingTo("10");
            assertThat(bench.task().totals().orders().gross()).isZero();
        }
    }

    @Test
    void shouldRollFromWhereItWasAfterDaysAway() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(
                    EventTypes.INVOICE_ISSUED,
                    Bench.START,
                    new InvoiceIssued("i1", "c1", new BigDecimal("50"), LocalDate.of(2026, 11, 22), null, null));
            bench.clock.advance(DAY.multipliedBy(5));
            bench.restart();

            bench.pass(Duration.ofSeconds(1));

            assertThat(bench.score("c1").metrics().maxDaysLate()).isEqualTo(5);
            assertThat(bench.score("c1").metrics().overdueAmount()).isEqualByComparingTo("50");
            assertThat(bench.task().rolledThrough()).isEqualTo(LocalDate.of(2026, 11, 27));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kathmandu"})
    void shouldBeginADayWhenTheBusinessZoneDoes(String zone) {
        ScoringProperties properties = Bench.properties(Period.ofDays(365), zone);
        Instant dueDayEnds =
                LocalDate.of(2026, 10, 26).atStartOfDay(properties.timeZone()).toInstant();
        try (Bench bench = new Bench(directory, properties, dueDayEnds.minus(Duration.ofMinutes(1)))) {
            bench.publish(
                    EventTypes.INVOICE_ISSUED,
                    dueDayEnds.minus(DAY.multipliedBy(10)),
                    new InvoiceIssued("i1", "c1", new BigDecimal("50"), LocalDate.of(2026, 10, 25), null, null));
            assertThat(bench.score("c1").metrics().overdueAmount()).isZero();

            bench.pass(Duration.ofMinutes(2));

            assertThat(bench.score("c1").metrics().overdueAmount()).isEqualByComparingTo("50");
        }
    }

    @Test
    void shouldCloseAComplaintWhenTheDeskResolvesIt() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(
                    EventTypes.COMPLAINT_OPENED,
                    Bench.START,
                    new ComplaintOpened("k1", "c1", "Wet", null, null, null, null, null));
            assertThat(bench.score("c1").metrics().openComplaints()).isEqualTo(1);

            bench.publish(
                    EventTypes.TICKET_RESOLVED,
                    Bench.START.plusSeconds(60),
                    new TicketEvent(
                            "k1",
                            "c1",
                            3,
                            Tier.C,
                            TicketState.RESOLVED,
                            Severity.NORMAL,
                            null,
                            Bench.START,
                            Bench.START.plus(DAY),
                            null,
                            null,
                            "ann",
                            null,
                            null,
                            null,
                            null));

            assertThat(bench.score("c1").metrics().openComplaints()).isZero();
            assertThat(bench.score("c1").metrics().complaintCount()).isEqualTo(1);
        }
    }

    @Test
    void shouldPutAContradictionAside() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o1", "c1", "10"));
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o1", "c1", "11"));

            List<TestRecord<byte[], byte[]>> dead = bench.published(Topics.deadLetters(Topics.ORDERS));
            assertThat(dead).hasSize(1);
            assertThat(header(dead.getFirst(), DeadLetters.REASON)).isEqualTo("ID_CONFLICT");
            assertThat(header(dead.getFirst(), DeadLetters.ORIGIN)).isEqualTo("orders-0@1");
            assertThat(bench.score("c1").metrics().orderAmount()).isEqualByComparingTo("10");
        }
    }

    @Test
    void shouldGoOnAfterPoisonOnEveryTopic() {
        try (Bench bench = new Bench(directory)) {
            Random random = new Random(7);
            for (String topic : InternalTopics.SOURCES) {
                for (int i = 0; i < 30; i++) {
                    byte[] value = new byte[random.nextInt(200)];
                    random.nextBytes(value);
                    RecordHeaders headers = new RecordHeaders();
                    headers.add("ce_specversion", "1.0".getBytes(StandardCharsets.UTF_8));
                    headers.add(
                            "content-type",
                            (i % 2 == 0 ? "application/cloudevents+json" : "?\u0000").getBytes(StandardCharsets.UTF_8));
                    headers.add(ScoringProcessor.FORWARDED_HEADER, i % 3 == 0 ? null : value);
                    bench.publish(topic, i % 5 == 0 ? null : value, i % 7 == 0 ? null : value, headers);
                }
            }
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o1", "c1", "10"));

            assertThat(bench.score("c1").metrics().orderAmount()).isEqualByComparingTo("10");
            assertThat(bench.published(Topics.deadLetters(Topics.ORDERS))).hasSizeGreaterThanOrEqualTo(30);
            assertThat(bench.published(Topics.deadLetters(Topics.PAYMENTS))).hasSize(30);
        }
    }

    @Test
    void shouldRefuseWhatIsMoreThanADayAhead() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.ORDER_PLACED, Bench.START.plus(Duration.ofHours(25)), order("o1", "c1", "10"));

            assertThat(header(bench.published(Topics.deadLetters(Topics.ORDERS)).getFirst(), DeadLetters.REASON))
                    .isEqualTo("FUTURE_TIME");
        }
    }

    @Test
    void shouldForwardOnceWhatLiesInAWrongPartition() {
        ScoringProperties one = Bench.properties(Period.ofDays(365), "UTC");
        ScoringProperties six = new ScoringProperties(
                6,
                one.replicationFactor(),
                one.baseCurrency(),
                one.rates(),
                one.timeZone(),
                one.window(),
                one.clockOffset(),
                one.scoring());
        try (Bench bench = new Bench(directory, six, Bench.START)) {
            String elsewhere = null;
            for (int i = 0; elsewhere == null; i++) {
                byte[] key = ("c" + i).getBytes(StandardCharsets.UTF_8);
                elsewhere = org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey(key, 6) != 0
                        ? "c" + i
                        : null;
            }
            ProducerRecord<byte[], byte[]> record = EventCodec.encode(new Event<>(
                    new Envelope("e", "urn:test", EventTypes.ORDER_PLACED, Bench.START), order("o1", elsewhere, "10")));
            bench.publish(record);

            List<TestRecord<byte[], byte[]>> forwarded = bench.published(InternalTopics.FORWARDED);
            assertThat(forwarded).hasSize(1);
            assertThat(forwarded.getFirst().key()).isEqualTo(elsewhere.getBytes(StandardCharsets.UTF_8));
            assertThat(header(forwarded.getFirst(), ScoringProcessor.FORWARDED_HEADER))
                    .isEqualTo("orders-0@0");
            assertThat(bench.scores()).isEmpty();
            assertThat(header(bench.published(Topics.deadLetters(Topics.ORDERS)).getFirst(), DeadLetters.DETAIL))
                    .contains("wrong partition");
        }
    }

    @Test
    void shouldTakeWhatWasForwardedAndNameItsFirstPlaceWhenRefusingIt() {
        try (Bench bench = new Bench(directory)) {
            for (String amount : List.of("10", "11")) {
                ProducerRecord<byte[], byte[]> record = EventCodec.encode(new Event<>(
                        new Envelope("e" + amount, "urn:test", EventTypes.ORDER_PLACED, Bench.START),
                        order("o1", "c1", amount)));
                record.headers().add(ScoringProcessor.FORWARDED_HEADER, "orders-4@77".getBytes(StandardCharsets.UTF_8));
                bench.publish(InternalTopics.FORWARDED, record.key(), record.value(), record.headers());
            }

            assertThat(bench.score("c1").metrics().orderAmount()).isEqualByComparingTo("10");
            TestRecord<byte[], byte[]> dead =
                    bench.published(Topics.deadLetters(Topics.ORDERS)).getFirst();
            assertThat(header(dead, DeadLetters.ORIGIN)).isEqualTo("orders-4@77");
            assertThat(dead.headers().lastHeader(ScoringProcessor.FORWARDED_HEADER))
                    .isNull();
        }
    }

    @Test
    void shouldRescoreEveryoneUnderANewScorecard() {
        try (Bench bench = new Bench(directory)) {
            for (int i = 0; i < 450; i++) {
                bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o" + i, "c" + i, "1000"));
            }
            ScorecardDocument standard = bench.task().scorecard();
            List<Point> steep = List.of(
                    new Point(BigDecimal.ZERO, BigDecimal.ZERO), new Point(new BigDecimal(2000), new BigDecimal(100)));
            ScorecardDocument wanted = new ScorecardDocument(
                    99, standard.credit(), steep, standard.profit(), standard.prospect(), "orderAmount", "eve", null);

            obey(bench, ControlMessage.newScorecard(wanted, List.of("volume"), "eve", Bench.START));
            bench.restart();
            bench.pass(Duration.ofSeconds(1));

            assertThat(bench.latestScores().values()).hasSize(450).allSatisfy(score -> {
                assertThat(score.scorecardVersion()).isEqualTo(2);
                assertThat(score.criteria().volume()).isEqualByComparingTo("50");
                assertThat(score.version()).isEqualTo(2);
            });
            assertThat(bench.task().rescore()).isNotNull();
            assertThat(bench.task().rescore().finished()).isTrue();
            assertThat(bench.task().rescore().done()).isEqualTo(450);
        }
    }

    /** Both changes were made to the first scorecard, as whoever asked for them saw it. */
    @Test
    void shouldKeepWhatAChangeRightBeforeGave() {
        try (Bench bench = new Bench(directory)) {
            ScorecardDocument seen = ScorecardDocument.of(Scorecard.standard());
            List<Point> flat = List.of(
                    new Point(BigDecimal.ZERO, new BigDecimal(7)), new Point(BigDecimal.ONE, new BigDecimal(7)));

            obey(
                    bench,
                    ControlMessage.newScorecard(
                            new ScorecardDocument(
                                    2, flat, seen.volume(), seen.profit(), seen.prospect(), "orderAmount", "eve", null),
                            List.of("credit"),
                            "eve",
                            Bench.START));
            obey(
                    bench,
                    ControlMessage.newScorecard(
                            new ScorecardDocument(
                                    2, seen.credit(), flat, seen.profit(), seen.prospect(), "orderAmount", "bob", null),
                            List.of("volume"),
                            "bob",
                            Bench.START));
            bench.pass(Duration.ofSeconds(1));

            ScorecardDocument now = bench.task().scorecard();
            assertThat(now.version()).isEqualTo(3);
            assertThat(now.credit()).isEqualTo(flat);
            assertThat(now.volume()).isEqualTo(flat);
            assertThat(now.profit()).isEqualTo(seen.profit());
            assertThat(now.changedBy()).isEqualTo("bob");
            assertThat(bench.task().numbered()).isNull();
        }
    }

    /** Before the first of them has come back from all partitions. */
    @Test
    void shouldNumberAChangeAfterOneThatIsOnItsWay() {
        List<Point> flat =
                List.of(new Point(BigDecimal.ZERO, new BigDecimal(7)), new Point(BigDecimal.ONE, new BigDecimal(7)));
        TaskState before = TaskState.initial(
                0,
                ScorecardDocument.of(Scorecard.standard()),
                LocalDate.of(2026, 11, 22),
                CountingSettings.of(Bench.properties(Period.ofDays(365), "UTC")));
        ScorecardDocument seen = before.scorecard();
        ScorecardDocument first = new ScorecardDocument(
                        2, flat, seen.volume(), seen.profit(), seen.prospect(), "orderAmount", "eve", null)
                .after(before.lastNumbered(), List.of("credit"));
        TaskState between = TaskState.fromBytes(before.numbering(first).toBytes());

        ScorecardDocument second = new ScorecardDocument(
                        2, seen.credit(), seen.volume(), seen.profit(), seen.prospect(), "quantity", "bob", null)
                .after(between.lastNumbered(), List.of("volumeMetric"));

        assertThat(second.version()).isEqualTo(3);
        assertThat(second.credit()).isEqualTo(flat);
        assertThat(second.volumeMetric()).isEqualTo("quantity");
        TaskState.Rescore pass = new TaskState.Rescore(2, null, 0, 0, false);
        assertThat(between.numbering(second).with(first, pass).lastNumbered()).isEqualTo(second);
        assertThat(between.with(first, pass).numbered()).isNull();
    }

    @Test
    void shouldFindWhatTheEntriesDoNotAddUpTo() {
        try (Bench bench = new Bench(directory)) {
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o1", "c1", "10"));
            bench.publish(EventTypes.ORDER_PLACED, Bench.START, order("o2", "c2", "20"));
            bench.loseEntry(
                    "c2",
                    new io.tierstream.scoring.domain.EntryKey(io.tierstream.scoring.domain.EntryKey.Kind.ORDER, "o2"));

            obey(bench, ControlMessage.newAudit("audit-1", "eve", Bench.START));
            bench.pass(Duration.ofSeconds(1));

            TaskState.Audit audit = bench.task().audit();
            assertThat(audit).isNotNull();
            assertThat(audit.finished()).isTrue();
            assertThat(audit.done()).isEqualTo(2);
            assertThat(audit.differing()).isEqualTo(1);
            assertThat(audit.differences())
                    .contains(new TaskState.Difference("c2", "orderAmount", "20.0000", "0.0000"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 22, 33, 44, 55, 66})
    void shouldAgreeWithTheOracleThroughRestarts(long seed) {
        Settings settings = Settings.defaults().withRates(Map.of("USD", new BigDecimal("0.9")));
        Scenario scenario = Scenario.of(seed, settings, Bench.START, 5, 8).shuffled(seed, 20);
        Expectation expected = scenario.expected();
        try (Bench bench = new Bench(directory)) {
            Random random = new Random(seed);
            for (Event<?> event : scenario.events()) {
                bench.publish(event);
                if (random.nextInt(25) == 0) {
                    bench.restart();
                }
            }
            obey(bench, ControlMessage.newAudit("audit", "eve", Bench.START));
            bench.pass(Duration.ofSeconds(1));

            assertThat(bench.latestScores().keySet())
                    .isEqualTo(expected.customers().keySet());
            expected.customers().forEach((id, customer) -> {
                assertThat(Differences.between(
                                customer.metrics(), bench.score(id).metrics()))
                        .as(id + " of " + scenario)
                        .isEmpty();
                assertThat(Differences.between(
                                customer.criteria(), bench.score(id).criteria()))
                        .as(id + " of " + scenario)
                        .isEmpty();
            });
            assertThat(bench.task().audit().differences())
                    .as(scenario.toString())
                    .isEmpty();
            BigDecimal gross = expected.customers().values().stream()
                    .map(customer -> customer.metrics().grossOrderAmount())
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(bench.task().totals().orders().gross()).isEqualByComparingTo(gross);
            assertVersionsRise(bench);
        }
    }

    private static void assertVersionsRise(Bench bench) {
        Map<String, Long> versions = new java.util.HashMap<>();
        bench.scores().forEach(score -> {
            Long before = versions.put(score.customerId(), score.version());
            assertThat(score.version()).isGreaterThan(before == null ? 0 : before);
        });
    }

    /** The test driver hands on what the topology sends to a topic that it reads itself. */
    private static void obey(Bench bench, ControlMessage message) {
        bench.publish(InternalTopics.CONTROL, null, message.toBytes(), new RecordHeaders());
    }

    private static OrderPlaced order(String orderId, String customerId, String amount) {
        return new OrderPlaced(orderId, customerId, new BigDecimal(amount), null, null, null);
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
