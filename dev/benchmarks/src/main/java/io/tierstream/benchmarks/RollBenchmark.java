package io.tierstream.benchmarks;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.scoring.streams.PartitionReports;
import io.tierstream.scoring.streams.TaskState;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * A day's roll: many customers, of whom some have a day that leaves the window tomorrow; then it is tomorrow, while events
 * keep coming. How long until every customer's figures are true for the new day, and how far events fall behind meanwhile.
 */
public final class RollBenchmark {

    private static final int WINDOW = 365;
    private static final int LOAD = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(10);

    private RollBenchmark() {}

    /** A clock that can be set to the next day. */
    static final class NextDay extends Clock {

        private static final NextDay CLOCK = new NextDay();

        private volatile Duration offset = Duration.ZERO;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(offset);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherClock {

        @Bean
        @Primary
        Clock nextDay() {
            return NextDay.CLOCK;
        }
    }

    /** Arguments, all optional: customers, how many of them change, rolls. */
    public static void main(String[] arguments) throws Exception {
        Machine.print();
        int customers = Machine.argument(arguments, 0, 1_000_000);
        int changing = Machine.argument(arguments, 1, 50_000);
        int rolls = Machine.argument(arguments, 2, 3);
        // From days ago up to today: the broker takes no record of a day to come.
        NextDay.CLOCK.offset = Duration.ofDays(-rolls);
        try (Course course = new Course(new Workload(0, customers))) {
            System.out.printf("Publishing an order of each of %,d customers …%n", customers);
            publish(course.brokers(), customers, changing, rolls);
            try (ConfigurableApplicationContext service = course.service("roll", OtherClock.class)) {
                PartitionReports reports = service.getBean(PartitionReports.class);
                await(() -> customers(reports) == customers, "all customers to be known");
                try (Load load = new Load(course, customers)) {
                    System.out.printf(
                            "%-6s %12s %12s %22s %22s%n",
                            "roll", "changed", "seconds", "events behind before", "most behind meanwhile");
                    for (int i = 1; i <= rolls; i++) {
                        roll(i, reports, load);
                    }
                }
            }
        }
    }

    private static void roll(int number, PartitionReports reports, Load load) throws Exception {
        Thread.sleep(3_000);
        long before = load.mostBehind(Duration.ofSeconds(3));
        long changedBefore = previous(reports);
        LocalDate day =
                LocalDate.ofInstant(NextDay.CLOCK.instant(), ZoneOffset.UTC).plusDays(1);
        long from = System.nanoTime();
        NextDay.CLOCK.offset = NextDay.CLOCK.offset.plusDays(1);
        long behind = 0;
        while (reports.latest().stream().anyMatch(it -> it.rolledThrough().isBefore(day))) {
            behind = Math.max(behind, load.mostBehind(Duration.ZERO));
            Thread.sleep(20);
            if (System.nanoTime() - from > LIMIT.toNanos()) {
                throw new IllegalStateException("The roll took more than " + LIMIT);
            }
        }
        double seconds = (System.nanoTime() - from) / 1e9;
        System.out.printf(
                "%-6d %,12d %12.1f %,22d %,22d%n", number, previous(reports) - changedBefore, seconds, before, behind);
    }

    /** What has left the window, as an amount of 1 for each customer who changed. */
    private static long previous(PartitionReports reports) {
        return reports.latest().stream()
                .map(it -> it.totals().previousOrderAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .longValue();
    }

    private static long customers(PartitionReports reports) {
        return reports.latest().stream()
                .map(TaskState::totals)
                .mapToLong(it -> it.customers())
                .sum();
    }

    private static void publish(String brokers, int customers, int changing, int rolls) {
        Random random = new Random(1);
        LocalDate today = LocalDate.ofInstant(NextDay.CLOCK.instant(), ZoneOffset.UTC);
        try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
            for (int i = 0; i < customers; i++) {
                int roll = i / Math.max(1, changing);
                int daysAgo = roll < rolls ? WINDOW - 1 - roll : 1 + random.nextInt(WINDOW - 60);
                Instant time = today.minusDays(daysAgo).atTime(12, 0).toInstant(ZoneOffset.UTC);
                producer.send(EventCodec.encode(order("order-" + i, i, time)));
            }
        }
    }

    private static Event<?> order(String id, int customer, Instant time) {
        return new Event<>(
                new Envelope(id, "urn:tierstream:benchmark", EventTypes.ORDER_PLACED, time),
                new OrderPlaced(id, "customer-" + customer, BigDecimal.ONE, null, null, null));
    }

    private static KafkaProducer<byte[], byte[]> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        brokers,
                        "linger.ms",
                        "5",
                        "batch.size",
                        "262144",
                        "delivery.timeout.ms",
                        "900000"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static void await(java.util.function.BooleanSupplier condition, String what) throws InterruptedException {
        long until = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("Waited in vain for " + what);
            }
            Thread.sleep(100);
        }
    }

    /** A thousand orders a second, and how many of them wait. */
    private static final class Load implements AutoCloseable {

        private final Course course;
        private final AtomicBoolean running = new AtomicBoolean(true);
        private final AtomicLong published;
        private final Thread thread;

        Load(Course course, int customers) {
            this.course = course;
            this.published = new AtomicLong(customers);
            this.thread = Thread.ofPlatform().name("load").start(() -> publish(course.brokers(), customers));
        }

        private void publish(String brokers, int customers) {
            Random random = new Random(2);
            try (KafkaProducer<byte[], byte[]> producer = producer(brokers)) {
                long from = System.nanoTime();
                for (long i = 0; running.get(); i++) {
                    producer.send(
                            EventCodec.encode(order("load-" + i, random.nextInt(customers), NextDay.CLOCK.instant())),
                            (metadata, problem) -> published.incrementAndGet());
                    long ahead = from + (i + 1) * 1_000_000_000L / LOAD - System.nanoTime();
                    if (ahead > 0) {
                        java.util.concurrent.locks.LockSupport.parkNanos(ahead);
                    }
                }
            }
        }

        /** The most that were published and not yet committed, at any time of that span. */
        long mostBehind(Duration span) throws Exception {
            long until = System.nanoTime() + span.toNanos();
            long most = 0;
            do {
                long so = published.get();
                most = Math.max(most, so - course.progress("roll").committed());
            } while (System.nanoTime() < until);
            return most;
        }

        @Override
        public void close() throws InterruptedException {
            running.set(false);
            thread.join();
        }
    }
}
