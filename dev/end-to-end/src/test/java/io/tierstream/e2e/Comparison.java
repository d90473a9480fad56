package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.oracle.Differences;
import io.tierstream.oracle.Expectation;
import io.tierstream.oracle.Oracle;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What the running system says, next to what the oracle says. */
final class Comparison {

    private Comparison() {}

    static List<String> differences(Expectation expected) {
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

    static void assertCutOffs(Oracle oracle) {
        JsonNode answer = Stack.tiers().post("/v1/cut-offs", "{}").expect(200).json();
        List<BigDecimal> composites = Stack.tiers().all("/v1/customers").stream()
                .map(Comparison::composite)
                .filter(composite -> composite != null)
                .toList();
        Expectation.CutOffs expected = oracle.cutOffs(composites);
        assertThat(answer.path("n").asInt()).isEqualTo(expected.n());
        assertThat(answer.path("cutOffs").path("A").decimalValue()).isEqualByComparingTo(expected.a());
        assertThat(answer.path("cutOffs").path("B").decimalValue()).isEqualByComparingTo(expected.b());
    }

    static void assertTierChangesOnce() {
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
    static void assertTicketEventsOnce() {
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
