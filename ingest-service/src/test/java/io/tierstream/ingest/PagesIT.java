package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.EventTypes;
import io.tierstream.ingest.IngestServer.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class PagesIT {

    private static final Pattern TEXTAREA = Pattern.compile("<textarea[^>]*>(.*?)</textarea>", Pattern.DOTALL);

    static IngestServer server;

    @BeforeAll
    static void start(@TempDir Path data) {
        server = IngestServer.start(
                data,
                "tierstream.ingest.body-timeout=2s",
                "tierstream.imports.max-size=1MB",
                "tierstream.imports.max-rejects=1KB");
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> server.get("ops", "/actuator/health/readiness").status() == 200);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void shouldShowEachRoleWhatItMayDo() {
        assertThat(server.get("admin", "/").text()).contains("One event", "Import a file", "Dead letters");
        assertThat(server.get("publisher", "/").text()).contains("One event").doesNotContain("Dead letters");
        assertThat(server.get("ops", "/").text()).doesNotContain("One event").contains("Dead letters");
        assertThat(server.get("support", "/").status()).isEqualTo(403);
    }

    @Test
    void shouldSpeakChineseThroughout() {
        var page = server.send(server.request("admin", "/").header("Accept-Language", "zh-CN"));

        assertThat(page.text()).contains("lang=\"zh-CN\"", "发布事件", "死信").doesNotContain("??", "Dead letters");
    }

    @Test
    void shouldHoldNoScriptsOrStylesInline() {
        assertThat(server.get("admin", "/").text())
                .doesNotContain("<style", "style=\"", "onclick")
                .doesNotContainPattern("<script(?![^>]*src=)");
    }

    @Test
    void shouldPublishTheSampleOfEachType() {
        EventTypes.inputs().forEach(type -> {
            Matcher sample = TEXTAREA.matcher(
                    server.get("publisher", "/sample?type=" + type.name()).text());
            assertThat(sample.find()).isTrue();
            String event = sample.group(1).replace("&quot;", "\"").replace("&#39;", "'");

            assertThat(publish(event)).as(type.name()).contains("alert-success", type.topic());
        });
    }

    @Test
    void shouldSayWhatIsWrongWithAnEventWithoutRunningWhatIsInIt() {
        assertThat(publish("{\"specversion\": \"1.0\", \"<script>alert(1)</script>\": \"x\"}"))
                .contains("alert-danger", "is required", "&lt;script&gt;")
                .doesNotContain("<script>");
    }

    @Test
    void shouldShowImportsAndDeadLettersAsPartsOfThePage() {
        var started = server.post(
                "/v1/imports?mapping=events",
                "text/csv",
                BodyPublishers.ofString("type,time,customerId,orderId\nx,2026-01-01,<b>,1\n"));
        String path = "/imports/" + started.json().at("/id").stringValue();

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(server.get("publisher", path).text())
                        .contains("done", "0 events published", "1 rows rejected")
                        .doesNotContain("hx-get"));
        assertThat(server.get("publisher", "/").text()).contains(path);
        assertThat(server.get("ops", "/dead-letters?topic=orders&reason=").status())
                .isEqualTo(200);
    }

    @Test
    void shouldSayThatTheListOfRejectedRowsIsFull() {
        var started = server.post(
                "/v1/imports?mapping=events",
                "text/csv",
                BodyPublishers.ofString("type,time,customerId\n" + ",,\n".repeat(2_000)));
        String id = started.json().at("/id").stringValue();
        JsonNode done = Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> server.get("publisher", "/v1/imports/" + id).json(),
                        state -> state.at("/state").stringValue().equals("DONE"));

        assertThat(done.at("/rowsRejected").intValue()).isEqualTo(2_000);
        int listed = done.at("/rejectsListed").intValue();
        assertThat(listed).isBetween(1, 1_999);
        assertThat(server.get("publisher", "/v1/imports/" + id + "/rejects")
                        .text()
                        .lines()
                        .toList())
                .hasSize(listed + 2)
                .last()
                .asString()
                .contains("The list is full and ends here");
        assertThat(server.get("publisher", "/imports/" + id).text()).contains("rejected rows as CSV; the list is full");
        assertThat(server.send(server.request("publisher", "/imports/" + id).header("Accept-Language", "zh-CN"))
                        .text())
                .contains("列表已满");
    }

    @Test
    void shouldDescribeItsApi() {
        var description = server.get("publisher", "/v3/api-docs").json();

        assertThat(description.at("/paths").propertyNames())
                .contains(
                        "/v1/events", "/v1/imports", "/v1/schemas", "/v1/dead-letters", "/v1/dead-letters/{id}/replay");
        assertThat(description
                        .at("/paths/~1v1~1events/post/requestBody/content")
                        .propertyNames())
                .contains("application/cloudevents+json", "application/x-ndjson");
        assertThat(server.get("publisher", "/swagger-ui/index.html").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            post, /v1/events,                        202 207 400 401 403 408 413 415 422 429 503
            post, /v1/imports,                       202 400 401 403 413 415 422 429 507
            get,  /v1/imports,                       200 400 401 403 429
            get,  /v1/imports/{id},                  200 401 403 404 429
            get,  /v1/imports/{id}/rejects,          200 401 403 404 429
            get,  /v1/dead-letters,                  200 400 401 403 429 503
            post, /v1/dead-letters/{id}/replay,      202 401 403 404 429 503
            get,  /v1/schemas,                       200 401 403 429
            get,  /v1/schemas/{type},                200 401 403 404 429
            """)
    void shouldDescribeEveryAnswerAndItsBody(String method, String path, String answers) {
        JsonNode description = server.get("publisher", "/v3/api-docs").json();

        JsonNode responses = description.at("/paths").path(path).path(method).path("responses");
        assertThat(responses.propertyNames()).containsExactlyInAnyOrder(answers.split(" "));
        responses.properties().forEach(response -> {
            JsonNode content = response.getValue().path("content");
            assertThat(content.isEmpty()).as(response.toString()).isFalse();
            if (response.getKey().compareTo("400") >= 0) {
                assertThat(content.at("/application~1problem+json/schema/$ref").stringValue())
                        .isEqualTo("#/components/schemas/Problem");
            }
        });
        assertThat(description.at("/components/schemas/Problem/properties").propertyNames())
                .contains("title", "status", "detail", "errors");
    }

    @Test
    void shouldAnswerNothingButWhatItDescribes() {
        JsonNode paths = server.get("publisher", "/v3/api-docs").json().at("/paths");
        String structured = "application/cloudevents+json";
        String order = EventsIT.order("described-1", "c-1", "1");
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("post /v1/events 202", server.publish(structured, order));
        answers.put(
                "post /v1/events 207",
                server.post("/v1/events?partial=true", structured, BodyPublishers.ofString(order)));
        answers.put("post /v1/events 400", server.publish(structured, "{}"));
        answers.put(
                "post /v1/events 401",
                server.send(HttpRequest.newBuilder(URI.create(server.address() + "/v1/events"))
                        .POST(BodyPublishers.noBody())));
        answers.put(
                "post /v1/events 403",
                server.send(server.request("support", "/v1/events").POST(BodyPublishers.noBody())));
        answers.put("post /v1/events 413", server.publish(structured, "x".repeat(2_000_000)));
        answers.put("post /v1/events 415", server.publish("text/plain", order));
        answers.put("post /v1/events 422", server.publish(structured, EventsIT.order("described-2", "c-1", "-1")));
        String csv = "type,time,customerId\n";
        answers.put(
                "post /v1/imports 202",
                server.post("/v1/imports?mapping=events", "text/csv", BodyPublishers.ofString(csv)));
        answers.put("post /v1/imports 400", server.post("/v1/imports", "text/csv", BodyPublishers.ofString(csv)));
        answers.put(
                "post /v1/imports 415",
                server.send(server.request("publisher", "/v1/imports?mapping=events")
                        .header("Content-Encoding", "br")
                        .POST(BodyPublishers.ofString(csv))));
        answers.put(
                "post /v1/imports 422",
                server.post("/v1/imports?mapping=none", "text/csv", BodyPublishers.ofString(csv)));
        answers.put(
                "post /v1/imports 413",
                server.post(
                        "/v1/imports?mapping=events",
                        "text/csv",
                        BodyPublishers.ofString(csv + "x".repeat(2_000_000))));
        answers.put("get /v1/imports 200", server.get("publisher", "/v1/imports"));
        answers.put("get /v1/imports 400", server.get("publisher", "/v1/imports?limit=0"));
        answers.put("get /v1/imports/{id} 404", server.get("publisher", "/v1/imports/none"));
        answers.put("get /v1/imports/{id}/rejects 404", server.get("publisher", "/v1/imports/none/rejects"));
        answers.put("get /v1/dead-letters 200", server.get("ops", "/v1/dead-letters"));
        answers.put("get /v1/dead-letters 400", server.get("ops", "/v1/dead-letters?reason=none"));
        answers.put(
                "post /v1/dead-letters/{id}/replay 404",
                server.send(
                        server.request("ops", "/v1/dead-letters/none/replay").POST(BodyPublishers.noBody())));
        answers.put("get /v1/schemas 200", server.get("publisher", "/v1/schemas"));
        answers.put("get /v1/schemas/{type} 404", server.get("publisher", "/v1/schemas/none"));

        answers.forEach((what, answer) -> {
            String[] parts = what.split(" ");
            assertThat(answer.status()).as("%s: %s", what, answer.text()).isEqualTo(Integer.parseInt(parts[2]));
            String type = answer.headers().firstValue("Content-Type").orElse("");
            assertThat(paths.path(parts[1])
                            .path(parts[0])
                            .path("responses")
                            .path(parts[2])
                            .path("content")
                            .propertyNames())
                    .as("%s: %s", what, type)
                    .anyMatch(described -> described.equals("*/*") || described.equals(type));
        });
    }

    @Test
    void shouldEndABodyThatComesByteByByte() throws IOException {
        URI address = URI.create(server.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout(100);
            OutputStream out = socket.getOutputStream();
            out.write("""
                    POST /v1/events HTTP/1.1\r
                    Host: localhost\r
                    X-API-Key: publisher-key\r
                    Content-Type: application/cloudevents+json\r
                    Content-Length: 10000000\r
                    \r
                    """.getBytes(StandardCharsets.US_ASCII));

            String answer = Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                out.write('{');
                                try {
                                    byte[] begin = new byte[12];
                                    return new String(
                                            begin, 0, socket.getInputStream().read(begin), StandardCharsets.US_ASCII);
                                } catch (SocketTimeoutException nothingYet) {
                                    return "";
                                }
                            },
                            text -> !text.isEmpty());

            assertThat(answer).isEqualTo("HTTP/1.1 408");
        }
    }

    @Test
    void shouldHaveTheSameMessagesInBothLanguages() throws IOException {
        Properties english = messages("messages.properties");
        Properties chinese = messages("messages_zh_CN.properties");

        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        EventTypes.inputs().forEach(type -> assertThat(english).containsKey("type." + type.name()));
    }

    private static Properties messages(String name) throws IOException {
        Properties messages = new Properties();
        try (InputStream in = PagesIT.class.getResourceAsStream("/" + name)) {
            messages.load(new java.io.InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return messages;
    }

    private static String publish(String event) {
        return server.post(
                        "/publish",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("event=" + URLEncoder.encode(event, StandardCharsets.UTF_8)))
                .text();
    }
}
