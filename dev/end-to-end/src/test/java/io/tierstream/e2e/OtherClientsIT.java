package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Topics;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.local.Service;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Other people's tools publish to Tierstream; what several of them say about one customer makes one set of figures. */
class OtherClientsIT {

    private static final Path CLIENTS = Path.of("src", "test", "clients");
    private static final Path WORK = Path.of("target", "clients");

    @Test
    void shouldTakeEventsOfTheNodeSdk() throws IOException {
        requireNode();

        publishWithNode("clients-node");

        assertFigures("clients-node", 5, "500.15");
    }

    @Test
    void shouldTakeEventsOfCurl() {
        requireCurl();

        publishWithCurl("clients-curl");

        assertFigures("clients-curl", 3, "603");
    }

    @Test
    void shouldTakeEventsOfKcat() {
        requireKcat();

        publishWithKcat("clients-kcat");

        assertFigures("clients-kcat", 2, "601.00");
    }

    @Test
    void shouldMakeOneSetOfFiguresOfWhatSeveralClientsSay() throws IOException {
        requireNode();
        requireCurl();
        requireKcat();
        // Some of these lie in other partitions for kcat's partitioner than for Java's and Node's.
        List<String> customers = List.of("clients-all-1", "clients-all-2", "clients-all-3", "clients-all-4");
        for (String customer : customers) {
            publishWithNode(customer);
            publishWithCurl(customer);
            publishWithKcat(customer);
            Publishing.publish(Publishing.event(
                    Instant.now(),
                    new OrderPlaced(customer + "-java", customer, new BigDecimal("0.85"), null, BigDecimal.ONE, null)));
        }

        Set<String> scattered = Broker.read(Topics.ORDERS).stream()
                // Other journeys publish records without a key.
                .filter(record -> record.key() != null)
                .collect(Collectors.groupingBy(
                        record -> new String(record.key(), java.nio.charset.StandardCharsets.UTF_8),
                        Collectors.mapping(record -> record.partition(), Collectors.toSet())))
                .entrySet()
                .stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(java.util.Map.Entry::getKey)
                .collect(Collectors.toSet());
        assertThat(scattered).as("customers in more than one partition").containsAnyElementsOf(customers);
        for (String customer : customers) {
            assertFigures(customer, 11, "1705.00");
        }
    }

    private static void assertFigures(String customer, int orders, String amount) {
        Waiting.upToSeconds(30).untilAsserted(() -> {
            Answer answer = Stack.scoring()
                    .get("/v1/customers/" + customer + "/metrics")
                    .expect(200);
            CustomerScored scored = Api.read(answer.json(), CustomerScored.class);
            assertThat(scored.metrics().orderCount()).as("%s", answer).isEqualTo(orders);
            assertThat(scored.metrics().orderAmount()).as("%s", answer).isEqualByComparingTo(amount);
            assertThat(scored.metrics().profit())
                    .as("%s", answer)
                    .isEqualByComparingTo(new BigDecimal(amount).subtract(BigDecimal.valueOf(orders)));
        });
    }

    // --- Node
    // -----------------------------------------------------------------------------------------------------------

    private static void requireNode() {
        Tool.require(
                "Install Node.js 18 or newer with npm to run it (Debian: apt-get install nodejs npm).",
                "npm",
                "--version");
        Tool.require("Install Node.js 18 or newer to run it (Debian: apt-get install nodejs).", "node", "--version");
    }

    private static void publishWithNode(String customer) throws IOException {
        Path folder = Files.createDirectories(WORK.resolve("node"));
        for (String file : List.of("package.json", "publish.js")) {
            Files.copy(
                    CLIENTS.resolve("node").resolve(file), folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(folder.resolve("node_modules").resolve("cloudevents"))) {
            Tool.run(folder, "", List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock"));
        }
        Tool.run(
                folder,
                "",
                List.of(
                        "node",
                        "publish.js",
                        Stack.running().address(Service.INGEST).toString(),
                        Stack.running().credentials().key("publisher"),
                        Stack.running().bootstrapServers(),
                        customer));
    }

    // --- curl
    // -----------------------------------------------------------------------------------------------------------

    private static void requireCurl() {
        Tool.require("Install curl to run it (Debian: apt-get install curl).", "curl", "--version");
    }

    private static void publishWithCurl(String customer) {
        curl(
                data(customer, customer + "-curl-binary", "201.00"),
                "content-type: application/json",
                "ce-specversion: 1.0",
                "ce-id: " + customer + "-curl-binary",
                "ce-source: urn:client:curl",
                "ce-type: io.tierstream.order.placed.v1",
                "ce-time: " + Instant.now());
        curl(
                structured(customer, customer + "-curl-structured", "201.00"),
                "content-type: application/cloudevents+json");
        curl(
                "[" + structured(customer, customer + "-curl-batch", "201.00") + "]",
                "content-type: application/cloudevents-batch+json");
    }

    private static void curl(String body, String... headers) {
        List<String> command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--fail-with-body"));
        for (String header : headers) {
            command.addAll(List.of("--header", header));
        }
        command.addAll(List.of(
                "--header",
                "X-API-Key: " + Stack.running().credentials().key("publisher"),
                "--data-binary",
                "@-",
                Stack.running().address(Service.INGEST) + "/v1/events"));
        String answer = Tool.run(Path.of("."), body, command);
        assertThat(answer).contains("\"accepted\":1");
    }

    // --- kcat
    // -----------------------------------------------------------------------------------------------------------

    private static void requireKcat() {
        Tool.require("Install kcat to run it (Debian: apt-get install kcat).", "kcat", "-V");
    }

    private static void publishWithKcat(String customer) {
        kcat(
                customer,
                data(customer, customer + "-kcat-binary", "300.50"),
                "content-type=application/json",
                "ce_specversion=1.0",
                "ce_id=" + customer + "-kcat-binary",
                "ce_source=urn:client:kcat",
                "ce_type=io.tierstream.order.placed.v1",
                "ce_time=" + Instant.now(),
                "ce_subject=" + customer);
        kcat(
                customer,
                structured(customer, customer + "-kcat-structured", "300.50"),
                "content-type=application/cloudevents+json");
    }

    private static void kcat(String key, String value, String... headers) {
        List<String> command = new ArrayList<>(
                List.of("kcat", "-P", "-b", Stack.running().bootstrapServers(), "-t", Topics.ORDERS, "-k", key));
        for (String header : headers) {
            command.addAll(List.of("-H", header));
        }
        Tool.run(Path.of("."), value, command);
    }

    private static String data(String customer, String order, String amount) {
        return "{\"orderId\":\"" + order + "\",\"customerId\":\"" + customer + "\",\"amount\":\"" + amount
                + "\",\"cost\":1}";
    }

    private static String structured(String customer, String order, String amount) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + order + "\",\"source\":\"urn:client:shell\","
                + "\"type\":\"io.tierstream.order.placed.v1\",\"time\":\"" + Instant.now() + "\",\"subject\":\""
                + customer
                + "\",\"datacontenttype\":\"application/json\",\"data\":" + data(customer, order, amount) + "}";
    }
}
