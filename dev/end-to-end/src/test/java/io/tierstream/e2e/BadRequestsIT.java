package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventTypes;
import io.tierstream.local.Service;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever comes in over HTTP is taken or refused with a reason, never answered with a failure of ours. */
class BadRequestsIT {

    /** What is sent, and which answers are right. */
    private record Bad(String what, String contentType, byte[] body, Map<String, String> headers) {}

    private final List<Bad> bad = new ArrayList<>();

    @Test
    void shouldRefuseEveryKindOfBadInputWithAReason() throws Exception {
        makeBadData();
        makeBadEnvelopes();
        makeBadBodies();
        assertThat(bad).hasSizeGreaterThan(300);

        List<String> wrong = new ArrayList<>();
        for (Bad one : bad) {
            Map<String, String> headers = new LinkedHashMap<>(one.headers());
            if (!one.contentType().isEmpty()) {
                headers.put("Content-Type", one.contentType());
            }
            Answer answer = Stack.ingest().send("POST", "/v1/events", headers, one.body());
            if (!isUseful(answer)) {
                wrong.add(one.what() + ": " + answer);
            }
        }

        System.out.println(bad.size() + " kinds of bad input, " + wrong.size() + " answered wrongly");
        assertThat(wrong).isEmpty();
        assertGoodGoesThrough();
    }

    @Test
    void shouldRefuseStrangersAndTheWrongRole() {
        byte[] body =
                Samples.event(EventTypes.ORDER_PLACED, "strange").toString().getBytes(StandardCharsets.UTF_8);
        Api stranger = new Api(Stack.running().address(Service.INGEST), "");

        assertProblem(stranger.send("POST", "/v1/events", Publishing.STRUCTURED, body), 401);
        assertProblem(stranger.send("POST", "/v1/events", Publishing.STRUCTURED, body, "X-API-Key", "wrong"), 401);
        assertProblem(
                Stack.api(Service.INGEST, "support").send("POST", "/v1/events", Publishing.STRUCTURED, body), 403);
        assertProblem(Stack.api(Service.TIERS, "publisher").get("/v1/customers"), 403);
        assertProblem(Stack.api(Service.SCORING, "publisher").get("/v1/totals"), 403);
        assertProblem(Stack.api(Service.DESK, "publisher").get("/v1/queue"), 403);
    }

    @Test
    void shouldSayWhatIsWrongAlsoWhereNoControllerComesToIt() throws Exception {
        Map<Service, String> changes = Map.of(
                Service.INGEST, "POST /v1/events",
                Service.SCORING, "PUT /v1/scorecard",
                Service.TIERS, "PUT /v1/shadow",
                Service.DESK, "PUT /v1/sla");
        byte[] form = "x=%zz".getBytes(StandardCharsets.US_ASCII);
        for (Service service : Service.values()) {
            Api api = Stack.api(service, "admin");
            String[] change = changes.get(service).split(" ", 2);

            for (String path : List.of("/v1/a%3Bb", "/v1/a%0Ab")) {
                assertProblem(api.get(path), 400);
            }
            assertProblem(api.send("PUT", "/v1/none", "application/x-www-form-urlencoded", form), 404);
            assertProblem(api.send(change[0], change[1], "multipart/form-data", form), 415);
            assertProblem(api.send(change[0], change[1], "*/*", form), 415);
            assertProblem(api.send(change[0], "/v1/a%3Bb", "*/*", form), 400);
            assertProblem(api.get("/error"), 404);
            String raw =
                    change[0] + " " + change[1] + "?partial=%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-API-Key: "
                            + Stack.running().credentials().key("admin")
                            + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n7}";
            assertThat(RawHttp.send(Stack.running().address(service), raw.getBytes(StandardCharsets.US_ASCII)))
                    .as(service.module())
                    .isBetween(400, 499);
        }
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).as("%s", answer).isEqualTo(status);
        assertThat(answer.header("Content-Type").orElse("")).as("%s", answer).startsWith("application/problem+json");
    }

    private static boolean isUseful(Answer answer) {
        if (answer.status() < 400 || answer.status() >= 500) {
            return false;
        }
        if (!answer.header("Content-Type").orElse("").startsWith("application/problem+json")) {
            return false;
        }
        JsonNode problem = answer.json();
        boolean errors = !problem.path("errors").isEmpty();
        for (JsonNode error : problem.path("errors")) {
            errors &= !error.path("message").asString("").isBlank()
                    && !error.path("code").asString("").isBlank();
        }
        return errors || problem.path("detail").asString("").length() > 10;
    }

    private void assertGoodGoesThrough() {
        for (String type : Samples.types()) {
            ObjectNode event = Samples.event(type, "good-" + type);
            event.set("data", Samples.data(type, "bad-inputs-good"));
            byte[] body = event.toString().getBytes(StandardCharsets.UTF_8);
            Stack.ingest()
                    .send("POST", "/v1/events", Publishing.STRUCTURED, body)
                    .expect(202);
        }
        Waiting.upToSeconds(30)
                .untilAsserted(() -> assertThat(Stack.scoring()
                                .get("/v1/customers/bad-inputs-good/metrics")
                                .expect(200)
                                .json()
                                .path("metrics")
                                .path("grossOrderAmount")
                                .asString())
                        .isEqualTo("10"));
    }

    // --- data
    // -----------------------------------------------------------------------------------------------------------

    private void makeBadData() {
        for (String type : Samples.types()) {
            for (String field : Samples.required(type)) {
                ObjectNode without = Samples.event(type, "bad");
                ((ObjectNode) without.get("data")).remove(field);
                structured(type + " without " + field, without);
                value(type, field, "null");
            }
            for (Map.Entry<String, JsonNode> field : Samples.data(type).properties()) {
                String name = field.getKey();
                value(type, name, "{}");
                value(type, name, "[]");
                value(type, name, "true");
                if (name.endsWith("Id")) {
                    for (String id : List.of(
                            "\"\"", "\" \"", "\"a b\"", "\"ä\"", "\"a/b\"", "\"a\\u0000b\"", "\"a\\nb\"", "7")) {
                        value(type, name, id);
                    }
                    value(type, name, "\"" + "x".repeat(129) + "\"");
                }
                if (List.of("amount", "cost", "quantity").contains(name)) {
                    for (String amount : List.of(
                            "-1",
                            "\"-0.01\"",
                            "\"abc\"",
                            "\"\"",
                            "\"1,5\"",
                            "\"1e3\"",
                            "\"0x10\"",
                            "\" 1\"",
                            "\"٣\"",
                            "\"NaN\"",
                            "\"Infinity\"",
                            "0.00001",
                            "\"1.23456\"",
                            "1000000000000000",
                            "1e400",
                            "1e999999999")) {
                        value(type, name, amount);
                    }
                }
                if (name.equals("currency")) {
                    for (String currency : List.of("\"EURO\"", "\"eur\"", "\"\"", "\"XAU\"", "\"E R\"", "978")) {
                        value(type, name, currency);
                    }
                }
                if (name.endsWith("Date") || name.equals("customerSince")) {
                    for (String date : List.of(
                            "\"22.11.2026\"",
                            "\"2026-02-30\"",
                            "\"2026-13-01\"",
                            "\"\"",
                            "20261122",
                            "\"tomorrow\"",
                            "\"2026-11-22T00:00:00Z\"")) {
                        value(type, name, date);
                    }
                }
                if (List.of("financial", "market", "cooperation", "influence").contains(name)) {
                    for (String points : List.of("-1", "101", "100.01", "\"many\"")) {
                        value(type, name, points);
                    }
                }
                if (List.of("severity", "lateReason").contains(name)) {
                    for (String word : List.of("\"urgent\"", "\"HIGH\"", "\"\"", "0", "1")) {
                        value(type, name, word);
                    }
                }
                if (List.of("subject", "name", "assessedBy", "visitedBy").contains(name)) {
                    for (String text : List.of("\"\"", "\"  \"", "\"a\\u0007b\"", "5")) {
                        value(type, name, text);
                    }
                    value(type, name, "\"" + "x".repeat(30_000) + "\"");
                }
            }
        }
        cancellation("neither order nor cancellation", "{\"customerId\":\"c\"}");
        cancellation("no amount", "{\"customerId\":\"c\",\"cancellationId\":\"k\"}");
        cancellation("amount 0", "{\"customerId\":\"c\",\"cancellationId\":\"k\",\"amount\":0}");
        cancellation("amount alone", "{\"customerId\":\"c\",\"amount\":5}");
        ObjectNode nothingBack = Samples.event(EventTypes.ORDER_RETURNED, "bad");
        ((ObjectNode) nothingBack.get("data")).put("amount", 0).remove("orderId");
        structured("return of nothing", nothingBack);
        ObjectNode nothingPaid = Samples.event(EventTypes.PAYMENT_RECEIVED, "bad");
        ((ObjectNode) nothingPaid.get("data")).put("amount", 0);
        structured("payment of nothing", nothingPaid);
    }

    private void cancellation(String what, String data) {
        String event = Samples.event(EventTypes.ORDER_CANCELLED, "bad").toString();
        raw("cancellation: " + what, event.substring(0, event.indexOf("\"data\":")) + "\"data\":" + data + "}");
    }

    /** A field of the data with that JSON. */
    private void value(String type, String field, String json) {
        ObjectNode event = Samples.event(type, "bad");
        ((ObjectNode) event.get("data")).put(field, "@@@");
        raw(type + " with " + field + " = " + shortened(json), event.toString().replace("\"@@@\"", json));
    }

    // --- envelopes
    // ------------------------------------------------------------------------------------------------------

    private void makeBadEnvelopes() {
        for (String attribute : List.of("specversion", "id", "source", "type", "time", "data")) {
            ObjectNode without = Samples.event(EventTypes.ORDER_PLACED, "bad");
            without.remove(attribute);
            structured("without " + attribute, without);
            for (String json : List.of("null", "[]", "7", "\"\"", "true")) {
                attribute(attribute, json);
            }
        }
        for (String data : List.of("{}", "[{}]", "\"text\"", "7.5")) {
            attribute("data", data);
        }
        for (String version : List.of("\"0.3\"", "\"2.0\"", "\"1\"", "1.0")) {
            attribute("specversion", version);
        }
        for (String id : List.of("\" \"", "\"a\\u0000\"", "\"" + "i".repeat(300) + "\"", "{}")) {
            attribute("id", id);
        }
        for (String source : List.of("\"not a uri\"", "\"http://[\"", "\"%%\"", "\"" + "s".repeat(600) + "\"")) {
            attribute("source", source);
        }
        for (String type : List.of(
                "\"io.tierstream.order.placed.v2\"",
                "\"order.placed\"",
                "\"io.tierstream.tier.changed.v1\"",
                "\"io.tierstream.customer.scored.v1\"",
                "\"io.tierstream.ticket.routed.v1\"",
                "\"io.tierstream.customer.erased.v1\"",
                "\"IO.TIERSTREAM.ORDER.PLACED.V1\"")) {
            attribute("type", type);
        }
        for (String time : List.of(
                "\"yesterday\"",
                "\"2026-11-22\"",
                "\"2026-11-22T10:00:00\"",
                "\"2026-13-22T10:00:00Z\"",
                "\"2026-11-22T25:00:00Z\"",
                "\"22/11/2026 10:00\"",
                "1700000000",
                "\"+999999999-12-31T23:59:59Z\"",
                "\"" + Instant.now().plus(Duration.ofHours(25)) + "\"",
                "\"" + Instant.now().plus(Duration.ofDays(4000)) + "\"")) {
            attribute("time", time);
        }
        for (String subject : List.of("\"other\"", "\"C\"", "\"c \"", "7", "[]")) {
            attribute("subject", subject);
        }
        for (String type : List.of("\"text/xml\"", "\"application/octet-stream\"", "\"json\"", "7")) {
            attribute("datacontenttype", type);
        }
    }

    private void attribute(String name, String json) {
        ObjectNode event = Samples.event(EventTypes.ORDER_PLACED, "bad");
        event.put(name, "@@@");
        raw(name + " = " + shortened(json), event.toString().replace("\"@@@\"", json));
    }

    // --- bodies
    // ---------------------------------------------------------------------------------------------------------

    private void makeBadBodies() throws Exception {
        String good = Samples.event(EventTypes.ORDER_PLACED, "bad").toString();
        for (String body : List.of(
                "",
                " ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{",
                "}",
                "{}",
                "{}{}",
                good + "x",
                good.substring(0, good.length() - 1),
                "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                good.replace("\"amount\":", "\"x\":" + "{\"y\":".repeat(200) + "1" + "}".repeat(200) + ",\"amount\":"),
                good.replace("\"amount\":", "\"amount\":\"1\",\"amount\":"),
                good.replace("\"id\":", "\"id\":\"other\",\"id\":"),
                good.replace("\"", "'"),
                "<event/>")) {
            raw("body " + shortened(body), body);
        }
        bytes(
                "invalid UTF-8",
                Publishing.STRUCTURED,
                good.replace("\"o\"", "\"\u00e4\"").getBytes(StandardCharsets.ISO_8859_1));
        bytes("UTF-16", Publishing.STRUCTURED, good.getBytes(StandardCharsets.UTF_16));
        bytes("zeros", Publishing.STRUCTURED, new byte[100]);
        bytes("gzip that is not declared", Publishing.STRUCTURED, gzip(good));

        byte[] data = Samples.data(EventTypes.ORDER_PLACED).toString().getBytes(StandardCharsets.UTF_8);
        for (String type : List.of(
                "", "text/plain", "application/xml", "application/x-www-form-urlencoded", "nonsense", "a/b/c")) {
            bytes("content type " + type, type, good.getBytes(StandardCharsets.UTF_8));
        }
        bytes("JSON without ce headers", "application/json", data);
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("ce-specversion", "1.0");
        headers.put("ce-id", "bad");
        headers.put("ce-source", "urn:bad");
        headers.put("ce-type", EventTypes.ORDER_PLACED);
        headers.put("ce-time", Instant.now().toString());
        for (String header : List.copyOf(headers.keySet())) {
            Map<String, String> without = new LinkedHashMap<>(headers);
            without.remove(header);
            bad.add(new Bad("binary without " + header, "application/json", data, without));
            Map<String, String> empty = new LinkedHashMap<>(headers);
            empty.put(header, "");
            bad.add(new Bad("binary with empty " + header, "application/json", data, empty));
        }
        bad.add(new Bad("binary with XML", "text/xml", "<order/>".getBytes(StandardCharsets.UTF_8), headers));
        bad.add(new Bad("binary without body", "application/json", new byte[0], headers));
        Map<String, String> otherSubject = new LinkedHashMap<>(headers);
        otherSubject.put("ce-subject", "somebody");
        bad.add(new Bad("binary with another subject", "application/json", data, otherSubject));
        Map<String, String> badPercent = new LinkedHashMap<>(headers);
        badPercent.put("ce-subject", "%ZZ");
        bad.add(new Bad("binary with a broken percent-encoding", "application/json", data, badPercent));

        String batch = "application/cloudevents-batch+json";
        for (String body : List.of(
                "",
                "{}",
                "7",
                "[7]",
                "[null]",
                "[[]]",
                "[" + good + ",{}]",
                "[" + good + "," + good,
                good,
                "[" + good + ",]",
                "[" + good.replace("\"10\"", "\"-10\"") + "]")) {
            bytes("batch " + shortened(body), batch, body.getBytes(StandardCharsets.UTF_8));
        }
        for (String body : List.of(
                "",
                "7",
                "[]",
                good + "\n{",
                good + "\nnonsense\n" + good,
                good + "\n" + good.replace("\"10\"", "\"x\""))) {
            bytes("lines " + shortened(body), Publishing.LINES, body.getBytes(StandardCharsets.UTF_8));
        }
        bytes("10,001 events", Publishing.LINES, (good + "\n").repeat(10_001).getBytes(StandardCharsets.UTF_8));
        bytes(
                "11 MB",
                Publishing.STRUCTURED,
                ("{\"x\":\"" + "y".repeat(11_000_000) + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void structured(String what, ObjectNode event) {
        raw(what, event.toString());
    }

    private void raw(String what, String body) {
        bytes(what, Publishing.STRUCTURED, body.getBytes(StandardCharsets.UTF_8));
    }

    private void bytes(String what, String contentType, byte[] body) {
        bad.add(new Bad(what, contentType, body, Map.of()));
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static byte[] gzip(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
