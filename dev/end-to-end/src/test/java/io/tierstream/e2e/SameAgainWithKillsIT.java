package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.local.Service;
import io.tierstream.oracle.Differences;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Oracle;
import io.tierstream.oracle.Scenario;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The same events twice and shuffled, every service killed in the middle: everything as the oracle says, and told once. */
class SameAgainWithKillsIT {

    private static final long SEED = Long.getLong("tierstream.seed", 20_261_122L);
    private static final int CUSTOMERS = 60;

    private final Scenario scenario = Scenario.of(SEED, Stack.SETTINGS, Instant.now(), CUSTOMERS, 8);

    @Test
    void shouldComeToTheSameAsTheOracle() {
        // When everything is published twice, in two orders, by two ways, while each service is killed once
        List<Event<?>> all = new ArrayList<>(scenario.shuffled(SEED + 1, 0).events());
        all.addAll(scenario.shuffled(SEED + 2, 10).events());
        publishWhileKilling(all);

        // Then all figures, composites and tickets are those of the oracle
        Oracle oracle = new Oracle(scenario.settings());
        Waiting.upToSeconds(90)
                .pollInterval(java.time.Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(differences(oracle.expect(all, Instant.now())))
                        .as("%s", scenario)
                        .isEmpty());

        // And the cut-offs those of everyone's composites
        assertCutOffs(oracle);

        // And each change was told once
        assertTierChangesOnce();
        assertTicketEventsOnce();
    }

    private static void publishWhileKilling(List<Event<?>> events) {
        List<Service> victims = List.of(Service.SCORING, Service.TIERS, Service.DESK, Service.INGEST);
        int part = events.size() / (victims.size() + 2) + 1;
        CompletableFuture<Void> restart = CompletableFuture.completedFuture(null);
        int parts = 0;
        for (int from = 0; from < events.size(); from += part) {
            if (parts > 0 && parts <= victims.size()) {
                Service victim = victims.get(parts - 1);
                CompletableFuture<Void> previous = restart;
                restart = CompletableFuture.runAsync(() -> {
                    previous.join();
                    Stack.killAndRestart(Stack.running().process(victim));
                });
            }
            publish(events.subList(from, Math.min(events.size(), from + part)), parts % 2 == 0);
            parts++;
        }
        restart.join();
    }

    /** Over HTTP in small requests, each until it is taken; or straight to Kafka. */
    private static void publish(List<Event<?>> events, boolean http) {
        if (!http) {
            try (Broker broker = new Broker()) {
                broker.publish(events);
            }
            return;
        }
        for (int from = 0; from < events.size(); from += 20) {
            byte[] lines = Publishing.lines(events.subList(from, Math.min(events.size(), from + 20)));
            Waiting.upTo(Stack.START).until(() -> isTaken(lines));
        }
    }

    private static boolean isTaken(byte[] lines) {
        try {
            Answer answer =
                    Stack.ingest().trySend("POST", "/v1/events", Map.of("Content-Type", Publishing.LINES), lines);
            assertThat(answer.status()).as("%s", answer).isIn(202, 503);
            return answer.status() == 202;
        } catch (IOException away) {
            return false;
        }
    }

    private List<String> differences(Expectation expected) {
        List<String> differences = new ArrayList<>();
        Map<String, JsonNode> graded = Stack.tiers().all("/v1/customers").stream()
                .collect(
                        Collectors.toMap(customer -> customer.path("customerId").asString(), customer -> customer));
        for (Expectation.Customer customer : expected.customers().values()) {
            String id = customer.customerId();
            Answer answer = Stack.scoring().get("/v1/customers/" + id + "/metrics");
            if (answer.status() != 200) {
                differences.add(answer.toString());
                continue;
            }
            CustomerScored scored = Api.read(answer.json(), CustomerScored.class);
            add(differences, id, Differences.between(customer.metrics(), scored.metrics()));
            add(differences, id, Differences.between(customer.criteria(), scored.criteria()));
            if (!customer.flags().equals(scored.flags())) {
                differences.add(id + " flags: expected " + customer.flags() + " but was " + scored.flags());
            }
            BigDecimal composite = graded.containsKey(id) ? composite(graded.get(id)) : BigDecimal.ONE.negate();
            if (!same(customer.composite(), composite)) {
                differences.add(id + " composite: expected " + customer.composite() + " but was " + composite);
            }
        }
        for (Expectation.Ticket ticket : expected.tickets().values()) {
            Answer answer = Stack.desk().get("/v1/tickets/" + ticket.complaintId());
            if (answer.status() != 200
                    || !answer.json()
                            .path("state")
                            .asString()
                            .equals(ticket.state().name())
                    || !Instant.parse(answer.json().path("openedAt").asString()).equals(ticket.openedAt())) {
                differences.add(ticket + " but was " + answer);
            }
        }
        return differences.size() > 20 ? differences.subList(0, 20) : differences;
    }

    private static void add(List<String> differences, String customer, List<String> more) {
        more.forEach(difference -> differences.add(customer + " " + difference));
    }

    private static BigDecimal composite(JsonNode customer) {
        JsonNode composite = customer.path("composite");
        return composite.isNumber() ? composite.decimalValue() : null;
    }

    private static boolean same(BigDecimal one, BigDecimal other) {
        return one == null ? other == null : other != null && one.compareTo(other) == 0;
    }

    private static void assertCutOffs(Oracle oracle) {
        JsonNode answer = Stack.tiers().post("/v1/cut-offs", "{}").expect(200).json();
        List<BigDecimal> composites = Stack.tiers().all("/v1/customers").stream()
                .map(SameAgainWithKillsIT::composite)
                .filter(composite -> composite != null)
                .toList();
        Expectation.CutOffs expected = oracle.cutOffs(composites);
        assertThat(answer.path("n").asInt()).isEqualTo(expected.n());
        assertThat(answer.path("cutOffs").path("A").decimalValue()).isEqualByComparingTo(expected.a());
        assertThat(answer.path("cutOffs").path("B").decimalValue()).isEqualByComparingTo(expected.b());
    }

    private static void assertTierChangesOnce() {
        List<Event<?>> changes = Broker.events(Topics.TIER_CHANGES);
        assertThat(changes).extracting(event -> event.envelope().id()).doesNotHaveDuplicates();
        Map<String, List<Long>> numbers = new TreeMap<>();
        for (Event<?> event : changes) {
            TierChanged change = (TierChanged) event.data();
            numbers.computeIfAbsent(change.customerId(), id -> new ArrayList<>())
                    .add(change.changeNumber());
        }
        numbers.forEach((customer, counted) -> {
            for (int i = 0; i < counted.size(); i++) {
                assertThat(counted.get(i))
                        .as("changes of %s: %s", customer, counted)
                        .isEqualTo(i + 1);
            }
        });
    }

    /** The relay may repeat an event after a kill; then it is the same event with the same id. */
    private static void assertTicketEventsOnce() {
        Map<String, Event<?>> byId = new HashMap<>();
        Map<String, String> routed = new HashMap<>();
        for (Event<?> event : Broker.events(Topics.TICKETS)) {
            String id = event.envelope().id();
            Event<?> before = byId.putIfAbsent(id, event);
            assertThat(before == null || before.equals(event))
                    .as("%s and %s", before, event)
                    .isTrue();
            if (event.envelope().type().equals(EventTypes.TICKET_ROUTED)) {
                String complaint = ((TicketEvent) event.data()).complaintId();
                assertThat(routed.getOrDefault(complaint, id)).as(complaint).isEqualTo(id);
                routed.put(complaint, id);
            }
        }
    }
}
