package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.DeadLetters;
import io.tierstream.testing.TestBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class DeadLettersIT {

    private static final byte[] POISON = {(byte) 0xff, 0, 1, 2, 3};

    static IngestServer server;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        server = IngestServer.start(data);
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.get("ops", "/actuator/health/readiness").status() == 200);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < 250; i++) {
                RecordHeaders headers = new RecordHeaders();
                headers.add("ce_id", ("e-" + i).getBytes(StandardCharsets.UTF_8));
                ProducerRecord<byte[], byte[]> letter = DeadLetters.of(
                        "payments",
                        ("c-" + i).getBytes(StandardCharsets.UTF_8),
                        POISON,
                        headers,
                        2,
                        i,
                        i % 10 == 0 ? DeadLetterReason.ID_CONFLICT : DeadLetterReason.UNREADABLE,
                        "letter " + i);
                producer.send(new ProducerRecord<>(
                                letter.topic(), null, 1_000_000L + i, letter.key(), letter.value(), letter.headers()))
                        .get();
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldShowTheNewestFirstAndAllOfThemPageByPage() {
        List<String> details = new ArrayList<>();
        String cursor = "";
        do {
            var page = server.get("ops", "/v1/dead-letters?topic=payments&limit=70" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            page.json()
                    .at("/items")
                    .forEach(item -> details.add(item.at("/detail").stringValue()));
            JsonNode next = page.json().at("/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.stringValue();
        } while (!cursor.isEmpty());

        List<String> expected = new ArrayList<>();
        for (int i = 249; i >= 0; i--) {
            expected.add("letter " + i);
        }
        assertThat(details).isEqualTo(expected);
    }

    @Test
    void shouldShowThoseOfOneReason() {
        var page = server.get("admin", "/v1/dead-letters?topic=payments-dlt&reason=ID_CONFLICT&limit=1000");

        assertThat(page.json().at("/items").size()).isEqualTo(25);
        JsonNode first = page.json().at("/items/0");
        assertThat(first.at("/detail").stringValue()).isEqualTo("letter 240");
        assertThat(first.at("/origin").stringValue()).isEqualTo("payments-2@240");
        assertThat(first.at("/headers/ce_id").stringValue()).isEqualTo("e-240");
    }

    @Test
    void shouldSendTheOriginalAgainAndRecordWhoDidIt() {
        JsonNode letter = server.get("ops", "/v1/dead-letters?topic=payments&limit=1")
                .json()
                .at("/items/0");

        var answer = server.send(
                server.request("ops", "/v1/dead-letters/" + letter.at("/id").stringValue() + "/replay")
                        .POST(BodyPublishers.noBody()));

        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        ConsumerRecord<byte[], byte[]> sent = read(
                answer.json().at("/topic").stringValue(),
                answer.json().at("/partition").intValue(),
                answer.json().at("/offset").longValue());
        assertThat(sent.topic()).isEqualTo("payments");
        assertThat(sent.key()).asString(StandardCharsets.UTF_8).isEqualTo("c-249");
        assertThat(sent.value()).isEqualTo(POISON);
        assertThat(sent.headers().lastHeader("ce_id").value()).asString().isEqualTo("e-249");
        assertThat(sent.headers().lastHeader("ts_reason")).isNull();
        assertThat(sent.headers().lastHeader("ts_replayed_by").value())
                .asString()
                .isEqualTo("ops-machine");
    }

    @Test
    void shouldShowTheBeginningOfLargeLettersPageByPageAndSendThemAgainWhole() throws Exception {
        // "é" at an odd place: no cut may go through it.
        byte[] large = ("x" + "é".repeat(450_000)).getBytes(StandardCharsets.UTF_8);
        byte[] middling = "y".repeat(6_000).getBytes(StandardCharsets.UTF_8);
        int letters = 700;
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < letters; i++) {
                producer.send(DeadLetters.of(
                        "complaints",
                        "c".getBytes(StandardCharsets.UTF_8),
                        i < 5 ? large : middling,
                        new RecordHeaders(),
                        0,
                        i,
                        DeadLetterReason.UNREADABLE,
                        "letter " + i));
            }
        }

        List<JsonNode> shown = new ArrayList<>();
        int pages = 0;
        String cursor = "";
        do {
            var page = server.get("ops", "/v1/dead-letters?topic=complaints&limit=1000" + cursor);
            assertThat(page.status()).as(page.text()).isEqualTo(200);
            assertThat(page.text()).hasSizeLessThan(3_000_000);
            page.json().at("/items").forEach(shown::add);
            JsonNode next = page.json().at("/next");
            cursor = next.isMissingNode() ? "" : "&cursor=" + next.stringValue();
            pages++;
        } while (!cursor.isEmpty());

        assertThat(pages).isGreaterThan(1);
        assertThat(shown)
                .hasSize(letters)
                .allSatisfy(letter -> assertThat(letter.at("/value").stringValue())
                        .hasSizeBetween(2_000, 4_096)
                        .doesNotContain("\ufffd"));
        JsonNode whole = shown.stream()
                .filter(letter -> letter.at("/size").intValue() == large.length)
                .findFirst()
                .orElseThrow();
        var answer = server.send(
                server.request("ops", "/v1/dead-letters/" + whole.at("/id").stringValue() + "/replay")
                        .POST(BodyPublishers.noBody()));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(read(
                                "complaints",
                                answer.json().at("/partition").intValue(),
                                answer.json().at("/offset").longValue())
                        .value())
                .isEqualTo(large);
    }

    @Test
    void shouldRefuseWhatIsNoLetter() {
        for (String id :
                List.of("x", "orders-0-1", "payments-dlt-0-99999", "payments-dlt-77-0", "payments-dlt--1-0", "a-b-c")) {
            assertThat(server.send(server.request("ops", "/v1/dead-letters/" + id + "/replay")
                                    .POST(BodyPublishers.noBody()))
                            .status())
                    .as(id)
                    .isEqualTo(404);
        }
        for (String query :
                List.of("topic=none", "reason=none", "limit=0", "limit=1001", "limit=x", "cursor=%ff", "cursor=abc")) {
            assertThat(server.get("ops", "/v1/dead-letters?" + query).status())
                    .as(query)
                    .isEqualTo(400);
        }
        assertThat(server.get("publisher", "/v1/dead-letters").status()).isEqualTo(403);
    }

    private static ConsumerRecord<byte[], byte[]> read(String topic, int partition, long offset) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
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
}
