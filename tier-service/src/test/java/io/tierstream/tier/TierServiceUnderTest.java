package io.tierstream.tier;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventData;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.local.ManagedProcess;
import io.tierstream.testing.TestBroker;
import io.tierstream.testing.TestStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** The whole service with a broker and a store, called over HTTP; what it gets from others is published by the test. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("local")
public abstract class TierServiceUnderTest {

    protected static final String SUPPORT = "support";
    protected static final String OPS = "ops";
    protected static final String ADMIN = "admin";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A store that a test may take away. */
    protected static final ManagedProcess STORE = store();

    /** The status of the answers to questions about evidence. */
    protected static final AtomicInteger SCORING_ANSWERS = new AtomicInteger(200);

    private static final HttpServer SCORING = scoring();

    private static final AtomicLong VERSIONS = new AtomicLong();

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final KafkaProducer<byte[], byte[]> PRODUCER = new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, TestBroker.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void surroundings(DynamicPropertyRegistry registry) throws IOException {
        String state = Files.createTempDirectory("tier-service-it").toString();
        registry.add("spring.kafka.bootstrap-servers", TestBroker::bootstrapServers);
        registry.add("spring.kafka.streams.state-dir", () -> state);
        registry.add("spring.mongodb.uri", () -> STORE.address() + "/tier-service-it");
        registry.add("tierstream.cut-offs.interval", () -> "PT1H");
        registry.add("tierstream.stream.heartbeat", () -> "PT0.5S");
        registry.add(
                "tierstream.evidence.url",
                () -> "http://127.0.0.1:" + SCORING.getAddress().getPort());
        registry.add("tierstream.evidence.api-key", () -> "key-there");
        List<String> roles = List.of("publisher", SUPPORT, OPS, ADMIN);
        for (int i = 0; i < roles.size(); i++) {
            String role = roles.get(i);
            String prefix = "tierstream.security.api-keys[" + i + "].";
            registry.add(prefix + "name", () -> role + "-machine");
            registry.add(prefix + "role", () -> role);
            registry.add(prefix + "sha256", () -> sha256(role));
            String account = "tierstream.security.accounts[" + i + "].";
            registry.add(account + "name", () -> role);
            registry.add(account + "role", () -> role);
            registry.add(account + "password", () -> "{bcrypt}" + new BCryptPasswordEncoder(4).encode(key(role)));
        }
    }

    /** The part of scoring-service that pages ask: what makes a figure. */
    private static HttpServer scoring() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            server.createContext("/v1/customers/", exchange -> {
                boolean known = "key-there".equals(exchange.getRequestHeaders().getFirst("X-API-Key"));
                String metric = exchange.getRequestURI().getPath().replaceAll(".*/metrics/(.*)/evidence", "$1");
                byte[] body = """
                        {"customerId": "c", "metric": "%s", "asOf": "2026-11-22", "version": 7, "currency": "EUR",
                         "formula": "sum", "figure": "1250.5", "partCount": 2, "items": [
                         {"term": "sum", "kind": "order", "id": "O-1", "day": "2026-11-01", "value": "1000.50",
                          "event": {"id": "event-1", "source": "/shop", "time": "2026-11-01T10:00:00Z"}},
                         {"term": "sum", "kind": "return", "id": "<b>R-1</b>", "day": "2026-11-02", "value": "250",
                          "event": {"id": "event-2", "source": "/shop", "time": "2026-11-02T10:00:00Z"}}]}""".formatted(metric).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? SCORING_ANSWERS.get() : 401, body.length);
                exchange.getResponseBody().write(body);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ManagedProcess store() {
        try {
            ManagedProcess store = TestStore.separate(Files.createTempDirectory("tier-service-store"));
            Runtime.getRuntime().addShutdownHook(new Thread(store::kill, "end-test-store"));
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An id that no other test uses. */
    protected static String newCustomer(String name) {
        return name + "-" + VERSIONS.incrementAndGet();
    }

    /** Publishes a score with these points and waits until its grade can be read. */
    protected void scored(String customerId, @Nullable String volume, @Nullable String profit) {
        publishScore(customerId, volume, profit);
        await().atMost(PATIENCE)
                .until(() -> get("/v1/customers/" + customerId, OPS).statusCode() == 200);
    }

    protected void publishScore(String customerId, @Nullable String volume, @Nullable String profit, Flag... flags) {
        BigDecimal amount = new BigDecimal("1250.50");
        Metrics metrics = new Metrics(
                amount,
                BigDecimal.ONE,
                1,
                amount,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                amount,
                BigDecimal.ONE,
                BigDecimal.ZERO,
                null,
                null,
                null,
                null,
                BigDecimal.ZERO,
                null,
                0,
                0,
                LocalDate.of(2026, 1, 1),
                LocalDate.of(2026, 1, 1),
                BigDecimal.ONE);
        publish(
                EventTypes.CUSTOMER_SCORED,
                new CustomerScored(
                        customerId,
                        LocalDate.of(2026, 11, 22),
                        VERSIONS.incrementAndGet(),
                        "EUR",
                        metrics,
                        new Criteria(null, decimal(volume), decimal(profit), null),
                        List.of(flags),
                        1));
    }

    protected void named(String customerId, String name) {
        publish(EventTypes.CUSTOMER_UPDATED, new CustomerUpdated(customerId, name, "Mia", null, null, null));
    }

    protected static void publish(String type, EventData data) {
        Instant time = Instant.parse("2026-11-22T08:00:00Z");
        try {
            PRODUCER.send(EventCodec.encode(
                            new Event<>(new Envelope("e" + VERSIONS.incrementAndGet(), "/test", type, time), data)))
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    protected HttpResponse<String> get(String path, String role) {
        return send(request(path, role).build());
    }

    protected HttpResponse<String> send(String method, String path, String role, @Nullable String json) {
        return send(request(path, role)
                .header("Content-Type", "application/json")
                .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json))
                .build());
    }

    /** An address of the service, as a browser opens it. */
    protected String address(String path) {
        return "http://localhost:" + port + path;
    }

    protected HttpRequest.Builder request(String path, String role) {
        return HttpRequest.newBuilder(URI.create(address(path)))
                .timeout(PATIENCE)
                .header("X-API-Key", key(role));
    }

    protected static HttpResponse<String> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    protected static JsonNode json(HttpResponse<String> response) {
        return EventJson.mapper().readTree(response.body());
    }

    protected static String key(String role) {
        return role + "-key-of-this-test";
    }

    private static @Nullable BigDecimal decimal(@Nullable String value) {
        return value == null ? null : new BigDecimal(value);
    }

    private static String sha256(String role) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(key(role).getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
