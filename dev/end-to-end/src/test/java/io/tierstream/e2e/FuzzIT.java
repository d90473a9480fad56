package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.local.ManagedProcess;
import io.tierstream.local.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Good input spoilt at random, by every way in at once: events over HTTP in all forms, records straight on the input
 * topics, files of rows, and requests to everything else. Whatever it was: no failure of ours, every refusal says why, all
 * poison lies among the dead letters, all consumers go on, and the memory stays as it was. {@code
 * -Dtierstream.fuzz=1000000} for a long run.
 */
class FuzzIT {

    private static final long SEED = Long.getLong("tierstream.seed", 20_261_122L);
    private static final int INPUTS = Integer.getInteger("tierstream.fuzz", 0);

    /** From so many inputs on, the memory of a third of them is compared with that of all. */
    private static final int MANY = 100_000;

    /** What may be open, cached or waiting when one looks. */
    private static final long HEAP_MARGIN = 32L << 20;

    private static final Duration LAST = Duration.ofSeconds(60 + INPUTS / 1_000);
    private static final int LINES = Math.clamp(INPUTS / 50, 20, 500);
    private static final int RECORDS = 500;
    private static final int SHOWN = 40;
    private static final String PREFIX = "fuzz-" + SEED + "-";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final List<String> CUSTOMERS = named("c", 3);
    private static final List<String> TICKETS = named("t", 10);
    private static final List<String> COLUMNS = List.of(
            "type,time,customerId,id,source,orderId,amount,currency,cost,quantity,cancellationId,returnId,reason,invoiceId",
            "dueDate,paymentId,lateReason,complaintId,subject,description,category,severity,channel,note,name",
            "accountManager,segment,region,customerSince,visitId,visitedBy,financial,market,cooperation,influence,assessedBy");

    private final AtomicLong inputs = new AtomicLong();
    private final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
    private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();
    private final LongAdder wrongs = new LongAdder();

    /** Where poison lies, and why it is poison. */
    private final Map<String, String> poison = new ConcurrentHashMap<>();

    /** What one way in is to do with so many inputs. */
    private interface Way {
        void send(Spoiler spoiler, int count);
    }

    @Test
    void shouldTakeOrRefuseWhateverComesAndGoOn() {
        Assumptions.assumeTrue(INPUTS > 0, "Takes long on a busy machine: -Dtierstream.fuzz=5000");
        prepare();
        double errorsBefore = errorsLogged();
        long begin = System.nanoTime();

        // When spoilt input comes by all ways at once
        List<CompletableFuture<Void>> ways = List.of(
                begun(1, INPUTS * 60 / 100, this::publish),
                begun(2, INPUTS * 25 / 100, this::poison),
                begun(3, INPUTS * 8 / 100, this::importRows),
                begun(4, INPUTS * 4 / 100, this::request),
                begun(5, INPUTS * 3 / 100, this::request));
        CompletableFuture<Void> all = CompletableFuture.allOf(ways.toArray(CompletableFuture[]::new));
        Map<Service, Long> early = new EnumMap<>(Service.class);
        if (INPUTS >= MANY) {
            Waiting.upTo(Duration.ofHours(2)).until(() -> inputs.get() > INPUTS / 3 || all.isDone());
            early.putAll(heaps());
        }
        all.join();
        double seconds = (System.nanoTime() - begin) / 1e9;

        // Then every answer was right
        System.out.printf("Fuzzed from seed %d: %d inputs in %.1f s, %s%n", SEED, inputs.get(), seconds, outcomes);
        wrong.forEach(System.out::println);
        assertThat(wrong).as("seed %d, %d wrong, of them", SEED, wrongs.sum()).isEmpty();
        assertThat(Stream.of("request 503", "publishing 503")
                        .mapToLong(busy ->
                                outcomes.getOrDefault(busy, new LongAdder()).sum())
                        .sum())
                .as("come back later, of %d", INPUTS)
                .isLessThanOrEqualTo(INPUTS / 1_000);
        assertThat(outcomes.keySet()).contains("event 202", "event 400", "event 422", "request 200", "request 400");

        // And what comes after it goes through, on every partition
        assertGoodGoesThrough();

        // And all poison is among the dead letters
        Waiting.upTo(LAST)
                .pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> assertThat(missing()).as("seed %d", SEED).isEmpty());

        // And all services are well
        for (ManagedProcess process : Stack.running().processes()) {
            assertThat(process.isAlive()).as(process.name()).isTrue();
        }
        for (Service service : Service.values()) {
            assertThat(Stack.running().process(service).isReady())
                    .as(service.module())
                    .isTrue();
        }
        assertThat(errorsLogged() - errorsBefore)
                .as("errors logged, seed %d", SEED)
                .isZero();

        // And their memory stays as it was
        if (INPUTS >= MANY) {
            assertFlat(early, heaps());
        }
        System.out.printf(
                "All %d records of poison are dead letters; the last good event went through %.1f s after the first input%n",
                poison.size(), (System.nanoTime() - begin) / 1e9);
        withdraw();
    }

    private static List<String> named(String kind, int count) {
        return IntStream.range(0, count).mapToObj(i -> PREFIX + kind + i).toList();
    }

    private static CompletableFuture<Void> begun(int number, int count, Way way) {
        return CompletableFuture.runAsync(
                () -> way.send(new Spoiler(SEED * 10 + number), count),
                work -> Thread.ofPlatform().name("fuzz-" + number).start(work));
    }

    private void sent(int count) {
        long now = inputs.addAndGet(count);
        if (now * 10 / INPUTS > (now - count) * 10 / INPUTS) {
            System.out.printf("%d of %d inputs%n", now, INPUTS);
        }
    }

    private void count(String outcome) {
        outcomes.computeIfAbsent(outcome, name -> new LongAdder()).increment();
    }

    private void wrong(String what) {
        wrongs.increment();
        if (wrong.size() < SHOWN) {
            wrong.add(what);
        }
    }

    /** Customers and tickets of this journey, which spoilt requests are about. */
    private static void prepare() {
        List<ObjectNode> events = new ArrayList<>();
        for (String customer : CUSTOMERS) {
            events.add(event(EventTypes.ORDER_PLACED, customer, customer + "-first"));
        }
        for (String ticket : TICKETS) {
            ObjectNode opened = event(EventTypes.COMPLAINT_OPENED, CUSTOMERS.getFirst(), ticket);
            ((ObjectNode) opened.get("data")).put("complaintId", ticket);
            events.add(opened);
        }
        publishGood(events);
        Waiting.upToSeconds(60).untilAsserted(() -> {
            for (String customer : CUSTOMERS) {
                Stack.tiers().get("/v1/customers/" + customer).expect(200);
            }
            for (String ticket : TICKETS) {
                Stack.desk().get("/v1/tickets/" + ticket).expect(200);
            }
        });
    }

    private static ObjectNode event(String type, String customer, String id) {
        ObjectNode event = Samples.event(type, PREFIX + type + id);
        event.set("data", Samples.data(type, id).put("customerId", customer));
        return event;
    }

    private static void publishGood(List<ObjectNode> events) {
        String lines = events.stream().map(ObjectNode::toString).collect(Collectors.joining("\n"));
        Stack.ingest()
                .send("POST", "/v1/events", Publishing.LINES, lines.getBytes(StandardCharsets.UTF_8))
                .expect(202);
    }

    // --- events over HTTP
    // --------------------------------------------------------------------------------------------------------

    private void publish(Spoiler spoiler, int count) {
        for (int sent = 0; sent < count; ) {
            int room = count - sent;
            int now = switch (spoiler.below(20)) {
                case 0 -> publishSingly(spoiler, Math.min(room, 10));
                case 1 -> publishBinary(spoiler, Math.min(room, 10));
                case 2 -> publishLines(spoiler, Math.min(room, 10), "");
                case 3, 4 -> publishBatch(spoiler, Math.min(room, LINES / 2));
                default -> publishLines(spoiler, Math.min(room, LINES), "?partial=true");
            };
            sent += now;
            sent(now);
        }
    }

    private static String good(Spoiler spoiler) {
        String type = spoiler.oneOf(Samples.types());
        ObjectNode event = Samples.event(type, PREFIX + spoiler.below(Integer.MAX_VALUE));
        event.put("subject", Spoiler.CUSTOMER);
        event.set("data", data(spoiler, type));
        return event.toString();
    }

    /** Ids of business come again, so that what is kept stays small. */
    private static ObjectNode data(Spoiler spoiler, String type) {
        ObjectNode data = Samples.data(type, PREFIX + spoiler.below(100));
        if (data.has("complaintId")) {
            data.put("complaintId", spoiler.oneOf(TICKETS));
        }
        return data.put("customerId", Spoiler.CUSTOMER);
    }

    private static byte[] spoilt(Spoiler spoiler, String good) {
        return Spoiler.of(spoiler.oneOf(CUSTOMERS), spoiler.document(good));
    }

    private int publishLines(Spoiler spoiler, int count, String query) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            lines.writeBytes(spoilt(spoiler, good(spoiler)));
            lines.write('\n');
        }
        post("/v1/events" + query, Map.of("Content-Type", Publishing.LINES), lines.toByteArray());
        return count;
    }

    /** Of JSON that can be read at least, for the first that cannot ends the batch. */
    private int publishBatch(Spoiler spoiler, int count) {
        List<String> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(spoiler.json(good(spoiler)));
        }
        byte[] batch = ("[" + String.join(",", events) + "]").getBytes(StandardCharsets.UTF_8);
        post(
                "/v1/events?partial=true",
                Map.of("Content-Type", BATCH),
                Spoiler.of(spoiler.oneOf(CUSTOMERS), spoiler.oneIn(10) ? spoiler.bytes(batch) : batch));
        return count;
    }

    private int publishSingly(Spoiler spoiler, int count) {
        for (int i = 0; i < count; i++) {
            byte[] body = spoilt(spoiler, good(spoiler));
            if (spoiler.oneIn(100)) {
                body = ("{\"data\":{\"x\":[" + "{},".repeat(3_300_000) + "1]}}").getBytes(StandardCharsets.US_ASCII);
            }
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", Publishing.STRUCTURED + (spoiler.oneIn(20) ? ";charset=utf-16" : ""));
            if (spoiler.oneIn(20)) {
                headers.put("Content-Encoding", spoiler.oneOf(List.of("gzip", "br", "identity", "x")));
                body = spoiler.oneIn(2) ? Spoiler.gzip(body) : body;
            }
            post("/v1/events", headers, body);
        }
        return count;
    }

    private int publishBinary(Spoiler spoiler, int count) {
        for (int i = 0; i < count; i++) {
            String type = spoiler.oneOf(Samples.types());
            Map<String, String> headers = new LinkedHashMap<>();
            headers.put("Content-Type", "application/json");
            binary(spoiler, type).forEach((name, value) -> headers.put("ce-" + name, value));
            if (spoiler.oneIn(2)) {
                headers.put(spoiler.oneOf(List.copyOf(headers.keySet())), inHeader(spoiler.text()));
            }
            post("/v1/events", headers, spoilt(spoiler, data(spoiler, type).toString()));
        }
        return count;
    }

    private static Map<String, String> binary(Spoiler spoiler, String type) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", PREFIX + spoiler.below(Integer.MAX_VALUE));
        attributes.put("source", "urn:journey:fuzz");
        attributes.put("type", type);
        attributes.put("time", "2026-11-01T10:00:00Z");
        return attributes;
    }

    private static String inHeader(String text) {
        String encoded = Api.encoded(text);
        return encoded.length() > 4_000 ? encoded.substring(0, 4_000) : encoded;
    }

    /** The answer must be of use, for each event where each is answered. */
    private void post(String path, Map<String, String> headers, byte[] body) {
        Answer answer;
        try {
            answer = Stack.ingest().trySend("POST", path, headers, body);
        } catch (IOException unanswered) {
            wrong(path + " " + headers + " " + SpoiltRequests.printable(body) + " came to " + unanswered);
            return;
        }
        if (answer.status() == 207) {
            for (JsonNode event : answer.json().path("events")) {
                int status = event.path("status").asInt();
                count("event " + status);
                if (status != 202
                        && (status < 400
                                || status >= 500
                                || event.path("errors").isEmpty())) {
                    wrong(path + " answered " + event);
                }
            }
            return;
        }
        count((answer.status() == 202 ? "event " : "publishing ") + answer.status());
        boolean comesBack =
                answer.status() == 503 && answer.header("Retry-After").isPresent();
        if (answer.status() >= 500 ? !comesBack : answer.status() >= 400 && !SpoiltRequests.isProblem(answer)) {
            wrong(path + " " + headers + " " + SpoiltRequests.printable(body) + " came to " + answer);
        }
    }

    // --- records on the input topics
    // --------------------------------------------------------------------------------------------------------

    private void poison(Spoiler spoiler, int count) {
        try (Broker broker = new Broker()) {
            for (int sent = 0; sent < count; ) {
                List<ProducerRecord<byte[], byte[]>> records = Stream.generate(() -> record(spoiler))
                        .limit(Math.min(RECORDS, count - sent))
                        .toList();
                List<RecordMetadata> places = broker.sendAll(records);
                for (int i = 0; i < places.size(); i++) {
                    remember(records.get(i), places.get(i));
                }
                sent += records.size();
                sent(records.size());
            }
        }
    }

    private void remember(ProducerRecord<byte[], byte[]> record, RecordMetadata place) {
        switch (EventCodec.decode(record.topic(), record.value(), record.headers())) {
            case Decoding.Decoded ignored -> count("record good");
            case Decoding.Undecodable bad -> {
                count("record " + bad.reason());
                poison.put(
                        place.topic() + "-" + place.partition() + "@" + place.offset(),
                        bad.reason().name());
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Spoiler spoiler) {
        String topic = spoiler.oneOf(Topics.INPUTS);
        String type = spoiler.oneIn(30) ? spoiler.oneOf(Samples.types()) : spoiler.oneOf(Samples.types(topic));
        Headers headers = new RecordHeaders();
        byte[] value;
        if (spoiler.oneIn(4)) {
            headers.add("content-type", bytes("application/cloudevents+json"));
            value = spoilt(spoiler, good(spoiler));
        } else {
            headers.add("content-type", bytes("application/json"));
            binary(spoiler, type).forEach((name, text) -> headers.add("ce_" + name, bytes(text)));
            value = spoilt(spoiler, data(spoiler, type).toString());
        }
        if (spoiler.oneIn(4)) {
            spoil(spoiler, headers);
        }
        byte[] key = spoiler.oneIn(20)
                ? spoiler.noise(spoiler.below(50))
                : spoiler.oneIn(20) ? null : bytes(spoiler.oneOf(CUSTOMERS));
        return new ProducerRecord<>(topic, null, key, unusual(spoiler, value), headers);
    }

    private static byte @Nullable [] unusual(Spoiler spoiler, byte[] value) {
        return switch (spoiler.below(2_000)) {
            case 0 -> spoiler.noise(900_000);
            case 1 -> bytes("[" + "{},".repeat(300_000));
            case 2, 3, 4, 5, 6, 7, 8, 9 -> null;
            case 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 -> spoiler.noise(spoiler.below(500));
            default -> value;
        };
    }

    private static void spoil(Spoiler spoiler, Headers headers) {
        String name = spoiler.oneOf(
                Stream.of(headers.toArray()).map(header -> header.key()).toList());
        byte[] good = headers.lastHeader(name).value();
        switch (spoiler.below(7)) {
            case 0 -> headers.remove(name);
            case 1 -> headers.add(name, good);
            case 2 -> headers.remove(name).add(name, null);
            case 3 -> headers.remove(name).add(name, bytes(spoiler.text()));
            case 4 -> headers.add("ce_" + spoiler.text(), bytes(spoiler.text()));
            case 5 -> headers.add(spoiler.oneOf(List.of("traceparent", "ts_accepted", "ts_origin")), spoiler.noise(55));
            default -> headers.remove(name).add(name, spoiler.bytes(good));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Poison that is no dead letter, or for another reason. */
    private Map<String, String> missing() {
        Map<String, String> missing = new TreeMap<>(poison);
        for (String topic : Topics.INPUTS) {
            Broker.forEach(Topics.deadLetters(topic), letter -> {
                Map<String, String> headers = Broker.headers(letter);
                missing.remove(
                        headers.getOrDefault(DeadLetters.ORIGIN, ""), headers.getOrDefault(DeadLetters.REASON, ""));
            });
        }
        return missing.size() > SHOWN
                ? new TreeMap<>(missing.entrySet().stream()
                        .limit(SHOWN)
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
                : missing;
    }

    // --- files
    // --------------------------------------------------------------------------------------------------------

    private void importRows(Spoiler spoiler, int count) {
        for (int sent = 0; sent < count; ) {
            int rows = Math.min(count - sent, Math.clamp(INPUTS / 50, 20, 500));
            boolean retail = spoiler.oneIn(3);
            importFile(spoiler, retail ? "online-retail" : "events", file(spoiler, rows, retail));
            sent += rows;
            sent(rows);
        }
    }

    private static byte[] file(Spoiler spoiler, int rows, boolean retail) {
        String header = retail
                ? "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
                : String.join(",", COLUMNS);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(
                switch (spoiler.below(20)) {
                    case 0 -> spoiler.bytes(bytes(header));
                    case 1 -> bytes(header + ",x".repeat(200_000));
                    case 2 -> bytes("\ufeff" + header);
                    case 3 -> bytes(header.replace(',', ';'));
                    default -> bytes(header);
                });
        // One quote that is not closed ends the reading of a file, so most have none.
        boolean quotes = spoiler.oneIn(5);
        for (int i = 0; i < rows; i++) {
            file.write('\n');
            List<String> cells = retail ? retailRow(spoiler, quotes) : row(spoiler, header, quotes);
            byte[] good = bytes(String.join(",", cells));
            byte[] row = spoiler.oneIn(5) ? spoiler.bytes(good) : good;
            file.writeBytes(
                    Spoiler.of(spoiler.oneOf(CUSTOMERS), quotes || quotesIn(row) == quotesIn(good) ? row : good));
        }
        byte[] plain = file.toByteArray();
        return switch (spoiler.below(20)) {
            case 0 -> new String(plain, StandardCharsets.UTF_8).getBytes(spoiler.charset());
            case 1 -> Spoiler.gzip(plain);
            case 2, 3 -> spoiler.bytes(Spoiler.gzip(plain));
            case 4 -> spoiler.noise(plain.length);
            case 5 -> spoiler.bytes(plain);
            default -> plain;
        };
    }

    /** The customer's cell alone is left as it is, so that nobody else's is made. */
    private static List<String> row(Spoiler spoiler, String header, boolean quotes) {
        String type = spoiler.oneOf(Samples.types());
        ObjectNode data = data(spoiler, type);
        List<String> cells = new ArrayList<>();
        for (String column : header.split(",", -1)) {
            String cell = switch (column) {
                case "type" -> type;
                case "time" -> "2026-11-01T10:00:00Z";
                default -> data.path(column).asString("");
            };
            cells.add(spoiler.oneIn(60) && !column.equals("customerId") ? hostile(spoiler, quotes) : cell);
        }
        return cells;
    }

    private static List<String> retailRow(Spoiler spoiler, boolean quotes) {
        List<String> cells = new ArrayList<>(List.of(
                (spoiler.oneIn(6) ? "C" : "") + PREFIX + spoiler.below(100),
                "85123A",
                "\"WHITE, HANGING\"",
                Integer.toString(spoiler.below(20) - 2),
                "2010-12-01 08:26:00",
                "2.55",
                Spoiler.CUSTOMER,
                "United Kingdom"));
        if (spoiler.oneIn(3)) {
            cells.set(spoiler.below(6), hostile(spoiler, quotes));
        }
        return cells;
    }

    private static String hostile(Spoiler spoiler, boolean quotes) {
        return switch (spoiler.below(12)) {
            case 0 -> quotes ? "\"" : "\"\"";
            case 1 -> quotes ? "\"a\"b\"" : "\"a\nb\"";
            case 2 -> "9".repeat(60);
            case 3 -> "1e9999999";
            case 4 -> spoiler.oneIn(20) ? "x".repeat(100_000) : "x".repeat(600);
            default -> "\"" + spoiler.text().replace("\"", "\"\"") + "\"";
        };
    }

    private static long quotesIn(byte[] row) {
        return IntStream.range(0, row.length).filter(i -> row[i] == '"').count();
    }

    private void importFile(Spoiler spoiler, String mapping, byte[] file) {
        String query = "?mapping=" + mapping + (spoiler.oneIn(4) ? "&rebase=now" : "");
        String[] headers = spoiler.oneIn(10)
                ? new String[] {"Content-Encoding", spoiler.oneOf(List.of("gzip", "x-gzip", "br", "identity"))}
                : new String[0];
        Answer started = Stack.ingest().send("POST", "/v1/imports" + query, "text/csv", file, headers);
        count("file " + started.status());
        if (started.status() != 202) {
            if (started.status() < 400 || started.status() >= 500 || !SpoiltRequests.isProblem(started)) {
                wrong(query + " " + SpoiltRequests.printable(file) + " came to " + started);
            }
            return;
        }
        String id = started.json().path("id").asString();
        Answer[] last = new Answer[1];
        Waiting.upToSeconds(120).pollInterval(Duration.ofMillis(20)).until(() -> {
            last[0] = Stack.ingest().get("/v1/imports/" + id).expect(200);
            return List.of("DONE", "FAILED")
                    .contains(last[0].json().path("state").asString());
        });
        JsonNode ended = last[0].json();
        count("file " + ended.path("state").asString());
        // So it says when it failed for a reason that nobody thought of.
        if (ended.path("message").asString("").startsWith("The service could not")
                || last[0].body().length() > 1_000_000) {
            wrong("import " + query + " " + SpoiltRequests.printable(file) + " came to " + last[0]);
        }
    }

    // --- everything else over HTTP
    // --------------------------------------------------------------------------------------------------------

    private void request(Spoiler spoiler, int count) {
        SpoiltRequests requests = new SpoiltRequests(spoiler, CUSTOMERS, TICKETS);
        for (int i = 0; i < count; i++) {
            SpoiltRequests.Outcome outcome = requests.send();
            count("request " + (outcome.status() == RawHttp.SILENCE ? "closed" : outcome.status()));
            if (outcome.wrong() != null) {
                wrong(outcome.wrong());
            }
            sent(1);
        }
    }

    // --- afterwards
    // --------------------------------------------------------------------------------------------------------

    /** One good event for every partition of every input topic has its effect. */
    private static void assertGoodGoesThrough() {
        String customer = PREFIX + "after";
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < Topics.DEFAULT_PARTITIONS; partition++) {
            String id = customer + "-" + partition;
            records.add(
                    record(EventTypes.ORDER_PLACED, partition, Samples.data(EventTypes.ORDER_PLACED, id), customer));
            records.add(record(
                    EventTypes.INVOICE_ISSUED,
                    partition,
                    Samples.data(EventTypes.INVOICE_ISSUED, id).put("dueDate", "2026-01-01"),
                    customer));
            records.add(record(
                    EventTypes.COMPLAINT_OPENED, partition, Samples.data(EventTypes.COMPLAINT_OPENED, id), customer));
            records.add(
                    record(EventTypes.CUSTOMER_UPDATED, partition, Samples.data(EventTypes.CUSTOMER_UPDATED, id), id));
        }
        try (Broker broker = new Broker()) {
            broker.sendAll(records);
        }
        Waiting.upTo(LAST).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            JsonNode metrics = Stack.scoring()
                    .get("/v1/customers/" + customer + "/metrics")
                    .expect(200)
                    .json()
                    .path("metrics");
            assertThat(metrics.path("grossOrderAmount").asString()).isEqualTo("60");
            assertThat(metrics.path("overdueAmount").asString()).isEqualTo("60");
            assertThat(metrics.path("openComplaints").asInt()).isEqualTo(6);
            Stack.tiers().get("/v1/customers/" + customer).expect(200);
            for (int partition = 0; partition < Topics.DEFAULT_PARTITIONS; partition++) {
                String id = customer + "-" + partition;
                Stack.desk().get("/v1/tickets/" + id + "-t").expect(200);
                assertThat(Stack.tiers()
                                .get("/v1/customers/" + id)
                                .expect(200)
                                .json()
                                .path("name")
                                .asString())
                        .isEqualTo("N");
            }
        });
    }

    private static ProducerRecord<byte[], byte[]> record(String type, int partition, ObjectNode data, String customer) {
        Headers headers = new RecordHeaders();
        headers.add("content-type", bytes("application/json"));
        headers.add("ce_specversion", bytes("1.0"));
        headers.add("ce_id", bytes(customer + "-" + partition + "-" + type));
        headers.add("ce_source", bytes("urn:journey:fuzz"));
        headers.add("ce_type", bytes(type));
        headers.add(
                "ce_time", bytes(Instant.now().truncatedTo(ChronoUnit.MILLIS).toString()));
        return new ProducerRecord<>(
                EventTypes.find(type).orElseThrow().topic(),
                partition,
                bytes(customer),
                bytes(data.put("customerId", customer).toString()),
                headers);
    }

    /** Takes this journey's tickets out of the queue. */
    private static void withdraw() {
        List<ObjectNode> withdrawn = new ArrayList<>();
        for (JsonNode ticket : Stack.desk().all("/v1/queue?q=" + PREFIX)) {
            String id = ticket.path("complaintId").asString();
            ObjectNode event = event(
                    EventTypes.COMPLAINT_WITHDRAWN, ticket.path("customerId").asString(), id);
            ((ObjectNode) event.get("data")).put("complaintId", id);
            withdrawn.add(event);
        }
        if (!withdrawn.isEmpty()) {
            publishGood(withdrawn);
        }
    }

    private static void assertFlat(Map<Service, Long> early, Map<Service, Long> late) {
        early.forEach((service, before) -> System.out.printf(
                "%s: %d MB of heap are in use after a third, %d MB at the end%n",
                service.module(), before >> 20, late.getOrDefault(service, 0L) >> 20));
        assertThat(late)
                .as("heap in use after %s at a third", early)
                .allSatisfy(
                        (service, used) -> assertThat(used).isLessThan(early.getOrDefault(service, 0L) + HEAP_MARGIN));
    }

    /** What is in use right after a collection, in bytes. */
    private static Map<Service, Long> heaps() {
        Map<Service, Long> heaps = new EnumMap<>(Service.class);
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        for (Service service : Service.values()) {
            String pid = Stack.running().process(service).pid().orElseThrow().toString();
            Tool.run(Path.of("target"), "", List.of(jcmd, pid, "GC.run"));
            heaps.put(service, (long) measured(service, "jvm_memory_used_bytes{area=\"heap\""));
        }
        return heaps;
    }

    private static double errorsLogged() {
        return Stream.of(Service.values())
                .mapToDouble(service -> measured(service, "logback_events_total{level=\"error\""))
                .sum();
    }

    private static double measured(Service service, String series) {
        return Stack.api(service, "ops")
                .get("/actuator/prometheus")
                .expect(200)
                .body()
                .lines()
                .filter(line -> line.startsWith(series))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
