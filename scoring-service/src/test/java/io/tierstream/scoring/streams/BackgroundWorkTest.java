package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.payment.v1.InvoiceIssued;
import io.tierstream.contracts.payment.v1.PaymentReceived;
import io.tierstream.contracts.payment.v1.PaymentReversed;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Scoring;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.Test;

/**
 * The roll between two commits. The test driver commits after each record; Kafka Streams takes many, then lets time pass, and
 * only then commits.
 */
class BackgroundWorkTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Instant BEFORE_MIDNIGHT = Instant.parse("2026-11-22T23:59:59.960Z");
    private static final Duration MOMENT = Duration.ofMillis(50);
    private static final Duration DAY = Duration.ofDays(1);

    private final Task task = new Task(BEFORE_MIDNIGHT);

    @Test
    void shouldRollWhoFirstOrderedRightBeforeMidnight() {
        task.take(EventTypes.ORDER_PLACED, BEFORE_MIDNIGHT.plusMillis(340), order("o1", "c1"));
        task.clock.advance(MOMENT);

        task.work(LONG);

        assertThat(task.metrics("c1").orderAmount()).isEqualByComparingTo("10");
    }

    @Test
    void shouldRollWhoseInvoiceOpenedAgainRightBeforeMidnight() {
        Instant paid = BEFORE_MIDNIGHT.minus(Duration.ofDays(40));
        LocalDate due = LocalDate.of(2026, 11, 1);
        task.take(
                EventTypes.INVOICE_ISSUED,
                paid.minusSeconds(60),
                new InvoiceIssued("i1", "c1", BigDecimal.TEN, due, null, null));
        task.take(
                EventTypes.PAYMENT_RECEIVED,
                paid,
                new PaymentReceived("p1", "i1", "c1", BigDecimal.TEN, null, null, null));
        task.customers.write();
        task.take(EventTypes.PAYMENT_REVERSED, BEFORE_MIDNIGHT, new PaymentReversed("p1", "c1"));
        task.clock.advance(MOMENT);

        task.work(LONG);

        assertThat(task.metrics("c1").maxDaysLate()).isEqualTo(22);
    }

    /** By a version that wrote only after it had read whom the day concerned. */
    @Test
    void shouldRollWhoWasMissedOnAnEarlierDay() {
        task.take(EventTypes.ORDER_PLACED, BEFORE_MIDNIGHT.plusMillis(340), order("o1", "c1"));
        task.customers.write();
        task.customers.change(task.customers.state().rolledThrough(LocalDate.of(2026, 11, 23)));
        task.clock.advance(DAY.plus(MOMENT));

        task.work(LONG);

        assertThat(task.metrics("c1").orderAmount()).isEqualByComparingTo("10");
    }

    @Test
    void shouldRollWhoComesWhileTheClockHasSteppedBackOverMidnight() {
        task.clock.advance(MOMENT);
        task.work(LONG);
        task.clock.advance(MOMENT.negated());
        task.take(EventTypes.ORDER_PLACED, BEFORE_MIDNIGHT.plusMillis(340), order("o1", "c1"));
        task.customers.write();
        task.clock.advance(DAY.plus(MOMENT));

        task.work(LONG);

        assertThat(task.metrics("c1").orderAmount()).isEqualByComparingTo("10");
    }

    /** The event of the last moment before midnight comes while the roll to the day before is still at work. */
    @Test
    void shouldRollInSlicesAcrossMidnight() {
        for (int i = 0; i < 300; i++) {
            task.take(EventTypes.ORDER_PLACED, BEFORE_MIDNIGHT.plusMillis(340), order("o" + i, "c" + i));
        }
        task.clock.advance(DAY);

        assertThat(task.work(Duration.ZERO)).isTrue();
        task.take(EventTypes.ORDER_PLACED, BEFORE_MIDNIGHT.plus(DAY).plusMillis(340), order("late", "c0"));
        task.clock.advance(MOMENT);
        assertThat(task.work(Duration.ZERO)).isFalse();

        assertThat(task.customers.state().rolledThrough()).isEqualTo(LocalDate.of(2026, 11, 24));
        for (int i = 1; i < 300; i++) {
            assertThat(task.metrics("c" + i).orderAmount()).isEqualByComparingTo("10");
        }
        assertThat(task.metrics("c0").orderAmount()).isEqualByComparingTo("20");
    }

    private static OrderPlaced order(String orderId, String customerId) {
        return new OrderPlaced(orderId, customerId, BigDecimal.TEN, null, null, null);
    }

    /** One partition's stores and what works on them; nothing is written but when the test or the work itself says so. */
    private static final class Task {

        final TestClock clock;
        final WorkingSet customers;
        private final ScoringContext scoring;
        private final BackgroundWork work;
        private final Map<String, Metrics> told = new HashMap<>();
        private int sequence;

        Task(Instant start) {
            clock = new TestClock(start);
            scoring = ScoringContext.of(
                    Bench.properties(Period.ofDays(365), "UTC"),
                    clock,
                    new IntakeCounters(new SimpleMeterRegistry()),
                    TraceStep.NONE);
            Stores.OfTask stores =
                    new Stores.OfTask(new MemoryStore(), new MemoryStore(), new MemoryStore(), new MemoryStore());
            customers = new WorkingSet(scoring, stores, 0, this::tell);
            work = new BackgroundWork(scoring, stores, customers);
            // As the first tick after a start does.
            customers.state();
        }

        void take(String type, Instant time, EventData data) {
            Fact fact = scoring.facts()
                    .translate(new Event<>(new Envelope("e" + ++sequence, "urn:test", type, time), data));
            CustomerFile file = customers.open(data.customerId());
            file.apply(Scoring.decide(file.metrics(), file.ledger(), fact, scoring.rules(), scoring.today()));
        }

        boolean work(Duration slice) {
            return work.workFor(slice);
        }

        Metrics metrics(String customerId) {
            return Objects.requireNonNull(told.get(customerId), "Nothing told of " + customerId);
        }

        private void tell(Record<byte[], byte[]> record) {
            Decoded decoded = (Decoded) EventCodec.decode(Topics.CUSTOMER_SCORES, record.value(), record.headers());
            CustomerScored score = (CustomerScored) decoded.event().data();
            told.put(score.customerId(), score.metrics());
        }
    }
}
