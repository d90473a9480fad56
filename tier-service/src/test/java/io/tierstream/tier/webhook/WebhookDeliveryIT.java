package io.tierstream.tier.webhook;

import static io.tierstream.tier.http.DescribedApi.ONE_ANSWER;
import static io.tierstream.tier.http.DescribedApi.agrees;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpServer;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.testing.Chromium;
import io.tierstream.testing.TestBroker;
import io.tierstream.tier.TierServiceUnderTest;
import io.tierstream.tier.mongo.MongoWebhooks;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

class WebhookDeliveryIT extends TierServiceUnderTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger answer = new AtomicInteger(200);
    private final AtomicInteger millis = new AtomicInteger();
    private final List<Received> receivedByOther = new CopyOnWriteArrayList<>();
    private final AtomicInteger other = new AtomicInteger(200);
    private volatile Predicate<JsonNode> refused = event -> false;

    @Autowired
    MongoWebhooks store;

    private HttpServer receiver;

    private record Received(String signature, byte[] body) {
        JsonNode event() {
            return EventJson.mapper().readTree(body);
        }
    }

    @DynamicPropertySource
    static void loopbackIsAllowed(DynamicPropertyRegistry registry) {
        registry.add("tierstream.webhooks.allowed-addresses", () -> "127.0.0.1/32");
        registry.add("tierstream.webhooks.first-retry", () -> "PT0.1S");
        registry.add("tierstream.webhooks.longest-retry", () -> "PT0.5S");
        registry.add("tierstream.webhooks.give-up-after", () -> "PT6S");
        registry.add("tierstream.webhooks.refresh", () -> "PT0.2S");
    }

    @BeforeEach
    void listen() throws IOException {
        receiver = HttpServer.create(new InetSocketAddress(0), 0);
        receiver.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        receiver.createContext("/hook", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            delay();
            int status = refused.test(new Received("", body).event()) ? 400 : answer.get();
            if (status == 302) {
                exchange.getResponseHeaders().add("Location", "/elsewhere");
            }
            if (status == 200) {
                received.add(new Received(exchange.getRequestHeaders().getFirst(Signature.HEADER), body));
            }
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        receiver.createContext("/other", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (other.get() == 200) {
                receivedByOther.add(new Received("", body));
            }
            exchange.sendResponseHeaders(other.get(), -1);
            exchange.close();
        });
        receiver.createContext("/elsewhere", exchange -> {
            received.add(new Received("followed", new byte[0]));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        receiver.start();
    }

    @Test
    void shouldAnswerAsItsDescriptionSays() {
        JsonNode description = json(get("/v3/api-docs", SUPPORT));
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        HttpResponse<String> made = send("POST", "/v1/webhooks", ADMIN, "{\"url\":\"" + url + "\"}");
        String one = "/v1/webhooks/" + json(made).get("id").stringValue();

        HttpResponse<String> replayed = send("POST", one + "/replay", ADMIN, "{\"since\":\"2026-01-01T00:00:00Z\"}");
        HttpResponse<String> log = get(one + "/deliveries", OPS);
        HttpResponse<String> removed = send("DELETE", one, ADMIN, null);

        assertThat(List.of(made.statusCode(), replayed.statusCode(), log.statusCode(), removed.statusCode()))
                .containsExactly(201, 202, 200, 204);
        agrees(description, "POST", "/v1/webhooks", made, ONE_ANSWER);
        agrees(description, "POST", "/v1/webhooks/{id}/replay", replayed, ONE_ANSWER);
        agrees(description, "GET", "/v1/webhooks/{id}/deliveries", log, ONE_ANSWER);
        agrees(description, "DELETE", "/v1/webhooks/{id}", removed, ONE_ANSWER);
    }

    /** A receiver that takes its time. */
    private void delay() {
        LockSupport.parkNanos(Duration.ofMillis(millis.get()).toNanos());
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

        awaitExactly(customer, () -> recorded(customer), 3);
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

        awaitExactly(customer, () -> recorded(customer), 2);
    }

    @Test
    void shouldSendAgainExactlyWhatWasAskedFor() {
        JsonNode webhook = created();
        String customer = newCustomer("replayed");
        scored(customer, "1.00", "1.00");
        override(customer, "A");
        awaitExactly(customer, () -> recorded(customer), 2);
        List<Long> once = recorded(customer);

        // The second wish, of later, must not swallow the first one, whichever are seen together.
        assertThat(replay(webhook, "2020-01-01T00:00:00Z")).isEqualTo(202);
        assertThat(replay(webhook, "2026-01-01T00:00:00Z")).isEqualTo(202);
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(changesOf(customer)).hasSizeGreaterThanOrEqualTo(2 * once.size()));
        override(customer, "B");

        await().atMost(SOON).untilAsserted(() -> {
            List<Long> all = recorded(customer);
            assertThat(changesOf(customer)).endsWith(all.getLast()).isIn(again(once, all, 1), again(once, all, 2));
        });
    }

    @Test
    void shouldNeitherLoseNorDoubleWhenAnotherInstanceComesAndGoes() {
        JsonNode webhook = created();
        millis.set(300);
        String customer = newCustomer("shared");
        scored(customer, "1.00", "1.00");
        override(customer, "A");

        for (int i = 0; i < 3; i++) {
            another(webhook.get("id").stringValue());
            override(customer, i % 2 == 0 ? "B" : "C");
        }

        awaitExactly(customer, () -> recorded(customer), 5);
    }

    @Test
    void shouldSendOneDeliveryAgain() {
        JsonNode webhook = created();
        String customer = newCustomer("single");
        scored(customer, "1.00", "1.00");
        awaitExactly(customer, () -> recorded(customer), 1);
        // Changes of others may be delivered, too.
        JsonNode logged = await().atMost(SOON)
                .until(
                        () -> deliveries(webhook, "DELIVERED")
                                .valueStream()
                                .filter(it ->
                                        customer.equals(it.get("customerId").stringValue()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        String place = logged.get("topic").stringValue() + "-"
                + logged.get("partition").intValue() + "@"
                + logged.get("offset").longValue();
        String address = "/v1/webhooks/" + webhook.get("id").stringValue() + "/deliveries/";

        JsonNode sent = json(send("POST", address + place + "/replay", ADMIN, null));

        assertThat(sent.get("delivered").booleanValue()).isTrue();
        assertThat(changesOf(customer)).containsExactly(1L, 1L);
        assertThat(send("POST", address + "tier-changes-0@999999/replay", ADMIN, null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(json(get("/v1/webhooks/" + webhook.get("id").stringValue(), ADMIN))
                        .get("breaker")
                        .stringValue())
                .isEqualTo("CLOSED");
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

    @Test
    void shouldNotSendToAPrivateAddressWhoeverWroteItDown() {
        store.create(new Webhook(
                newCustomer("stored"),
                "http://127.0.0.2:" + receiver.getAddress().getPort() + "/hook",
                "secret",
                Set.of(EventTypes.TIER_CHANGED),
                "somebody",
                Instant.EPOCH,
                0,
                null,
                List.of()));
        String id =
                json(get("/v1/webhooks", ADMIN)).get("items").get(0).get("id").stringValue();

        JsonNode sent = json(send("POST", "/v1/webhooks/" + id + "/test", ADMIN, null));

        assertThat(sent.get("delivered").booleanValue()).isFalse();
        assertThat(sent.get("problem").stringValue()).contains("may not be called");
        assertThat(received).isEmpty();
    }

    @Test
    void shouldPauseForADeadReceiverAloneAndGoOnWhenItIsBack() {
        other.set(503);
        JsonNode dead = created("/other", EventTypes.TIER_CHANGED);
        created();
        List<String> customers =
                IntStream.range(0, 8).mapToObj(_i -> newCustomer("breaker")).toList();
        customers.forEach(customer -> publishScore(customer, "1.00", "1.00"));

        await().atMost(SOON).until(() -> breaker(dead).equals("OPEN"));
        customers.forEach(customer -> awaitExactly(customer, () -> recorded(customer), 1));
        assertThat(receivedByOther).isEmpty();
        other.set(200);

        await().atMost(SOON).until(() -> breaker(dead).equals("CLOSED"));
        override(customers.getFirst(), "A");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(receivedByOther)
                        .anyMatch(it -> it.event().get("data").has("override")
                                && customers
                                        .getFirst()
                                        .equals(it.event()
                                                .get("data")
                                                .get("customerId")
                                                .stringValue())));
    }

    @Test
    void shouldGiveUpWhatIsNeverTakenAndGoOnWithTheNext() {
        JsonNode webhook = created();
        String customer = newCustomer("hopeless");
        refused = event -> customer.equals(event.path("data").path("customerId").stringValue(null))
                && event.get("data").get("changeNumber").longValue() == 1;
        scored(customer, "1.00", "1.00");
        override(customer, "A");

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(recorded(customer)).hasSizeGreaterThan(1);
            assertThat(changesOf(customer))
                    .isEqualTo(recorded(customer).stream().skip(1).toList());
        });
        assertThat(deliveries(webhook, "FAILED")
                        .valueStream()
                        .map(failed -> failed.get("customerId").stringValue()))
                .containsExactly(customer);
    }

    @Test
    void shouldSendTicketsToWhomTheyConcern() {
        created("/hook", EventTypes.TICKET_AT_RISK);
        created("/other", EventTypes.TICKET_BREACHED);
        String customer = newCustomer("late");

        publish(EventTypes.TICKET_ROUTED, ticket(customer, 1));
        publish(EventTypes.TICKET_AT_RISK, ticket(customer, 2));
        publish(EventTypes.TICKET_BREACHED, ticket(customer, 3));

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(received).hasSize(1);
            assertThat(receivedByOther).hasSize(1);
        });
        JsonNode atRisk = received.getFirst().event();
        assertThat(atRisk.get("type").stringValue()).isEqualTo(EventTypes.TICKET_AT_RISK);
        assertThat(atRisk.get("data").get("complaintId").stringValue()).isEqualTo("of-" + customer);
        assertThat(receivedByOther.getFirst().event().get("type").stringValue()).isEqualTo(EventTypes.TICKET_BREACHED);
    }

    @ParameterizedTest
    @CsvSource({"en-GB, 390", "zh-CN, 1280"})
    void shouldBeMadeTriedAndRemovedInABrowser(String locale, int width) {
        String url = "http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook";
        try (Chromium chromium = Chromium.launch();
                BrowserContext context = chromium.browser()
                        .newContext(new Browser.NewContextOptions()
                                .setLocale(locale)
                                .setViewportSize(width, 900))) {
            Page page = context.newPage();
            page.navigate(address("/webhooks"));
            page.fill("#username", ADMIN);
            page.fill("#password", key(ADMIN));
            page.click("main button");
            page.waitForURL(address("/webhooks"));
            page.fill("#url", url);
            page.click("#create");
            String secret = page.locator("#secret").innerText();
            assertThat(secret).startsWith("whsec_");
            Chromium.check(page, "a webhook made " + locale);

            page.navigate(address("/webhooks"));
            assertThat(page.content()).doesNotContain(secret);
            page.click("tbody a");
            page.click("#test");
            page.waitForSelector(".alert-success");
            assertThat(page.content()).doesNotContain(secret);
            assertThat(received)
                    .anyMatch(it ->
                            WebhookEvents.PING.equals(it.event().get("type").stringValue()));
            Chromium.check(page, "a webhook tried " + locale);

            page.click("summary");
            page.click("#delete");
            page.waitForURL(address("/webhooks"));
            assertThat(page.locator("tbody tr").count()).isZero();
            Chromium.check(page, "no webhook left " + locale);
        }
        assertThat(json(get("/v1/webhooks", ADMIN)).get("items")).isEmpty();
    }

    private static TicketEvent ticket(String customer, long version) {
        Instant opened = Instant.parse("2026-11-20T08:00:00Z");
        return new TicketEvent(
                "of-" + customer,
                customer,
                version,
                Tier.C,
                TicketState.OPEN,
                Severity.NORMAL,
                null,
                opened,
                opened.plus(Duration.ofDays(5)),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    private String breaker(JsonNode webhook) {
        return json(get("/v1/webhooks/" + webhook.get("id").stringValue(), OPS))
                .path("breaker")
                .stringValue("");
    }

    private JsonNode created() {
        return created("/hook", EventTypes.TIER_CHANGED);
    }

    private JsonNode created(String path, String type) {
        HttpResponse<String> created = send(
                "POST",
                "/v1/webhooks",
                ADMIN,
                "{\"url\":\"http://127.0.0.1:" + receiver.getAddress().getPort() + path + "\",\"types\":[\"" + type
                        + "\"]}");
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

    /**
     * What came must be what the API has recorded of the customer, no more and no less, in order. How many that are is not
     * this test's: cut-offs that are calculated meanwhile may move the customer, too.
     */
    private void awaitExactly(String customer, Supplier<List<Long>> expected, int least) {
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(expected.get()).hasSizeGreaterThanOrEqualTo(least);
            assertThat(changesOf(customer)).isEqualTo(expected.get());
        });
    }

    /** The numbers of the changes that the API knows, the first one first. */
    private List<Long> recorded(String customer) {
        return json(get("/v1/customers/" + customer + "/changes?limit=1000", OPS))
                .get("items")
                .valueStream()
                .map(change -> change.get("changeNumber").longValue())
                .sorted()
                .toList();
    }

    /** All changes, the first ones so many times more. */
    private static List<Long> again(List<Long> once, List<Long> all, int times) {
        List<Long> expected = new ArrayList<>(once);
        for (int i = 0; i < times; i++) {
            expected.addAll(once);
        }
        expected.addAll(all.subList(once.size(), all.size()));
        return expected;
    }

    private int replay(JsonNode webhook, String since) {
        return send(
                        "POST",
                        "/v1/webhooks/" + webhook.get("id").stringValue() + "/replay",
                        ADMIN,
                        "{\"since\":\"" + since + "\"}")
                .statusCode();
    }

    /** Joins the webhook's group as another instance would, delivers nothing, and leaves. */
    private static void another(String webhook) {
        try (KafkaConsumer<byte[], byte[]> member = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        TestBroker.bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        "tier-service-webhook-" + webhook,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            member.subscribe(List.of(Topics.TIER_CHANGES, Topics.TICKETS));
            await().atMost(SOON).until(() -> {
                member.poll(Duration.ofMillis(100));
                return !member.assignment().isEmpty();
            });
        }
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
