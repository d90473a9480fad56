package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.testing.TestBroker;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class EventsIT {

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch+json";

    static IngestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = IngestServer.start(
                data,
                "tierstream.ingest.events-per-second-of.slow-shop=10",
                "tierstream.security.api-keys[4].name=slow-shop",
                "tierstream.security.api-keys[4].role=publisher",
                "tierstream.security.api-keys[4].sha256=" + IngestServer.sha256("slow-key"),
                "tierstream.security.api-keys[5].name=limited-shop",
                "tierstream.security.api-keys[5].role=publisher",
                "tierstream.security.api-keys[5].sha256=" + IngestServer.sha256("limited-key"),
                "tierstream.security.api-keys[5].event-types=io.tierstream.complaint.opened.v1",
                "tierstream.security.api-keys[5].sources=urn:limited");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.get("ops", "/actuator/health/readiness").status() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldStoreAStructuredEventAsItIsSent() {
        var answer = server.publish(STRUCTURED, """
                {"specversion": "1.0", "id": "e-1", "source": "/shop", "type": "io.tierstream.order.placed.v1",
                 "time": "2026-01-02T03:04:05.678901+02:00", "subject": "c-1", "traceparent": "00-1-2-03",
                 "data": {"orderId": "o-1", "customerId": "c-1", "amount": "12.50", "currency": "USD", "note": "as is"}}
                """);

        assertThat(answer.status()).isEqualTo(202);
        var place = answer.json().at("/events/0");
        assertThat(answer.json().at("/accepted").intValue()).isEqualTo(1);
        assertThat(place.at("/id").stringValue()).isEqualTo("e-1");
        ConsumerRecord<byte[], byte[]> record = read(
                place.at("/topic").stringValue(),
                place.at("/partition").intValue(),
                place.at("/offset").longValue());
        assertThat(record.topic()).isEqualTo("orders");
        assertThat(record.key()).asString(StandardCharsets.UTF_8).isEqualTo("c-1");
        assertThat(record.value()).asString(StandardCharsets.UTF_8).contains("\"note\":\"as is\"");
        assertThat(record.headers().lastHeader("ce_traceparent").value())
                .asString()
                .isEqualTo("00-1-2-03");
        var decoded = (Decoding.Decoded) EventCodec.decode("orders", record.value(), record.headers());
        assertThat(decoded.event().envelope().time()).isEqualTo(Instant.parse("2026-01-02T01:04:05.678Z"));
        assertThat(decoded.event().data())
                .isEqualTo(new OrderPlaced("o-1", "c-1", new BigDecimal("12.5"), "USD", null, null));
    }

    @Test
    void shouldLogNeitherForgedLinesNorKeys(CapturedOutput output) {
        LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
        List<String> loggers = List.of("io.tierstream", "org.springframework.web", "org.springframework.security");
        loggers.forEach(logger -> logging.setLogLevel(logger, LogLevel.DEBUG));
        try {
            for (String text :
                    List.of("e\\r\\nFORGED by me", "e\\nFORGED by me", "\\u001b[31mFORGED", "e\\u2028FORGED")) {
                server.publish(STRUCTURED, """
                        {"specversion": "1.0", "id": "%1$s", "source": "/%1$s", "type": "%1$s", "subject": "%1$s",
                         "time": "2026-01-02T03:04:05Z", "data": {"orderId": "%1$s", "customerId": "%1$s"}}
                        """.formatted(text));
                server.publish(STRUCTURED, """
                        {"specversion": "1.0", "id": "forging-%2$d", "source": "/shop", "subject": "%1$s",
                         "type": "io.tierstream.complaint.opened.v1", "time": "2026-01-02T03:04:05Z",
                         "data": {"complaintId": "forging-%2$d", "customerId": "c-1", "subject": "%1$s"}}
                        """.formatted(text, text.hashCode()));
            }
            server.send(server.request("publisher", "/v1/events")
                    .header("Content-Type", "application/json")
                    .header("ce-specversion", "1.0")
                    .header("ce-id", "e%0D%0AFORGED")
                    .header("ce-source", "/%1B[31mFORGED")
                    .header("ce-type", "io.tierstream.order.placed.v1")
                    .POST(BodyPublishers.ofString("{}")));
            server.get("publisher", "/v1/schemas/e%0AFORGED");
            server.get("nobody-knows-this", "/v1/schemas");
        } finally {
            loggers.forEach(logger -> logging.setLogLevel(logger, null));
        }

        assertThat(output.getAll().lines()).isNotEmpty().noneMatch(line -> line.startsWith("FORGED"));
        assertThat(output).doesNotContain("\u001b[31m", "publisher-key", "nobody-knows-this-key");
    }

    @Test
    void shouldStoreABinaryEventWithAttributesBeyondAscii() {
        var answer = server.send(server.request("publisher", "/v1/events")
                .header("Content-Type", "application/json; charset=utf-8")
                .header("ce-specversion", "1.0")
                .header("ce-id", "K%C3%B6ln-1+2")
                .header("CE-Source", "/shop")
                .header("ce-type", "io.tierstream.complaint.opened.v1")
                .header("ce-time", "2026-01-02T03:04:05Z")
                .POST(BodyPublishers.ofString(
                        "{\"complaintId\": \"k-1\", \"customerId\": \"c-1\", \"subject\": \"送货太慢\"}")));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/events/0/id").stringValue()).isEqualTo("Köln-1+2");
        assertThat(answer.json().at("/events/0/topic").stringValue()).isEqualTo("complaints");
    }

    @Test
    void shouldStoreABatchInOrderAndKeepACustomersEventsTogether() {
        var answer = server.publish(BATCH, "[" + order("b-1", "c-2", "1") + "," + order("b-2", "c-2", "2") + "]");

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/accepted").intValue()).isEqualTo(2);
        assertThat(answer.json().at("/events/0/partition"))
                .isEqualTo(answer.json().at("/events/1/partition"));
        assertThat(answer.json().at("/events/1/offset").longValue())
                .isGreaterThan(answer.json().at("/events/0/offset").longValue());
    }

    @Test
    void shouldStoreEventsOnePerLine() {
        var answer =
                server.publish("application/x-ndjson", order("l-1", "c-3", "1") + "\r\n\n" + order("l-2", "c-3", "2"));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().at("/accepted").intValue()).isEqualTo(2);
    }

    @Test
    void shouldPublishNothingOfABatchWithErrorsAndListAllOfThem() {
        long before = end("orders");

        var answer = server.publish(
                BATCH,
                "[" + order("x-1", "c-4", "1") + "," + order("x-2", "c-4", "-1") + ","
                        + order("x-3", "c-4", "1")
                                .replace("\"time\"", "\"tme\"")
                                .replace("\"o-x-3\"", "7") + "]");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.text()).contains("/1/data/amount", "/2/time", "/2/data/orderId");
        assertThat(end("orders")).isEqualTo(before);
    }

    @Test
    void shouldPublishTheGoodOnesWhenAPartIsWelcome() {
        var answer = server.post(
                "/v1/events?partial=true",
                "application/x-ndjson",
                BodyPublishers.ofString(order("p-1", "c-5", "1") + "\nno json\n" + order("p-3", "c-5", "3")));

        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.json().at("/accepted").intValue()).isEqualTo(2);
        assertThat(answer.json().at("/events/0/status").intValue()).isEqualTo(202);
        assertThat(answer.json().at("/events/1/status").intValue()).isEqualTo(400);
        assertThat(answer.json().at("/events/1/errors/0/message").stringValue()).contains("JSON");
        assertThat(answer.json().at("/events/2/id").stringValue()).isEqualTo("p-3");
    }

    @Test
    void shouldAskAPublisherAboveItsRateToComeBackLater() {
        String batch = "[" + String.join(",", java.util.Collections.nCopies(500, order("r-1", "c-6", "1"))) + "]";

        var first = server.send(server.request("slow", "/v1/events")
                .header("Content-Type", BATCH)
                .POST(BodyPublishers.ofString(batch)));
        var second = server.send(server.request("slow", "/v1/events")
                .header("Content-Type", STRUCTURED)
                .POST(BodyPublishers.ofString(order("r-2", "c-6", "1"))));

        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(429);
        assertThat(Integer.parseInt(second.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(30, 51);
    }

    @Test
    void shouldRefuseTypesAndSourcesThatAPublisherIsNotLimitedTo() {
        var answer = server.send(server.request("limited", "/v1/events")
                .header("Content-Type", STRUCTURED)
                .POST(BodyPublishers.ofString(order("f-1", "c-7", "1"))));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text()).contains("/type", "/source", "urn:limited");
    }

    @Test
    void shouldRefuseThemOnThePageToo() {
        var answer = server.send(server.request("limited", "/publish")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(
                        "event=" + URLEncoder.encode(order("f-2", "c-7", "1"), StandardCharsets.UTF_8))));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("urn:limited").doesNotContain("alert-success");
    }

    @Test
    void shouldShowTheSchemaOfEachType() {
        var list = server.get("support", "/v1/schemas");
        assertThat(list.json().at("/items").size()).isEqualTo(14);
        list.json().at("/items").forEach(item -> {
            var schema = server.get("publisher", item.at("/schema").stringValue());
            assertThat(schema.status()).isEqualTo(200);
            assertThat(schema.json().at("/$schema").stringValue()).contains("2020-12");
        });
        assertThat(server.get("publisher", "/v1/schemas/none").status()).isEqualTo(404);
        assertThat(server.get("publisher", "/v1/schemas/io%2Etierstream%2Eorder%2Eplaced%2Ev1")
                        .status())
                .isEqualTo(200);
    }

    static String order(String id, String customer, String amount) {
        return """
                {"specversion": "1.0", "id": "%s", "source": "/shop", "type": "io.tierstream.order.placed.v1", "time": "2026-01-02T03:04:05Z", "data": {"orderId": "o-%s", "customerId": "%s", "amount": %s}}""".formatted(id, id, customer, amount);
    }

    private static long end(String topic) {
        try (var consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    private static ConsumerRecord<byte[], byte[]> read(String topic, int partition, long offset) {
        try (var consumer = consumer()) {
            TopicPartition at = new TopicPartition(topic, partition);
            consumer.assign(List.of(at));
            consumer.seek(at, offset);
            return Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () -> consumer.poll(Duration.ofMillis(500)).records(at).stream()
                                    .findFirst()
                                    .orElse(null),
                            java.util.Objects::nonNull);
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
