package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.testing.TestBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ImportsIT {

    private static final String RETAIL = """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            900001,A,"Tea, green",2,2010-12-01 09:09:00,10.95,15100.0,United Kingdom
            C900002,A,Tea,-1,2010-12-02 09:56:00,10.95,15100.0,United Kingdom
            900003,B,No one,1,2010-12-02 10:00:00,1.00,,United Kingdom
            900001,B,Cup,3,2010-12-01 09:08:00,1.005,15100.0,United Kingdom
            900004,C,Odd,many,2010-12-03 10:00:00,1.00,15200.0,United Kingdom
            900005,C,Less than nothing,-1,2010-12-03 10:00:00,1.00,15200.0,United Kingdom
            """;

    static Path data;
    static IngestServer server;

    @BeforeAll
    static void start(@TempDir Path folder) {
        data = folder;
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
    void shouldPublishWhatTheRowsSayAndListTheRowsItCannotUse() {
        JsonNode done = importFile("/v1/imports?mapping=online-retail", RETAIL.getBytes(StandardCharsets.UTF_8));

        assertThat(done.at("/state").stringValue()).isEqualTo("DONE");
        assertThat(done.at("/rowsRead").intValue()).isEqualTo(6);
        assertThat(done.at("/eventsPublished").intValue()).isEqualTo(2);
        assertThat(done.at("/rowsRejected").intValue()).isEqualTo(3);
        assertThat(done.at("/rejects/0/line").intValue()).isEqualTo(4);
        assertThat(done.at("/rejects/0/column").stringValue()).isEqualTo("CustomerID");
        String csv =
                server.get("publisher", done.at("/rejectsUrl").stringValue()).text();
        assertThat(csv)
                .startsWith("\ufeffline,column,value,reason")
                .contains("6,Quantity,many,is no decimal number")
                .contains("7,Quantity+UnitPrice,");
        List<ConsumerRecord<byte[], byte[]>> orders = published("900001", "C900002");
        assertThat(orders).hasSize(2);
        assertThat(orders.getFirst().value())
                .asString(StandardCharsets.UTF_8)
                .contains("\"amount\":24.915", "\"customerId\":\"15100\"", "\"quantity\":5");
        assertThat(orders.getFirst().headers().lastHeader("ce_time").value())
                .asString()
                .isEqualTo("2010-12-01T09:08:00Z");
        assertThat(orders.getLast().value()).asString(StandardCharsets.UTF_8).contains("\"amount\":10.95");
    }

    @Test
    void shouldShiftTimesToTodayAndKeepTheShiftWhenTheFileIsSentAgain() throws IOException {
        byte[] gzip = gzip(RETAIL.replace("9000", "9100"));

        JsonNode first = importFile("/v1/imports?mapping=online-retail&rebase=now", gzip);
        JsonNode second = importFile("/v1/imports?mapping=online-retail&rebase=now", gzip);

        assertThat(second.at("/shiftDays")).isEqualTo(first.at("/shiftDays"));
        assertThat(second.at("/message").stringValue()).contains("nothing changes");
        List<ConsumerRecord<byte[], byte[]>> orders = published("910001");
        assertThat(orders).hasSize(2);
        assertThat(orders.get(0).headers().toArray())
                .isEqualTo(orders.get(1).headers().toArray());
        assertThat(orders.get(0).value()).isEqualTo(orders.get(1).value());
        Instant time = Instant.parse(
                new String(orders.get(0).headers().lastHeader("ce_time").value(), StandardCharsets.UTF_8));
        assertThat(time)
                .isEqualTo(Instant.parse("2010-12-01T09:08:00Z")
                        .plus(Duration.ofDays(first.at("/shiftDays").longValue())));
    }

    @Test
    void shouldTakeEventsFromAFlatFile() {
        JsonNode done = importFile("/v1/imports?mapping=events", """
                type,time,customerId,orderId,amount,complaintId,subject,=extra
                io.tierstream.order.placed.v1,2026-01-02T03:04:05+02:00,c-1,920001,12.50,,,x
                io.tierstream.complaint.opened.v1,2026-01-03,c-1,,,920002,Late,
                io.tierstream.order.placed.v1,2026-01-02,c-1,920003,-1,,,
                io.tierstream.order.played.v1,2026-01-02,c-1,920004,1,,,
                io.tierstream.order.placed.v1,2026-02-30,c-1,920005,1,,,
                """.getBytes(StandardCharsets.UTF_8));

        assertThat(done.at("/eventsPublished").intValue()).isEqualTo(2);
        assertThat(done.at("/rowsRejected").intValue()).isEqualTo(3);
        assertThat(done.at("/rejects").toString()).contains("amount", "GET /v1/schemas", "2026-02-30");
    }

    @Test
    void shouldSayWhatIsWrongWithAFileThatDoesNotFit() {
        assertThat(importFile("/v1/imports?mapping=online-retail", "a;b\n1;2\n".getBytes(StandardCharsets.UTF_8))
                        .at("/message")
                        .stringValue())
                .contains("InvoiceNo", "delimiter");
        assertThat(importFile("/v1/imports?mapping=events", new byte[0])
                        .at("/message")
                        .stringValue())
                .contains("empty");
        assertThat(importFile("/v1/imports?mapping=events", new byte[] {0x1f, (byte) 0x8b, 8, 0, 1})
                        .at("/message")
                        .stringValue())
                .contains("decompressed");
    }

    @Test
    void shouldRefuseABombOfZeros() throws IOException {
        JsonNode failed =
                importFile("/v1/imports?mapping=events", gzip("type,time,customerId\n" + "\n".repeat(20_000_000)));

        assertThat(failed.at("/state").stringValue()).isEqualTo("FAILED");
        assertThat(failed.at("/message").stringValue()).contains("decompressed");
    }

    @Test
    void shouldRefuseUnknownMappingsAndSettings() {
        assertThat(server.post("/v1/imports", "text/csv", BodyPublishers.ofString("a"))
                        .status())
                .isEqualTo(400);
        var unknown = server.post("/v1/imports?mapping=none", "text/csv", BodyPublishers.ofString("a"));
        assertThat(unknown.status()).isEqualTo(422);
        assertThat(unknown.text()).contains("online-retail");
        assertThat(server.post("/v1/imports?mapping=events&rebase=later", "text/csv", BodyPublishers.ofString("a"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void shouldShowImportsToTheirPublisherAndToOpsOnly() {
        JsonNode done =
                importFile("/v1/imports?mapping=events", "type,time,customerId\n".getBytes(StandardCharsets.UTF_8));
        String path = "/v1/imports/" + done.at("/id").stringValue();

        assertThat(server.get("ops", path).status()).isEqualTo(200);
        assertThat(server.get("support", path).status()).isEqualTo(403);
        assertThat(server.get("publisher", "/v1/imports?limit=1")
                        .json()
                        .at("/items")
                        .size())
                .isEqualTo(1);
        assertThat(server.get("publisher", "/v1/imports/none").status()).isEqualTo(404);
    }

    @Test
    void shouldBeginAgainWhatARestartInterrupted(@TempDir Path other) throws IOException {
        String id = "20260101-000000-1";
        Path folder = Files.createDirectories(other.resolve(id));
        Files.writeString(folder.resolve("body"), RETAIL.replace("9000", "9300"));
        Files.writeString(folder.resolve("state.json"), """
                {"id": "%s", "mapping": "online-retail", "rebase": false, "status": "RUNNING", "startedBy": "publisher-machine",
                 "eventTypes": [], "sources": [], "createdAt": "2026-01-01T00:00:00Z", "bytes": 700, "rowsRead": 3,
                 "eventsPublished": 1, "rowsRejected": 1, "percent": 40, "restarts": 0, "workedMillis": 100}
                """.formatted(id));

        try (IngestServer restarted = IngestServer.start(other)) {
            JsonNode done = awaitEnd(restarted, id);

            assertThat(done.at("/state").stringValue()).isEqualTo("DONE");
            assertThat(done.at("/restarts").intValue()).isEqualTo(1);
            assertThat(done.at("/rowsRead").intValue()).isEqualTo(6);
            assertThat(published("930001")).hasSize(1);
        }
    }

    private static JsonNode importFile(String path, byte[] body) {
        // As curl sends it when it is not told what it is.
        var answer = server.post(path, "application/x-www-form-urlencoded", BodyPublishers.ofByteArray(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        assertThat(answer.headers().firstValue("Location"))
                .hasValue("/v1/imports/" + answer.json().at("/id").stringValue());
        return awaitEnd(server, answer.json().at("/id").stringValue());
    }

    private static JsonNode awaitEnd(IngestServer at, String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> at.get("publisher", "/v1/imports/" + id).json(),
                        state -> List.of("DONE", "FAILED")
                                .contains(state.at("/state").stringValue()));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return out.toByteArray();
    }

    /** The records on the topic of orders with these event ids, as often as they are there. */
    private static List<ConsumerRecord<byte[], byte[]>> published(String... ids) {
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("orders").stream()
                    .map(partition -> new TopicPartition("orders", partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (List.of(ids)
                            .contains(new String(
                                    record.headers().lastHeader("ce_id").value(), StandardCharsets.UTF_8))) {
                        found.add(record);
                    }
                }
                return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
            });
        }
        return found;
    }
}
