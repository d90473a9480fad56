package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whatever lies on an input topic becomes an event or a dead letter with a reason, and what comes after it goes through. */
class PoisonIT {

    private static final String MARK = "journey";

    /** What is sent to a topic, and where it came to lie. */
    private record Sent(String what, ProducerRecord<byte[], byte[]> record, RecordMetadata place) {}

    @Test
    void shouldMakeADeadLetterOfWhatIsNoGoodEventAndGoOn() {
        List<Sent> all = new ArrayList<>();
        try (Broker broker = new Broker()) {
            for (String topic : Topics.INPUTS) {
                poison(topic).forEach((what, record) -> {
                    record.headers().add(MARK, (topic + " " + what).getBytes(StandardCharsets.UTF_8));
                    all.add(new Sent(topic + " " + what, record, broker.send(record)));
                });
            }
        }
        assertThat(all).hasSizeGreaterThan(100);

        Waiting.upToSeconds(60)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(missing(all)).isEmpty());

        System.out.println(all.size() + " kinds of poison on the input topics became dead letters");
        assertGoodGoesThrough();
    }

    private static List<String> missing(List<Sent> all) {
        Map<String, ConsumerRecord<byte[], byte[]>> letters = new HashMap<>();
        for (String topic : Topics.INPUTS) {
            for (ConsumerRecord<byte[], byte[]> letter : Broker.read(Topics.deadLetters(topic))) {
                letters.put(Broker.headers(letter).getOrDefault(MARK, ""), letter);
            }
        }
        List<String> missing = new ArrayList<>();
        for (Sent sent : all) {
            ConsumerRecord<byte[], byte[]> letter = letters.get(sent.what());
            if (letter == null) {
                missing.add(sent.what() + ": no dead letter");
                continue;
            }
            Map<String, String> headers = Broker.headers(letter);
            String origin = sent.place().topic() + "-" + sent.place().partition() + "@"
                    + sent.place().offset();
            if (!headers.getOrDefault(DeadLetters.ORIGIN, "").equals(origin)
                    || headers.getOrDefault(DeadLetters.REASON, "").isBlank()
                    || headers.getOrDefault(DeadLetters.DETAIL, "").isBlank()
                    || !isOf(letter.value(), sent.record().value())
                    || !Arrays.equals(letter.key(), sent.record().key())) {
                missing.add(sent.what() + ": " + headers);
            }
        }
        return missing;
    }

    /** The same, or the beginning of what is too large to be written again. */
    private static boolean isOf(byte @Nullable [] letter, byte @Nullable [] original) {
        return letter != null && original != null && original.length > Topics.DEAD_LETTER_MAX_BYTES
                ? letter.length > 1_500_000 && Arrays.equals(letter, Arrays.copyOf(original, letter.length))
                : Arrays.equals(letter, original);
    }

    private static Map<String, ProducerRecord<byte[], byte[]>> poison(String topic) {
        Map<String, ProducerRecord<byte[], byte[]>> poison = new LinkedHashMap<>();
        String type = Samples.types(topic).getFirst();
        byte[] random = new byte[300];
        new Random(7).nextBytes(random);
        String good = Samples.data(type).toString();
        String event = Samples.event(type, "poison").toString();

        poison.put("no value", record(topic, null, binary(type)));
        poison.put("no value and no headers", record(topic, null, Map.of()));
        poison.put("empty", record(topic, bytes(""), binary(type)));
        poison.put("random bytes", record(topic, random, Map.of()));
        poison.put("random bytes as JSON", record(topic, random, binary(type)));
        poison.put("text", record(topic, bytes("hello"), Map.of()));
        poison.put("JSON without headers", record(topic, bytes(good), Map.of()));
        poison.put("null", record(topic, bytes("null"), binary(type)));
        poison.put("a list", record(topic, bytes("[]"), binary(type)));
        poison.put("a number", record(topic, bytes("7"), binary(type)));
        poison.put("half an object", record(topic, bytes(good.substring(0, good.length() / 2)), binary(type)));
        poison.put("text behind", record(topic, bytes(good + "x"), binary(type)));
        poison.put("a key twice", record(topic, bytes(good.replace("{", "{\"customerId\":\"x\",")), binary(type)));
        poison.put("deep nesting", record(topic, bytes("[".repeat(9_000)), binary(type)));
        poison.put("a byte that is no UTF-8", record(topic, latin(good), binary(type)));
        for (String header : binary(type).keySet()) {
            if (!header.equals("content-type")) {
                Map<String, String> without = new LinkedHashMap<>(binary(type));
                without.remove(header);
                poison.put("without " + header, record(topic, bytes(good), without));
                poison.put("with an absent " + header, absent(record(topic, bytes(good), without), header));
                poison.put("with a strange " + header, record(topic, bytes(good), with(type, header, "\u0001 ?")));
            }
        }
        // As a publisher sends it who has raised the limit, and compressed to a few kilobytes.
        poison.put("megabytes of text", record(topic, bytes("x".repeat(3_000_000)), binary(type)));
        poison.put(
                "an event of megabytes",
                record(
                        topic,
                        bytes(good.replaceFirst("\\{", "{\"padding\":\"" + "x".repeat(1_500_000) + "\",")),
                        binary(type)));
        poison.put("a header of megabytes", record(topic, bytes(good), with(type, "other", "x".repeat(1_500_000))));
        poison.put("an old version", record(topic, bytes(good), with(type, "ce_specversion", "0.3")));
        poison.put("XML", record(topic, bytes(good), with(type, "content-type", "text/xml")));
        poison.put("an unknown type", record(topic, bytes(good), with(type, "ce_type", "io.tierstream.other.v1")));
        poison.put("an output", record(topic, bytes(good), with(type, "ce_type", EventTypes.TIER_CHANGED)));
        poison.put("another subject", record(topic, bytes(good), with(type, "ce_subject", "other")));
        poison.put(
                "a far future",
                record(
                        topic,
                        bytes(good),
                        with(
                                type,
                                "ce_time",
                                Instant.now().plus(Duration.ofDays(3)).toString())));
        for (String other : Topics.INPUTS) {
            if (!other.equals(topic)) {
                String stranger = Samples.types(other).getFirst();
                poison.put(
                        "from " + other,
                        record(topic, bytes(Samples.data(stranger).toString()), binary(stranger)));
            }
        }
        Map<String, String> structured = Map.of("content-type", "application/cloudevents+json");
        poison.put("structured nonsense", record(topic, bytes("nonsense"), structured));
        poison.put("structured random bytes", record(topic, random, structured));
        poison.put("structured and empty", record(topic, bytes("{}"), structured));
        poison.put("structured and cut off", record(topic, bytes(event.substring(0, event.length() - 5)), structured));
        poison.put(
                "structured without data",
                record(topic, bytes(event.substring(0, event.indexOf(",\"data\"")) + "}"), structured));
        poison.put(
                "a batch",
                record(topic, bytes("[" + event + "]"), Map.of("content-type", "application/cloudevents-batch+json")));
        for (String each : Samples.types(topic)) {
            for (String field : Samples.required(each)) {
                ObjectNode data = Samples.data(each);
                data.remove(field);
                poison.put(each + " without " + field, record(topic, bytes(data.toString()), binary(each)));
                ObjectNode wrong = Samples.data(each);
                wrong.set(field, wrong.objectNode());
                poison.put(each + " with an object as " + field, record(topic, bytes(wrong.toString()), binary(each)));
            }
            if (Samples.data(each).has("currency")) {
                ObjectNode data = Samples.data(each);
                data.put("currency", "XAU");
                poison.put(each + " in gold", record(topic, bytes(data.toString()), binary(each)));
                ObjectNode huge = Samples.data(each);
                huge.put("amount", "@@@");
                poison.put(
                        each + " with a huge amount",
                        record(topic, bytes(huge.toString().replace("\"@@@\"", "1e999999999")), binary(each)));
            }
        }
        return poison;
    }

    private static Map<String, String> binary(String type) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", "poison");
        headers.put("ce_source", "urn:journey:poison");
        headers.put("ce_type", type);
        headers.put("ce_time", "2026-11-01T10:00:00Z");
        return headers;
    }

    private static Map<String, String> with(String type, String header, String value) {
        Map<String, String> headers = binary(type);
        headers.put(header, value);
        return headers;
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, byte @Nullable [] value, Map<String, String> headers) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, bytes("poisoned"), value);
        headers.forEach((name, text) -> record.headers().add(name, bytes(text)));
        return record;
    }

    /** A header that is there, and is nothing. */
    private static ProducerRecord<byte[], byte[]> absent(ProducerRecord<byte[], byte[]> record, String header) {
        record.headers().add(header, null);
        return record;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] latin(String json) {
        return json.replaceFirst("\"c\"", "\"\u00e4\"").getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One of each type by the same keys, so into the same partitions, and one without a key. */
    private static void assertGoodGoesThrough() {
        try (Broker broker = new Broker()) {
            for (String type : Samples.types()) {
                ObjectNode data = Samples.data(type, "poison-good");
                String topic = EventTypes.find(type).orElseThrow().topic();
                broker.send(record(topic, bytes(data.toString()), with(type, "ce_id", "good " + type)));
            }
            ObjectNode order = Samples.data(EventTypes.ORDER_PLACED, "poison-good");
            order.put("orderId", "poison-good-without-key");
            ProducerRecord<byte[], byte[]> withoutKey =
                    new ProducerRecord<>(Topics.ORDERS, null, bytes(order.toString()));
            with(EventTypes.ORDER_PLACED, "ce_id", "good without key")
                    .forEach((name, text) -> withoutKey.headers().add(name, bytes(text)));
            broker.send(withoutKey);
        }
        Waiting.upToSeconds(30).untilAsserted(() -> {
            Answer metrics =
                    Stack.scoring().get("/v1/customers/poison-good/metrics").expect(200);
            assertThat(metrics.json().path("metrics").path("grossOrderAmount").asString())
                    .as("%s", metrics)
                    .isEqualTo("20");
            assertThat(metrics.json().path("criteria").path("prospect").isNumber())
                    .as("%s", metrics)
                    .isTrue();
            assertThat(Stack.desk().get("/v1/tickets/poison-good-t").status()).isEqualTo(200);
            assertThat(Stack.tiers().get("/v1/customers/poison-good").status()).isEqualTo(200);
            // Its own copy of visits and changes, read by a consumer of its own, is at the end of the topics.
            assertThat(Stack.tiers().get("/v1/reports/visits?limit=1").status()).isEqualTo(200);
        });
    }
}
