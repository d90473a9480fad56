package io.tierstream.tier.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.tierstream.contracts.EventJson;
import io.tierstream.tier.TierServiceUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

class WebhookDeliveryIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private HttpServer receiver;

    private record Received(String signature, byte[] body) {
        JsonNode event() {
            return EventJson.mapper().readTree(body);
        }
    }

    @DynamicPropertySource
    static void loopbackIsAllowed(DynamicPropertyRegistry registry) {
        registry.add("tierstream.webhooks.allowed-addresses", () -> "127.0.0.0/8");
        registry.add("tierstream.webhooks.first-retry", () -> "PT0.1S");
        registry.add("tierstream.webhooks.refresh", () -> "PT0.2S");
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/hook", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            int status = answer.get();
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            if (status == 200) {
                received.add(new Received(exchange.getRequestHeaders().getFirst(Signature.HEADER), body));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.createContext("/elsewhere", exchange -> {
            received.add(new Received("followed", new byte[0]));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @AfterEach
    void close() {
        for (JsonNode webhook : json(get("/v1/webhooks", ADMIN)).get("items")) {
            send("DELETE", "/v1/webhooks/" + webhook.get("id").stringValue(), ADMIN, null);
        }
        receiver.stop(0);
    }

    @Test
    void shouldSendEveryChangeOnceSignedAndInOrder() {
        JsonNode webhook = created();
        String customer = newCustomer("hooked");

        scored(customer, "1.00", "1.00");
        override(customer, "A");
        override(customer, "B");

        await().atMost(SOON).until(() -> changesOf(customer).size() >= 3);
        assertThatEachCameOnceInOrder(changesOf(customer));
        Received first = received.getFirst();
        long seconds =
                Long.parseLong(first.signature().substring(2, first.signature().indexOf(',')));
        assertThat(Signature.of(webhook.get("secret").stringValue(), Instant.ofEpochSecond(seconds), first.body()))
                .isEqualTo(first.signature());
        assertThat(first.event().get("specversion").stringValue()).isEqualTo("1.0");
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(deliveries(webhook, "DELIVERED")).isNotEmpty());
        assertThat(get("/v1/webhooks/" + webhook.get("id").stringValue(), ADMIN).body())
                .doesNotContain(webhook.get("secret").stringValue());
    }

    @Test
    void shouldTryAgainUntilTheReceiverTakesIt() {
        JsonNode webhook = created();
        answer.set(503);
        String customer = newCustomer("patient");
        scored(customer, "1.00", "1.00");
        override(customer, "A");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(deliveries(webhook, "RETRYING")).isNotEmpty());

        answer.set(200);

        await().atMost(SOON).until(() -> changesOf(customer).size() >= 2);
        assertThatEachCameOnceInOrder(changesOf(customer));
    }

    @Test
    void shouldSendAgainWhatWasAskedFor() {
        JsonNode webhook = created();
        String customer = newCustomer("replayed");
        scored(customer, "1.00", "1.00");
        await().atMost(SOON).until(() -> changesOf(customer).contains(1L));

        HttpResponse<String> replay = send(
                "POST",
                "/v1/webhooks/" + webhook.get("id").stringValue() + "/replay",
                ADMIN,
                "{\"since\":\"2020-01-01T00:00:00Z\"}");

        assertThat(replay.statusCode()).isEqualTo(202);
        await().atMost(SOON)
                .until(() -> changesOf(customer).stream().filter(it -> it == 1L).count() == 2);
    }

    @Test
    void shouldTestAReceiverAndNotFollowRedirects() {
        JsonNode webhook = created();
        String test = "/v1/webhooks/" + webhook.get("id").stringValue() + "/test";

        assertThat(json(send("POST", test, ADMIN, null)).get("delivered").booleanValue())
                .isTrue();
        answer.set(302);
        JsonNode redirected = json(send("POST", test, ADMIN, null));

        assertThat(redirected.get("delivered").booleanValue()).isFalse();
        assertThat(redirected.get("status").intValue()).isEqualTo(302);
        assertThat(received).noneMatch(request -> "followed".equals(request.signature()));
    }

    private JsonNode created() {
        HttpResponse<String> created = send(
                "POST",
                "/v1/webhooks",
                ADMIN,
                "{\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook\"}");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return json(created);
    }

    private void override(String customer, String tier) {
        int status = send(
                        "PUT",
                        "/v1/customers/" + customer + "/override",
                        OPS,
                        "{\"tier\":\"" + tier + "\",\"reason\":\"x\"}")
                .statusCode();
        assertThat(status).isIn(200, 202);
    }

    /** How many there are is not this test's: cut-offs that are calculated meanwhile may move the customer, too. */
    private static void assertThatEachCameOnceInOrder(List<Long> changes) {
        assertThat(changes)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, changes.size()).boxed().toList());
    }

    private List<Long> changesOf(String customer) {
        return received.stream()
                .map(Received::event)
                .filter(event ->
                        customer.equals(event.path("data").path("customerId").stringValue(null)))
                .map(event -> event.get("data").get("changeNumber").longValue())
                .toList();
    }

    private JsonNode deliveries(JsonNode webhook, String state) {
        return json(get("/v1/webhooks/" + webhook.get("id").stringValue() + "/deliveries?state=" + state, ADMIN))
                .get("items");
    }
}
