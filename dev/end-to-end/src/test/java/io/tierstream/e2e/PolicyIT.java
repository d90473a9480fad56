package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.order.v1.OrderPlaced;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a simulation says of customers and open tickets is what activating the policy then does; going back undoes it. */
class PolicyIT {

    private static final int CUSTOMERS = 5;
    private static final String EVERYONE_IS_A = """
            {"mode": "THRESHOLD", "thresholds": {"A": 0.02, "B": 0.01}, "comment": "Everyone counts"}""";

    @Test
    void shouldDoToCustomersAndTicketsWhatTheSimulationSaid() {
        // Given small customers below greater ones, each with a complaint of an hour ago
        Instant openedAt = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofHours(1));
        IntStream.rangeClosed(1, 3 * CUSTOMERS).forEach(i -> order("policy-greater-" + i, 10_000L * i, openedAt));
        List<String> tickets = IntStream.range(0, CUSTOMERS)
                .mapToObj(i -> complain("policy-" + i, openedAt))
                .toList();
        Stack.tiers().post("/v1/cut-offs", "{}").expect(200);
        Waiting.upToSeconds(30)
                .untilAsserted(() -> assertThat(dueAt(tickets))
                        .as("as for B and C")
                        .containsOnly(openedAt.plus(Duration.ofDays(5)).toString()));

        // When a policy that makes everyone an A is simulated
        int draft = draft(EVERYONE_IS_A);
        Map<String, String> said = new TreeMap<>();
        JsonNode[] simulation = new JsonNode[1];
        Waiting.upToSeconds(30).untilAsserted(() -> {
            simulation[0] = Stack.tiers()
                    .post("/v1/policies/" + draft + "/simulations", "{}")
                    .expect(200)
                    .json();
            // Of all customers there are, those of journeys before included.
            assertThat(tiers(simulation[0], "now")).isEqualTo(tiers());
            said.clear();
            said.putAll(deadlines(simulation[0]));
            assertThat(said).as("%s", simulation[0].path("tickets")).containsKeys(tickets.toArray(String[]::new));
        });
        assertThat(tickets)
                .allSatisfy(ticket -> assertThat(said.get(ticket))
                        .isEqualTo(openedAt.plus(Duration.ofDays(3)).toString()));

        try {
            // And activated
            activate(draft);

            // Then customers and tickets are as was said
            Waiting.upToSeconds(60).untilAsserted(() -> {
                assertThat(tiers()).isEqualTo(tiers(simulation[0], "then"));
                assertThat(dueAt(tickets))
                        .isEqualTo(tickets.stream().map(said::get).toList());
            });
        } finally {
            activate(draft("{\"mode\": \"RATIO\", \"comment\": \"As before\"}"));
        }

        // And going back takes it back
        Waiting.upToSeconds(60)
                .untilAsserted(() -> assertThat(dueAt(tickets))
                        .containsOnly(openedAt.plus(Duration.ofDays(5)).toString()));
    }

    private static String complain(String customer, Instant at) {
        order(customer, 10, at);
        Publishing.publish(Publishing.event(
                at,
                new ComplaintOpened(customer + "-ticket", customer, "Late", null, null, Severity.NORMAL, null, null)));
        Waiting.upToSeconds(30)
                .untilAsserted(() -> assertThat(Stack.desk()
                                .get("/v1/tickets/" + customer + "-ticket")
                                .status())
                        .isEqualTo(200));
        return customer + "-ticket";
    }

    private static void order(String customer, long amount, Instant at) {
        Publishing.publish(Publishing.event(
                at,
                new OrderPlaced(
                        customer + "-order",
                        customer,
                        BigDecimal.valueOf(amount),
                        null,
                        BigDecimal.valueOf(amount / 2),
                        null)));
    }

    private static List<String> dueAt(List<String> tickets) {
        return tickets.stream()
                .map(ticket -> Stack.desk()
                        .get("/v1/tickets/" + ticket)
                        .expect(200)
                        .json()
                        .path("dueAt")
                        .asString())
                .toList();
    }

    private static int draft(String policy) {
        return Stack.tiers()
                .post("/v1/policies", policy)
                .expect(201)
                .json()
                .path("policyVersion")
                .asInt();
    }

    private static void activate(int version) {
        Answer answer = Stack.tiers().post("/v1/policies/" + version + "/activate", "{\"comment\": \"A test\"}");
        assertThat(answer.status()).as("%s", answer).isBetween(200, 202);
    }

    private static Map<String, String> deadlines(JsonNode simulation) {
        return StreamSupport.stream(simulation.path("tickets").path("items").spliterator(), false)
                .collect(Collectors.toMap(
                        move -> move.path("complaintId").asString(),
                        move -> move.path("dueThen").asString()));
    }

    private static Map<String, Long> tiers(JsonNode simulation, String when) {
        Map<String, Long> counts = new TreeMap<>();
        for (JsonNode tier : simulation.path("tiers")) {
            if (tier.path(when).asLong() > 0) {
                counts.put(tier.path("tier").asString(), tier.path(when).asLong());
            }
        }
        return counts;
    }

    private static Map<String, Long> tiers() {
        return Stack.tiers().all("/v1/customers").stream()
                .collect(Collectors.groupingBy(
                        customer -> customer.path("tier").asString(), TreeMap::new, Collectors.counting()));
    }
}
