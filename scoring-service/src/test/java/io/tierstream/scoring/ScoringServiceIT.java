package io.tierstream.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.oracle.Differences;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Scenario;
import io.tierstream.oracle.Settings;
import io.tierstream.testing.TestBroker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;
import tools.jackson.databind.JsonNode;

/** The whole service with a broker: exactly once through stops and starts, whatever partition records lie in. */
class ScoringServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir(cleanup = CleanupMode.NEVER)
    Path state;

    private @Nullable ConfigurableApplicationContext service;

    @AfterEach
    void stop() {
        if (service != null) {
            service.close();
            service = null;
        }
    }

    @Test
    void shouldKeepRightFiguresThroughStopsWhateverPartitionerPublishersUse() throws Exception {
        Settings settings = Settings.defaults().withRates(Map.of("USD", new java.math.BigDecimal("0.9")));
        Scenario scenario = Scenario.of(5, settings, Instant.now(), 12, 8).shuffled(6, 25);
        Expectation expected = scenario.expected();
        Random random = new Random(7);
        List<Event<?>> events = scenario.events();

        start();
        publish(events.subList(0, events.size() / 2), random);
        stop();
        start();
        publish(events.subList(events.size() / 2, events.size()), random);

        for (Map.Entry<String, Expectation.Customer> customer :
                expected.customers().entrySet()) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                HttpResponse<String> answer = get("/v1/customers/" + customer.getKey() + "/metrics", "ops");
                assertThat(answer.statusCode()).as(scenario.toString()).isEqualTo(200);
                CustomerScored scored = EventJson.mapper().readValue(answer.body(), CustomerScored.class);
                assertThat(Differences.between(customer.getValue().metrics(), scored.metrics()))
                        .as(customer.getKey() + " of " + scenario)
                        .isEmpty();
            });
        }
        assertTotals(expected);
        assertEvidenceAddsUp(expected);
        assertAudit();
        assertScoresOnceAndInOrder(expected);
        assertRoles();
        assertEveryEndpointHasARule();
        assertStrangersSeeHealthAndNothingElse();
        assertBodiesAreBounded();
        assertScorecard(expected);
        stop();
        assertRefusesAnotherWindow();
    }

    private void assertRefusesAnotherWindow() throws Exception {
        run(Map.of("tierstream.window", "P400D"));

        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> answer = get("/actuator/health/readiness", "ops");
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("tierstream.window was P365D and is P400D", "ERROR");
        });
        assertThat(get("/actuator/health/liveness", null).statusCode()).isEqualTo(200);
    }

    private void assertTotals(Expectation expected) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode totals =
                    EventJson.mapper().readTree(get("/v1/totals", "ops").body());
            assertThat(totals.path("customers").asInt())
                    .isEqualTo(expected.customers().size());
            assertThat(new java.math.BigDecimal(totals.path("orderAmount").asString()))
                    .isEqualByComparingTo(expected.customers().values().stream()
                            .map(customer -> customer.metrics().orderAmount())
                            .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add));
        });
    }

    private void assertEvidenceAddsUp(Expectation expected) throws Exception {
        String customer = expected.customers().firstKey();
        java.math.BigDecimal sum = java.math.BigDecimal.ZERO;
        String cursor = "";
        do {
            JsonNode page = EventJson.mapper()
                    .readTree(get(
                                    "/v1/customers/" + customer + "/metrics/grossOrderAmount/evidence?limit=2" + cursor,
                                    "ops")
                            .body());
            for (JsonNode item : page.path("items")) {
                sum = sum.add(new java.math.BigDecimal(item.path("value").asString()));
            }
            cursor = page.has("next") ? "&cursor=" + page.path("next").asString() : null;
        } while (cursor != null);
        assertThat(sum)
                .isEqualByComparingTo(
                        expected.customers().get(customer).metrics().grossOrderAmount());
    }

    private void assertAudit() throws Exception {
        HttpResponse<String> started = send("POST", "/v1/audits", "ops", "");
        assertThat(started.statusCode()).isEqualTo(202);
        String address = started.headers().firstValue("Location").orElseThrow();
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode audit = EventJson.mapper().readTree(get(address, "ops").body());
            assertThat(audit.path("state").asString()).isEqualTo("DONE");
            assertThat(audit.path("differingCustomers").asInt()).isZero();
        });
    }

    /** Read as others read it: only what was committed. */
    private void assertScoresOnceAndInOrder(Expectation expected) {
        Map<String, Long> versions = new HashMap<>();
        for (CustomerScored score : scores()) {
            Long before = versions.put(score.customerId(), score.version());
            assertThat(score.version()).isEqualTo(before == null ? 1 : before + 1);
        }
        assertThat(versions.keySet()).isEqualTo(expected.customers().keySet());
    }

    private void assertRoles() throws Exception {
        for (String path : List.of("/v1/totals", "/v1/scorecard", "/v1/customers/x/metrics", "/actuator/prometheus")) {
            assertThat(get(path, null).statusCode()).as(path).isEqualTo(401);
            assertThat(get(path, "support").statusCode()).as(path).isEqualTo(403);
            assertThat(get(path, "publisher").statusCode()).as(path).isEqualTo(403);
        }
        assertThat(send("PUT", "/v1/scorecard", "ops", "{}").statusCode()).isEqualTo(403);
        assertThat(get("/actuator/health/readiness", null).statusCode()).isEqualTo(200);
        assertThat(get("/v1/customers/nobody/metrics", "ops").statusCode()).isEqualTo(404);
        assertThat(get("/v1/customers/no%2Ebo%3Ady/metrics", "ops").statusCode())
                .isEqualTo(404);
    }

    /** A rule exists for every mapped endpoint: nobody is told that there is nothing. */
    private void assertEveryEndpointHasARule() throws Exception {
        for (RequestMappingInfo endpoint : endpoints()) {
            Set<RequestMethod> methods = endpoint.getMethodsCondition().getMethods();
            for (String path : paths(endpoint)) {
                for (RequestMethod method :
                        methods.isEmpty() ? Set.of(RequestMethod.GET, RequestMethod.POST) : methods) {
                    assertThat(send(method.name(), path, "admin", "[]").body())
                            .as(method + " " + path)
                            .doesNotContain("nothing at this address")
                            .doesNotContain("does not allow");
                }
            }
        }
    }

    private void assertStrangersSeeHealthAndNothingElse() throws Exception {
        Set<String> open = new TreeSet<>();
        for (RequestMappingInfo endpoint : endpoints()) {
            for (String path : paths(endpoint)) {
                for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                    if (send(method, path, null, "").statusCode() != 401) {
                        open.add(path.equals("/error") ? path : method + " " + path);
                    }
                }
            }
        }
        assertThat(open).containsExactly("/error", "GET /actuator/health");
    }

    private List<RequestMappingInfo> endpoints() {
        List<RequestMappingInfo> endpoints = new ArrayList<>();
        java.util.Objects.requireNonNull(service)
                .getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values()
                .forEach(mapping -> endpoints.addAll(mapping.getHandlerMethods().keySet()));
        assertThat(endpoints).hasSizeGreaterThan(10);
        return endpoints;
    }

    private static List<String> paths(RequestMappingInfo endpoint) {
        return endpoint.getPatternValues().stream()
                .map(pattern -> pattern.replaceAll("\\{[^}]*}", "x").replace("/**", "/x"))
                .toList();
    }

    private void assertBodiesAreBounded() throws Exception {
        String large = "{\"volumeMetric\": \"" + "x".repeat(2_000_000) + "\"}";
        HttpResponse<String> announced = send("PUT", "/v1/scorecard", "admin", large);
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(announced.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(send(
                                "PUT",
                                "/v1/scorecard",
                                "admin",
                                BodyPublishers.ofInputStream(
                                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.US_ASCII))))
                        .statusCode())
                .isEqualTo(413);
        assertThat(send("PUT", "/v1/scorecard", "admin", "[".repeat(33) + "]".repeat(33))
                        .statusCode())
                .isEqualTo(400);
    }

    private void assertScorecard(Expectation expected) throws Exception {
        assertThat(send("PUT", "/v1/scorecard", "admin", "null").statusCode()).isEqualTo(400);
        HttpResponse<String> refused = send(
                "PUT",
                "/v1/scorecard",
                "admin",
                "{\"volume\": [{\"x\": 5, \"points\": 0}, {\"x\": 1, \"points\": 101}]}");
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("/volume");

        assertThat(send(
                                "PUT",
                                "/v1/scorecard",
                                "admin",
                                "{\"volume\": [{\"x\": 0, \"points\": 7}, {\"x\": 1, \"points\": 7}]}")
                        .statusCode())
                .isEqualTo(202);

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode now =
                    EventJson.mapper().readTree(get("/v1/scorecard", "ops").body());
            assertThat(now.path("scorecardVersion").asInt()).isEqualTo(2);
            assertThat(now.path("rescored").path("finished").asBoolean()).isTrue();
            assertThat(now.path("rescored").path("done").asInt())
                    .isEqualTo(expected.customers().size());
        });
        Map<String, CustomerScored> latest = new HashMap<>();
        scores().forEach(score -> latest.put(score.customerId(), score));
        assertThat(latest.values())
                .allSatisfy(score -> assertThat(score.scorecardVersion()).isEqualTo(2));
    }

    private static List<CustomerScored> scores() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < Topics.DEFAULT_PARTITIONS; i++) {
                partitions.add(new TopicPartition(Topics.CUSTOMER_SCORES, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<CustomerScored> scores = new ArrayList<>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.get(it))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Decoded decoded = (Decoded) EventCodec.decode(record.topic(), record.value(), record.headers());
                    scores.add((CustomerScored) decoded.event().data());
                }
            }
            return scores;
        }
    }

    /** As a publisher whose partitioner is not Java's: each record wherever chance has it. */
    private static void publish(List<Event<?>> events, Random random) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", TestBroker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Map<String, Integer> places = new HashMap<>();
            for (Event<?> event : events) {
                ProducerRecord<byte[], byte[]> record = EventCodec.encode(event);
                int partition = places.computeIfAbsent(
                        event.data().customerId(), id -> Math.floorMod(id.hashCode(), Topics.DEFAULT_PARTITIONS));
                producer.send(new ProducerRecord<>(
                        record.topic(),
                        partition,
                        random.nextInt(10) == 0 ? null : record.key(),
                        record.value(),
                        record.headers()));
            }
        }
    }

    private void start() throws NoSuchAlgorithmException {
        run(Map.of());
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/actuator/health/readiness", null).statusCode())
                                .isEqualTo(200));
    }

    private void run(Map<String, Object> more) throws NoSuchAlgorithmException {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put("spring.kafka.bootstrap-servers", TestBroker.bootstrapServers());
        settings.put("spring.kafka.streams.state-dir", state.toString());
        settings.put("server.port", "0");
        settings.put("tierstream.rates.USD", "0.9");
        List<String> roles = List.of("publisher", "support", "ops", "admin");
        for (int i = 0; i < roles.size(); i++) {
            String key = "tierstream.security.api-keys[" + i + "].";
            settings.put(key + "name", roles.get(i));
            settings.put(key + "role", roles.get(i));
            settings.put(
                    key + "sha256",
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256")
                                    .digest(roles.get(i).getBytes(StandardCharsets.UTF_8))));
        }
        service = new SpringApplicationBuilder(ScoringApplication.class)
                .properties(settings)
                .run(settings.entrySet().stream()
                        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                        .toArray(String[]::new));
    }

    private HttpResponse<String> get(String path, @Nullable String key) throws IOException, InterruptedException {
        return send("GET", path, key, "");
    }

    private HttpResponse<String> send(String method, String path, @Nullable String key, String body)
            throws IOException, InterruptedException {
        return send(method, path, key, BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(String method, String path, @Nullable String key, BodyPublisher body)
            throws IOException, InterruptedException {
        String port = java.util.Objects.requireNonNull(service).getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .method(method, body);
        if (key != null) {
            request.header("X-API-Key", key);
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }
}
