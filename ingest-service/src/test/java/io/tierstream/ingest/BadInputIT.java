package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Over 300 kinds of bad input: each is answered 4xx with something useful, and the next good event goes through. */
class BadInputIT {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";
    private static final String NDJSON = "application/x-ndjson";

    /** One kind of bad input. */
    record Bad(String what, Map<String, String> headers, byte[] body) {
        @Override
        public String toString() {
            return what;
        }
    }

    private record Field(String name, String good, boolean required) {}

    private static final Map<String, List<Field>> FIELDS = new LinkedHashMap<>();

    static {
        type("order.placed", id("orderId"), customer(), amount("amount", true), currency(), amount("cost", false));
        type("order.cancelled", customer(), id("orderId"), amount("quantity", false), text("reason", false));
        type("order.returned", id("returnId"), customer(), positive(), currency());
        type("invoice.issued", id("invoiceId"), customer(), amount("amount", true), day("dueDate", true), currency());
        type("invoice.cancelled", id("invoiceId"), customer());
        type("payment.received", id("paymentId"), id("invoiceId"), customer(), positive(), day("dueDate", false));
        type("payment.reversed", id("paymentId"), customer());
        type("complaint.opened", id("complaintId"), customer(), text("subject", true), text("category", false));
        type("complaint.resolved", id("complaintId"), customer(), text("note", false));
        type("complaint.reopened", id("complaintId"), customer());
        type("complaint.withdrawn", id("complaintId"), customer());
        type("customer.updated", customer(), text("name", true), day("customerSince", false));
        type("customer.visited", customer(), id("visitId"), text("visitedBy", true));
        type(
                "prospect.assessed",
                customer(),
                points("financial"),
                points("market"),
                points("cooperation"),
                points("influence"),
                text("assessedBy", true));
    }

    private static void type(String name, Field... fields) {
        FIELDS.put("io.tierstream." + name + ".v1", List.of(fields));
    }

    private static Field id(String name) {
        return new Field(name, "\"id-1\"", true);
    }

    private static Field customer() {
        return new Field("customerId", "\"c-1\"", true);
    }

    private static Field amount(String name, boolean required) {
        return new Field(name, "\"12.50\"", required);
    }

    private static Field positive() {
        return new Field("amount", "1", true);
    }

    private static Field currency() {
        return new Field("currency", "\"EUR\"", false);
    }

    private static Field day(String name, boolean required) {
        return new Field(name, "\"2026-03-04\"", required);
    }

    private static Field text(String name, boolean required) {
        return new Field(name, "\"words\"", required);
    }

    private static Field points(String name) {
        return new Field(name, "50", true);
    }

    static IngestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = IngestServer.start(data);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.get("ops", "/actuator/health/readiness").status() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldKnowManyKinds() {
        assertThat(bad().map(Bad::what).distinct().count()).isGreaterThanOrEqualTo(300);
    }

    @ParameterizedTest
    @MethodSource("bad")
    void shouldRefuseWithAUsefulMessageAndGoOn(Bad bad) {
        HttpRequest.Builder request = server.request("publisher", "/v1/events");
        bad.headers().forEach(request::header);

        var answer = server.send(request.POST(BodyPublishers.ofByteArray(bad.body())));

        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
        JsonNode problem = answer.json();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.at("/detail").stringValue("")).hasSizeGreaterThan(10);
        if (answer.status() == 422) {
            assertThat(problem.at("/errors").size()).isPositive();
        }
        problem.at("/errors").forEach(error -> {
            assertThat(error.at("/message").stringValue()).as(answer.text()).hasSizeGreaterThan(8);
            assertThat(error.at("/message").stringValue())
                    .as(answer.text())
                    .doesNotContain("java.", "tools.jackson", "Exception", "io.tierstream.contracts");
            assertThat(error.at("/code").stringValue()).isNotBlank();
        });
        assertThat(server.publish(STRUCTURED, event(data("io.tierstream.order.placed.v1")))
                        .status())
                .isEqualTo(202);
    }

    static Stream<Bad> bad() {
        List<Bad> bad = new ArrayList<>();
        FIELDS.forEach((type, fields) -> fields.forEach(field -> badFields(bad, type, field)));
        badDocuments(bad);
        badAttributes(bad);
        badBinary(bad);
        badBatches(bad);
        return bad.stream();
    }

    private static void badFields(List<Bad> bad, String type, Field field) {
        List<String> values = new ArrayList<>(List.of("{}", "[]", "true", "[" + field.good() + "]"));
        if (field.required()) {
            values.add("null");
            values.add("\"\"");
        }
        if (field.good().equals("\"id-1\"") || field.name().equals("customerId")) {
            values.addAll(
                    List.of("7", "\"with space\"", "\"a/b\"", "\"ü\"", "\"" + "x".repeat(129) + "\"", "\"a\\u0000\""));
        } else if (field.name().equals("currency")) {
            values.addAll(List.of("\"\"", "\"eur\"", "\"EURO\"", "\"XXX\"", "\"JPY\"", "978"));
        } else if (field.good().contains("2026-")) {
            values.addAll(
                    List.of("\"2026-02-30\"", "\"today\"", "\"04.03.2026\"", "20260304", "\"2026-03-04T00:00:00Z\""));
        } else if (field.good().equals("\"words\"")) {
            values.addAll(List.of("7", "\"\\u0007\"", "\"\\ud800\"", "\"" + "x".repeat(30_000) + "\""));
        } else {
            values.addAll(List.of(
                    "-1",
                    "\"-1\"",
                    "1.00001",
                    "\"1e3\"",
                    "1e400",
                    "-1e400",
                    "1e-400",
                    "1e999999999",
                    "1000000000000000",
                    "\"1000000000000000\"",
                    "\"12,50\"",
                    "\"NaN\"",
                    "\"Infinity\"",
                    "\" 1\"",
                    "\"0x10\"",
                    "9".repeat(60),
                    "0.1e-30"));
        }
        for (String value : values) {
            String shown = value.length() > 30 ? value.substring(0, 30) + "…" : value;
            bad.add(structured(type + " " + field.name() + " " + shown, event(type, data(type, field.name(), value))));
        }
        if (field.required()
                && !(type.contains("order.cancelled") && field.name().equals("orderId"))) {
            bad.add(structured(type + " without " + field.name(), event(type, data(type, field.name(), null))));
        }
    }

    private static void badDocuments(List<Bad> bad) {
        String good = event(data("io.tierstream.order.placed.v1"));
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("empty", "");
        bodies.put("blank", "  \n ");
        bodies.put("text", "hello");
        bodies.put("a number", "7");
        bodies.put("null", "null");
        bodies.put("an empty object", "{}");
        bodies.put("an array", "[" + good + "]");
        bodies.put("cut off", good.substring(0, good.length() - 3));
        bodies.put("two documents", good + good);
        bodies.put("trailing text", good + " x");
        bodies.put("a comment", "/* */" + good);
        bodies.put("single quotes", good.replace('"', '\''));
        bodies.put("a key twice", good.replace("\"amount\"", "\"orderId\": \"o-9\", \"amount\""));
        bodies.put("an attribute twice", good.replace("\"source\"", "\"id\": \"other\", \"source\""));
        bodies.put("a trailing comma", good.replace("}}", "},}"));
        bodies.put(
                "deep data",
                event(
                        "io.tierstream.order.placed.v1",
                        "{\"orderId\": \"o-1\", \"customerId\": \"c-1\", \"amount\": 1, \"x\": " + "[".repeat(5_000)
                                + "]".repeat(5_000) + "}"));
        bodies.put("deep text", "[".repeat(100_000));
        bodies.put("deep objects", "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000));
        bodies.put("a number of 100,000 digits", good.replace("\"12.50\"", "9".repeat(100_000)));
        bodies.put(
                "a name of 100,000 letters",
                good.replace("\"amount\"", "\"" + "n".repeat(100_000) + "\": 1, \"amount\""));
        bodies.put(
                "an event of 2 MB",
                event(
                        "io.tierstream.order.placed.v1",
                        "{\"orderId\": \"o-1\", \"customerId\": \"c-1\", \"amount\": 1, \"x\": \""
                                + "x".repeat(2_000_000) + "\"}"));
        bodies.put(
                "an event of millions of objects",
                event(
                        "io.tierstream.order.placed.v1",
                        "{\"orderId\": \"o-1\", \"customerId\": \"c-1\", \"amount\": 1, \"x\": ["
                                + "{},".repeat(3_200_000) + "1]}"));
        bodies.put("an exponent of many digits", good.replace("\"amount\"", "\"x\": 0e-4000000000000, \"amount\""));
        bodies.put("hidden huge number", good.replace("\"amount\"", "\"x\": {\"y\": [1e99999]}, \"amount\""));
        bodies.put("lone surrogate in an unknown field", good.replace("\"amount\"", "\"x\": \"\\udc00\", \"amount\""));
        bodies.put("data as text", event("io.tierstream.order.placed.v1", "\"text\""));
        bodies.put("data as array", event("io.tierstream.order.placed.v1", "[1, 2]"));
        bodies.put("data null", event("io.tierstream.order.placed.v1", "null"));
        bodies.put("bad base64", good.replace("\"data\": ", "\"data_base64\": \"?\", \"d\": "));
        bodies.put("base64 of no JSON", good.replace("\"data\": ", "\"data_base64\": \"/w==\", \"d\": "));
        bodies.forEach((what, body) -> bad.add(structured("body: " + what, body)));

        bad.add(raw("UTF-16", STRUCTURED, good.getBytes(StandardCharsets.UTF_16)));
        bad.add(raw("UTF-16 without mark", STRUCTURED, good.getBytes(StandardCharsets.UTF_16LE)));
        bad.add(raw("ISO-8859-1", STRUCTURED, good.replace("id-1", "ü").getBytes(StandardCharsets.ISO_8859_1)));
        bad.add(raw("overlong slash", STRUCTURED, broken(good, 0xc0, 0xaf)));
        bad.add(raw("a surrogate in UTF-8", STRUCTURED, broken(good, 0xed, 0xa0, 0x80)));
        bad.add(raw("beyond Unicode", STRUCTURED, broken(good, 0xf5, 0x80, 0x80, 0x80)));
        bad.add(raw("a lone continuation", STRUCTURED, broken(good, 0x80)));
        bad.add(raw("zero bytes", STRUCTURED, new byte[1_000]));
        bad.add(raw("gzip", STRUCTURED, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0}));
        bad.add(raw("11 MB", STRUCTURED, "x".repeat(11_000_000).getBytes(StandardCharsets.US_ASCII)));
        for (String type : List.of(
                "text/plain",
                "text/html",
                "application/xml",
                "application/json",
                "image/png",
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/cloudevents+xml",
                "*/*",
                "application/cloudevents+json; charset=utf-16",
                "application/cloudevents+json; charset=none",
                "no media type",
                "application/avro")) {
            bad.add(raw("Content-Type " + type, type, good.getBytes(StandardCharsets.UTF_8)));
        }
        bad.add(new Bad("no Content-Type", Map.of(), good.getBytes(StandardCharsets.UTF_8)));
        for (String encoding : List.of("gzip", "br", "deflate", "zstd")) {
            bad.add(new Bad(
                    "Content-Encoding " + encoding,
                    Map.of("Content-Type", STRUCTURED, "Content-Encoding", encoding),
                    good.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void badAttributes(List<Bad> bad) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        values.put("specversion", List.of("\"0.3\"", "\"1.1\"", "1", "\"\"", "null"));
        values.put(
                "id",
                List.of(
                        "\"\"",
                        "null",
                        "{}",
                        "[1]",
                        "7",
                        "\"a\\nb\"",
                        "\"\\u0000\"",
                        "\"" + "x".repeat(300) + "\"",
                        "\"\\ud800\""));
        values.put(
                "source",
                List.of("\"\"", "null", "\"a b\"", "\"http://[\"", "\"%zz\"", "7", "\"" + "s".repeat(600) + "\""));
        values.put(
                "type",
                List.of(
                        "\"\"",
                        "null",
                        "\"order.placed\"",
                        "\"io.tierstream.order.placed.v2\"",
                        "\"IO.TIERSTREAM.ORDER.PLACED.V1\"",
                        "\"io.tierstream.customer.scored.v1\"",
                        "\"io.tierstream.tier.changed.v1\"",
                        "\"io.tierstream.ticket.routed.v1\"",
                        "[]",
                        "7"));
        Instant soon = InstantSource.system().instant().plus(Duration.ofHours(25));
        values.put(
                "time",
                List.of(
                        "\"\"",
                        "null",
                        "\"yesterday\"",
                        "1700000000",
                        "\"2026-01-02\"",
                        "\"2026-01-02T03:04:05\"",
                        "\"2026-13-02T03:04:05Z\"",
                        "\"2026-02-30T03:04:05Z\"",
                        "\"1800-01-01T00:00:00Z\"",
                        "\"+20000-01-01T00:00:00Z\"",
                        "\"9999-12-31T23:59:59Z\"",
                        "\"" + soon + "\"",
                        "{}"));
        values.put("subject", List.of("\"c-2\"", "\"C-1\"", "\"c-1 \"", "{}", "[\"c-1\"]"));
        values.put("datacontenttype", List.of("\"text/xml\"", "\"application/avro\"", "\"\"", "{}"));
        values.put("Extension", List.of("\"upper case\""));
        values.put("with-hyphen", List.of("\"x\""));
        values.put("ext", List.of("{}", "[]", "\"" + "x".repeat(3_000) + "\"", "\"a\\r\\nb\""));
        values.put("", List.of("\"x\""));
        values.put("x".repeat(80), List.of("\"x\""));
        String good = data("io.tierstream.order.placed.v1");
        values.forEach((name, list) -> list.forEach(value -> bad.add(structured(
                "attribute " + (name.length() > 20 ? "long" : name) + " "
                        + (value.length() > 30 ? value.substring(0, 30) + "…" : value),
                event(Map.of(name, value), good)))));
        for (String name : List.of("specversion", "id", "source", "type", "time", "data")) {
            bad.add(structured("no " + name, event(good).replace("\"" + name + "\"", "\"no" + name + "\"")));
        }
    }

    private static void badBinary(List<Bad> bad) {
        byte[] data = data("io.tierstream.order.placed.v1").getBytes(StandardCharsets.UTF_8);
        for (String missing : List.of("ce-specversion", "ce-id", "ce-source", "ce-type", "ce-time")) {
            Map<String, String> headers = binaryHeaders();
            headers.remove(missing);
            bad.add(new Bad("binary without " + missing, headers, data));
        }
        Map<String, List<String>> values = Map.of(
                "ce-id", List.of("%", "%zz", "%ff", "a%00b"),
                "ce-subject", List.of("c-2", "%63-3"),
                "ce-time", List.of("now", "2026"),
                "ce-source", List.of("a b", "%20"),
                "ce-specversion", List.of("2.0"),
                "ce-bad_name", List.of("x"),
                "Content-Type", List.of("text/plain", "application/xml", "application/json; charset=latin1"));
        values.forEach((name, list) -> list.forEach(value -> {
            Map<String, String> headers = binaryHeaders();
            headers.put(name, value);
            bad.add(new Bad("binary " + name + " " + value, headers, data));
        }));
        for (String body : List.of("", "x", "null", "[]", "7", "{\"orderId\":", "{} {}")) {
            bad.add(new Bad("binary body " + body, binaryHeaders(), body.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static void badBatches(List<Bad> bad) {
        String good = event(data("io.tierstream.order.placed.v1"));
        Map<String, String> batches = new LinkedHashMap<>();
        batches.put("an object", good);
        batches.put("text", "x");
        batches.put("nothing", "");
        batches.put("a number in it", "[" + good + ", 7]");
        batches.put("null in it", "[null]");
        batches.put("an array in it", "[[" + good + "]]");
        batches.put("cut off", "[" + good + ", ");
        batches.put("something behind", "[" + good + "] x");
        batches.put("no comma", "[" + good + good + "]");
        batches.put("one bad of three", "[" + good + "," + good.replace("12.50", "-1") + "," + good + "]");
        batches.put("10,001 events", "[" + "{},".repeat(10_000) + "{}]");
        batches.put("millions of objects in one", "[" + good + ", {\"x\": [" + "{},".repeat(3_200_000) + "1]}]");
        batches.put("millions of objects, cut off", "[{\"x\": [" + "{},".repeat(3_200_000));
        batches.put("deep", "[".repeat(10_000));
        batches.forEach((what, body) -> bad.add(raw("batch: " + what, BATCH, body.getBytes(StandardCharsets.UTF_8))));
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("nothing", "");
        lines.put("text", "x\ny\n");
        lines.put("one bad line", good + "\n{\n" + good);
        lines.put("an event over two lines", good.replace("\"data\":", "\n\"data\":"));
        lines.put("two on a line", good + good);
        lines.put("a batch", "[" + good + "]");
        lines.put("10,001 events", "{}\n".repeat(10_001));
        lines.forEach((what, body) -> bad.add(raw("ndjson: " + what, NDJSON, body.getBytes(StandardCharsets.UTF_8))));
    }

    private static Map<String, String> binaryHeaders() {
        return new LinkedHashMap<>(Map.of(
                "Content-Type", "application/json",
                "ce-specversion", "1.0",
                "ce-id", "e-1",
                "ce-source", "/shop",
                "ce-type", "io.tierstream.order.placed.v1",
                "ce-time", "2026-01-02T03:04:05Z"));
    }

    private static Bad structured(String what, String body) {
        return raw(what, STRUCTURED, body.getBytes(StandardCharsets.UTF_8));
    }

    private static Bad raw(String what, String contentType, byte[] body) {
        return new Bad(what, Map.of("Content-Type", contentType), body);
    }

    /** The event with these bytes in a text. */
    private static byte[] broken(String event, int... bytes) {
        StringBuilder text = new StringBuilder();
        for (int b : bytes) {
            text.append((char) b);
        }
        return event.replace("\"amount\"", "\"x\": \"" + text + "\", \"amount\"")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String data(String type) {
        return data(type, "", null);
    }

    private static String data(String type, String field, String value) {
        List<String> members = new ArrayList<>();
        for (Field known : FIELDS.get(type)) {
            String shown = known.name().equals(field) ? value : known.good();
            if (shown != null) {
                members.add("\"" + known.name() + "\": " + shown);
            }
        }
        return "{" + String.join(", ", members) + "}";
    }

    private static String event(String data) {
        return event(Map.of(), data);
    }

    private static String event(String type, String data) {
        return event(Map.of("type", "\"" + type + "\""), data);
    }

    private static String event(Map<String, String> attributes, String data) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("specversion", "\"1.0\"");
        all.put("id", "\"e-1\"");
        all.put("source", "\"/shop\"");
        all.put("type", "\"io.tierstream.order.placed.v1\"");
        all.put("time", "\"2026-01-02T03:04:05Z\"");
        all.putAll(attributes);
        all.put("data", data);
        List<String> members = new ArrayList<>();
        all.forEach((name, value) -> members.add("\"" + name + "\": " + value));
        return "{" + String.join(", ", members) + "}";
    }
}
