package io.tierstream.benchmarks;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.local.LocalStack;
import io.tierstream.local.ManagedProcess;
import io.tierstream.local.Ports;
import io.tierstream.local.Service;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import tools.jackson.databind.JsonNode;

/** What the built system does over HTTP, with broker, store and services as processes of this machine. */
public final class StackBenchmark {

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final Duration TELLING = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int MARKS = 3;
    private static final int ROUNDS = 3;
    private static final int WARM_UP = 20;

    private static final Metrics NO_METRICS = new Metrics(
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            0,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            null,
            BigDecimal.ZERO,
            null,
            null,
            null,
            null,
            BigDecimal.ZERO,
            null,
            0,
            0,
            null,
            null,
            null);

    private final LocalStack stack;
    private final Client client;

    private StackBenchmark(LocalStack stack) {
        this.stack = stack;
        this.client = new Client(stack);
    }

    /** Argument: which one; see {@code dev/benchmarks/run}. */
    public static void main(String[] arguments) throws Exception {
        String which = arguments[0];
        int size = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 0;
        Path folder = Files.createTempDirectory("tierstream-benchmark");
        LocalStack.Builder chosen = LocalStack.in(folder)
                .ports(Ports.free())
                .fresh(true)
                .setting("logging.level.root", "WARN")
                .setting(Service.TIERS, "tierstream.cut-offs.interval", "P1D")
                .progress(System.out::println);
        switch (which) {
            case "grading" -> chosen.heap(Service.TIERS, 2_048);
            case "queue" -> chosen.heap(Service.DESK, 512);
            default -> {
                // What dev/up gives is enough.
            }
        }
        try (LocalStack stack = chosen.open()) {
            StackBenchmark benchmark = new StackBenchmark(stack);
            switch (which) {
                case "intake" -> benchmark.intake(size == 0 ? 200_000 : size);
                case "pipeline" -> benchmark.pipeline(size == 0 ? 300_000 : size);
                case "latency" -> benchmark.latency(size == 0 ? 100 : size);
                case "queue" -> benchmark.queue(size == 0 ? 100_000 : size);
                case "grading" -> benchmark.grading(size == 0 ? 1_000_000 : size);
                default -> throw new IllegalArgumentException("There is no benchmark " + which);
            }
        }
    }

    /** Events acknowledged by Kafka, over HTTP next to a Kafka producer of one's own; only ingest-service runs. */
    private void intake(int events) throws Exception {
        stack.startServers();
        stack.process(Service.INGEST).start();
        stack.process(Service.INGEST).awaitReady(PATIENCE);
        List<Event<?>> all = new Workload(events, 100_000).all(now());
        List<byte[]> batches = batches(all, 1_000);
        List<byte[]> singles = all.stream()
                .limit(20_000)
                .map(event -> Client.structured(event).getBytes(StandardCharsets.UTF_8))
                .toList();
        System.out.printf(
                "%-8s %22s %22s %8s   %s%n",
                "round", "producer events/s", "HTTP batches events/s", "ratio", "batches of 1,000");
        for (int round = 0; round <= ROUNDS; round++) {
            double direct = rate(events, () -> produce(all));
            Times times = new Times();
            double http = rate(events, () -> inParallel(8, batches, batch -> times.time(() -> client.publish(batch))));
            System.out.printf("%-8s %,22.0f %,22.0f %8.2f   %s%n", name(round), direct, http, http / direct, times);
        }
        System.out.printf("%-8s %22s   %s%n", "round", "single requests/s", "each");
        for (int round = 0; round <= ROUNDS; round++) {
            Times times = new Times();
            double single = rate(
                    singles.size(), () -> inParallel(32, singles, one -> times.time(() -> client.publishOne(one))));
            System.out.printf("%-8s %,22.0f   %s%n", name(round), single, times);
        }
    }

    /** From the first request until every complaint is a ticket and every figure is known, everything running. */
    private void pipeline(int events) throws Exception {
        stack.start();
        System.out.printf(
                "%-8s %18s %18s   %s%n", "round", "accepted events/s", "done events/s", "µs of processor an event");
        for (int round = 0; round < ROUNDS; round++) {
            Workload workload = new Workload(events, 100_000).named("r" + round);
            List<byte[]> batches = batches(workload.all(now()), 1_000);
            Map<String, Duration> before = processorTimes();
            long begin = System.nanoTime();
            inParallel(6, batches, client::publish);
            double accepted = events / seconds(begin);
            awaitQuiet();
            System.out.printf(
                    "%-8d %,18.0f %,18.0f   %s%n",
                    round + 1,
                    accepted,
                    events / (seconds(begin) - QUIET.toSeconds()),
                    microsPerEvent(before, processorTimes(), events));
        }
    }

    /** What each process has computed so far; the load's is called {@code load}. */
    private Map<String, Duration> processorTimes() {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put("load", processorTime(ProcessHandle.current()));
        for (ManagedProcess process : stack.processes()) {
            process.pid()
                    .flatMap(ProcessHandle::of)
                    .ifPresent(handle -> times.put(process.name(), processorTime(handle)));
        }
        return times;
    }

    private static Duration processorTime(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static String microsPerEvent(Map<String, Duration> before, Map<String, Duration> after, int events) {
        double all = 0;
        StringBuilder each = new StringBuilder();
        for (Map.Entry<String, Duration> process : after.entrySet()) {
            Duration spent = process.getValue().minus(before.getOrDefault(process.getKey(), Duration.ZERO));
            double micros = spent.toNanos() / 1e3 / events;
            all += micros;
            each.append(" %s %.0f,".formatted(process.getKey(), micros));
        }
        return "%.0f:%s".formatted(all, each.substring(0, each.length() - 1));
    }

    /** From the acknowledgement of an order to the new place of its customer's ticket, under load of 1,000 events a second. */
    private void latency(int orders) throws Exception {
        int probes = WARM_UP + orders;
        stack.start();
        Instant now = now();
        for (int i = 1; i <= probes; i++) {
            publish(order("base-" + i, "base-order-" + i, i * 1_000, now));
        }
        for (int i = 0; i < probes; i++) {
            publish(order("probe-" + i, "small-" + i, 10, now));
            publish(event(
                    now.minus(1, ChronoUnit.DAYS),
                    EventTypes.COMPLAINT_OPENED,
                    "opened-" + i,
                    new ComplaintOpened("ticket-" + i, "probe-" + i, "Late", null, null, null, null, null)));
        }
        awaitQuiet();
        calculateCutOffs();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger published = new AtomicInteger();
        Thread load = Thread.ofPlatform().start(() -> load(over, published));
        Times times = new Times();
        Instant begun = Instant.now();
        for (int i = 0; i < probes; i++) {
            String ticket = "/v1/tickets/ticket-" + i;
            String due =
                    client.get(Service.DESK, "support", ticket).path("dueAt").asString();
            publish(order("probe-" + i, "large-" + i, 20_000_000, now));
            long acknowledged = System.nanoTime();
            await(() -> !client.get(Service.DESK, "support", ticket)
                    .path("dueAt")
                    .asString()
                    .equals(due));
            if (i >= WARM_UP) {
                times.add(System.nanoTime() - acknowledged);
            }
            if (i >= WARM_UP && (i + 1) % 20 == 0) {
                System.out.printf("%d of %d orders: %s%n", i + 1, probes, times);
            }
            LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
        }
        double rate = published.get() / (Duration.between(begun, Instant.now()).toMillis() / 1e3);
        over.set(true);
        load.join();
        System.out.printf("order acknowledged to ticket moved, under %,.0f events/s: %s%n", rate, times);
    }

    private void load(AtomicBoolean over, AtomicInteger published) {
        List<Event<?>> events = new Workload(200_000, 10_000).named("load").all(now());
        long begin = System.nanoTime();
        for (int from = 0; !over.get() && from + 100 <= events.size(); from += 100) {
            client.publish(Client.lines(events.subList(from, from + 100)));
            published.addAndGet(100);
            LockSupport.parkNanos(begin + (from + 100L) * 1_000_000 - System.nanoTime());
        }
    }

    /** {@code queue/next} by agents at once and by one after the other, with that many open tickets. */
    private void queue(int tickets) throws Exception {
        stack.startServers();
        for (Service service : List.of(Service.INGEST, Service.DESK)) {
            stack.process(service).start();
        }
        for (Service service : List.of(Service.INGEST, Service.DESK)) {
            stack.process(service).awaitReady(PATIENCE);
        }
        List<Event<?>> complaints = new ArrayList<>();
        Instant now = now();
        for (int i = 0; i < tickets; i++) {
            complaints.add(event(
                    now.minusSeconds(i),
                    EventTypes.COMPLAINT_OPENED,
                    "opened-" + i,
                    new ComplaintOpened(
                            "ticket-" + i, "customer-" + i % 10_000, "Late", null, null, null, null, null)));
        }
        long begin = System.nanoTime();
        inParallel(4, batches(complaints, 1_000), client::publish);
        String last = "/v1/tickets/ticket-";
        await(() -> IntStream.range(0, 20).allMatch(i -> isKnown(last + (tickets - 1 - i * (tickets / 20)))));
        System.out.printf("%,d complaints became tickets at %,.0f a second%n", tickets, tickets / seconds(begin));
        awaitQuiet();
        Set<String> taken = ConcurrentHashMap.newKeySet();
        Times alone = new Times();
        for (int i = 0; i < 500; i++) {
            alone.time(() -> take("agent-0", taken));
        }
        System.out.println("next ticket, one agent after the other: " + alone);
        for (int round = 0; round <= ROUNDS; round++) {
            Times paced = new Times();
            Map<String, Duration> before = processorTimes();
            agents(200, round == 0 ? 60 : 15, Duration.ofSeconds(1), paced, taken);
            System.out.printf(
                    "next ticket, 200 agents, each once a second, %s: %s; µs of processor each %s%n",
                    name(round), paced, microsPerEvent(before, processorTimes(), paced.count()));
        }
        Times atOnce = new Times();
        agents(200, 5, Duration.ZERO, atOnce, taken);
        System.out.println("next ticket, 200 agents, all at the same instant: " + atOnce);
        System.out.printf("%,d tickets taken, none twice%n", taken.size());
    }

    private void agents(int agents, int each, Duration every, Times times, Set<String> taken) throws Exception {
        Random random = new Random(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int agent = 0; agent < agents; agent++) {
                String name = "agent-" + agent;
                long first = every.isZero() ? 0 : random.nextLong(every.toNanos());
                all.add(threads.submit(() -> {
                    LockSupport.parkNanos(first);
                    for (int i = 0; i < each; i++) {
                        times.time(() -> take(name, taken));
                        LockSupport.parkNanos(every.toNanos());
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void take(String agent, Set<String> taken) {
        HttpResponse<String> answer = client.send(
                Service.DESK, "support", "POST", "/v1/queue/next", Map.of("X-Agent", agent), new byte[0], 200);
        String ticket = Client.json(answer).path("complaintId").asString();
        if (!taken.add(ticket)) {
            throw new IllegalStateException(ticket + " was given out twice");
        }
    }

    private boolean isKnown(String ticket) {
        return client.send(Service.DESK, "support", "GET", ticket, Map.of(), new byte[0], 200, 404)
                        .statusCode()
                == 200;
    }

    /** Cut-offs over all customers, and simulations of policies on them; scores come straight to their topic. */
    private void grading(int customers) throws Exception {
        stack.startServers();
        stack.process(Service.TIERS).start();
        stack.process(Service.TIERS).awaitReady(PATIENCE);
        long begin = System.nanoTime();
        score(customers);
        awaitQuiet();
        // While grades still come in, an order for cut-offs may only be accepted (202).
        await(() -> client.post(Service.TIERS, "ops", "/v1/cut-offs", "{}", 200, 202)
                        .path("n")
                        .asInt()
                == customers);
        System.out.printf("%,d customers graded at %,.0f a second%n", customers, customers / seconds(begin));
        awaitQuiet();
        Times cutOffs = new Times();
        for (int i = 0; i < 5; i++) {
            cutOffs.time(this::calculateCutOffs);
        }
        System.out.printf("cut-offs of %,d customers: %s%n", customers, cutOffs);
        Times simulations = new Times();
        for (int i = 0; i < 5; i++) {
            int profit = 50 + i;
            JsonNode draft = client.post(
                    Service.TIERS,
                    "ops",
                    "/v1/policies",
                    "{\"weights\":{\"credit\":10,\"volume\":%d,\"profit\":%d,\"prospect\":0}}"
                            .formatted(90 - profit, profit),
                    201);
            String path = "/v1/policies/" + draft.path("policyVersion").asInt() + "/simulations";
            simulations.time(() -> client.post(Service.TIERS, "ops", path, "{}", 200));
        }
        System.out.printf("simulation over %,d customers: %s%n", customers, simulations);
    }

    private void score(int customers) {
        Random random = new Random(1);
        Instant now = now();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            for (int i = 0; i < customers; i++) {
                BigDecimal volume = points(random);
                producer.send(EventCodec.encode(event(
                        now,
                        EventTypes.CUSTOMER_SCORED,
                        "scored-" + i,
                        new CustomerScored(
                                "customer-" + i,
                                today,
                                1,
                                "EUR",
                                NO_METRICS,
                                new Criteria(points(random), volume, points(random), null),
                                List.of(),
                                1))));
            }
        }
    }

    private static BigDecimal points(Random random) {
        return BigDecimal.valueOf(random.nextInt(10_001), 2);
    }

    private JsonNode calculateCutOffs() {
        return client.post(Service.TIERS, "ops", "/v1/cut-offs", "{}", 200);
    }

    /** Until every group has read everything, but for the marks of transactions, and nothing more comes for a second. */
    private void awaitQuiet() {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()))) {
            AtomicLong before = new AtomicLong(-1);
            AtomicLong since = new AtomicLong(System.nanoTime());
            AtomicLong told = new AtomicLong(System.nanoTime());
            await(() -> {
                long[] readAndMissing = progress(admin);
                if (System.nanoTime() - told.get() > TELLING.toNanos()) {
                    told.set(System.nanoTime());
                    System.out.printf(
                            "… %,d records read, %d partitions behind%n", readAndMissing[0], readAndMissing[1]);
                }
                if (readAndMissing[0] != before.getAndSet(readAndMissing[0])) {
                    since.set(System.nanoTime());
                }
                // Asking is work for the broker, too.
                LockSupport.parkNanos(LOOK.toNanos());
                return readAndMissing[1] == 0 && System.nanoTime() - since.get() > QUIET.toNanos();
            });
        }
    }

    /** What all groups have read, and how many partitions have something for one that it has not read. */
    private static long[] progress(Admin admin) {
        try {
            long read = 0;
            long missing = 0;
            for (GroupListing group : admin.listGroups().all().get()) {
                Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(group.groupId())
                        .partitionsToOffsetAndMetadata()
                        .get();
                var ends = admin.listOffsets(offsets.keySet().stream()
                                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())))
                        .all()
                        .get();
                for (var offset : offsets.entrySet()) {
                    long position =
                            offset.getValue() == null ? 0 : offset.getValue().offset();
                    read += position;
                    if (java.util.Objects.requireNonNull(ends.get(offset.getKey()))
                                            .offset()
                                    - position
                            > MARKS) {
                        missing++;
                    }
                }
            }
            return new long[] {read, missing};
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish(Event<?> event) {
        client.publish(Client.lines(List.of(event)));
    }

    private static Event<?> order(String customer, String order, long amount, Instant time) {
        return event(
                time,
                EventTypes.ORDER_PLACED,
                order,
                new OrderPlaced(
                        order, customer, BigDecimal.valueOf(amount), null, BigDecimal.valueOf(amount / 2), null));
    }

    private static <D extends EventData> Event<D> event(Instant time, String type, String id, D data) {
        return new Event<>(new Envelope(id, "urn:tierstream:benchmark", type, time), data);
    }

    private void produce(List<Event<?>> events) {
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            events.forEach(event -> producer.send(EventCodec.encode(event)));
        }
    }

    private KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.bootstrapServers(), "acks", "all", "linger.ms", "5"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static List<byte[]> batches(List<Event<?>> events, int size) {
        List<byte[]> batches = new ArrayList<>();
        for (int from = 0; from < events.size(); from += size) {
            batches.add(Client.lines(events.subList(from, Math.min(events.size(), from + size))));
        }
        return batches;
    }

    private static <T> void inParallel(int threads, List<T> all, Consumer<T> work) {
        AtomicInteger next = new AtomicInteger();
        List<Thread> workers = new ArrayList<>();
        AtomicBoolean failed = new AtomicBoolean();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().start(() -> {
                try {
                    for (int j = next.getAndIncrement(); j < all.size(); j = next.getAndIncrement()) {
                        work.accept(all.get(j));
                    }
                } catch (RuntimeException e) {
                    failed.set(true);
                    throw e;
                }
            }));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        if (failed.get()) {
            throw new IllegalStateException("Not everything was taken");
        }
    }

    private static double rate(int events, Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return events / seconds(begin);
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("Not within " + PATIENCE);
            }
            LockSupport.parkNanos(2_000_000);
        }
    }

    private static String name(int round) {
        return round == 0 ? "warm-up" : Integer.toString(round);
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
