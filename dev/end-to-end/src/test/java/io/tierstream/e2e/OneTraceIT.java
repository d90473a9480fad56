package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.order.v1.OrderPlaced;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a publisher sends in its trace can be followed, in the same trace, to the ticket that moves because of it. */
class OneTraceIT {

    @ParameterizedTest
    @CsvSource({
        "trace-recorded, 5af7651916cd43dd8448eb211c80319c, 01",
        "trace-not-recorded, 6af7651916cd43dd8448eb211c80319c, 00"
    })
    void shouldFollowAnOrderToTheTicketThatItReorders(String customer, String trace, String flags) {
        // Given cut-offs and a complaint of a customer without a tier
        Instant now = Instant.now();
        publish(order("trace-of-nobody", "trace-of-nobody-" + flags, "5", now), null);
        Waiting.upToSeconds(30)
                .untilAsserted(
                        () -> Stack.tiers().get("/v1/customers/trace-of-nobody").expect(200));
        Stack.tiers().post("/v1/cut-offs", "{}").expect(200);
        publish(
                Publishing.event(
                        now,
                        new ComplaintOpened(customer + "-1", customer, "It is broken", null, null, null, null, null)),
                null);
        Waiting.upToSeconds(30)
                .untilAsserted(
                        () -> Stack.desk().get("/v1/tickets/" + customer + "-1").expect(200));

        // When a great order is published in a trace
        publish(order(customer, customer + "-o", "90000000", now), "00-" + trace + "-b7ad6b7169203331-" + flags);

        // Then score, tier change and ticket belong to it, and go on as it began: recorded or not
        Waiting.upToSeconds(30).untilAsserted(() -> {
            assertThat(traceParents(Topics.ORDERS, EventTypes.ORDER_PLACED, customer))
                    .isNotEmpty();
            assertThat(traceParents(Topics.CUSTOMER_SCORES, EventTypes.CUSTOMER_SCORED, customer))
                    .anyMatch(parent -> isOf(parent, trace, flags));
            assertThat(traceParents(Topics.TIER_CHANGES, EventTypes.TIER_CHANGED, customer))
                    .anyMatch(parent -> isOf(parent, trace, flags));
            assertThat(traceParents(Topics.TICKETS, EventTypes.TICKET_REPRIORITISED, customer))
                    .hasSize(1)
                    .allMatch(parent -> isOf(parent, trace, flags));
        });
        // Where it is recorded every service has added its part, so that no two have the same parent
        List<String> parents = List.of(
                traceParents(Topics.ORDERS, EventTypes.ORDER_PLACED, customer).getFirst(),
                traceParents(Topics.CUSTOMER_SCORES, EventTypes.CUSTOMER_SCORED, customer)
                        .getLast(),
                traceParents(Topics.TIER_CHANGES, EventTypes.TIER_CHANGED, customer)
                        .getLast(),
                traceParents(Topics.TICKETS, EventTypes.TICKET_REPRIORITISED, customer)
                        .getFirst());
        assertThat(parents.stream().distinct()).hasSize(flags.equals("01") ? 4 : 1);
    }

    @Test
    void shouldFollowAComplaintToItsTicketAndAnAgentToWhatTheyDid() {
        String customer = "trace-complaint";
        String published = "7af7651916cd43dd8448eb211c80319c";
        publish(
                Publishing.event(
                        Instant.now(),
                        new ComplaintOpened(customer + "-1", customer, "It is broken", null, null, null, null, null)),
                "00-" + published + "-b7ad6b7169203331-00");
        Waiting.upToSeconds(30)
                .untilAsserted(() -> assertThat(traceParents(Topics.TICKETS, EventTypes.TICKET_ROUTED, customer))
                        .hasSize(1)
                        .allMatch(parent -> isOf(parent, published, "00")));

        String claiming = "8af7651916cd43dd8448eb211c80319c";
        String version = Stack.desk()
                .get("/v1/tickets/" + customer + "-1")
                .header("ETag")
                .orElseThrow();
        Stack.desk()
                .send(
                        "POST",
                        "/v1/tickets/" + customer + "-1/claim",
                        Map.of(
                                "Content-Type",
                                "application/json",
                                "X-Agent",
                                "tracer",
                                "If-Match",
                                version,
                                "traceparent",
                                "00-" + claiming + "-b7ad6b7169203331-00"),
                        "{}".getBytes(StandardCharsets.UTF_8))
                .expect(200);

        Waiting.upToSeconds(30)
                .untilAsserted(() -> assertThat(traceParents(Topics.TICKETS, EventTypes.TICKET_CLAIMED, customer))
                        .hasSize(1)
                        .allMatch(parent -> isOf(parent, claiming, "00")));
    }

    private static boolean isOf(String traceParent, String trace, String flags) {
        return traceParent.startsWith("00-" + trace + "-") && traceParent.endsWith("-" + flags);
    }

    private static List<String> traceParents(String topic, String type, String customer) {
        return Broker.read(topic).stream()
                .filter(record ->
                        EventCodec.decode(topic, record.value(), record.headers()) instanceof Decoding.Decoded decoded
                                && decoded.event().envelope().type().equals(type)
                                && decoded.event().data().customerId().equals(customer))
                .map(record -> Broker.headers(record).getOrDefault("traceparent", "none"))
                .toList();
    }

    private static Event<?> order(String customer, String id, String amount, Instant time) {
        return Publishing.event(
                time, new OrderPlaced(id, customer, new BigDecimal(amount), null, new BigDecimal("1"), null));
    }

    private static void publish(Event<?> event, String traceParent) {
        Map<String, String> headers = traceParent == null
                ? Map.of("Content-Type", Publishing.STRUCTURED)
                : Map.of("Content-Type", Publishing.STRUCTURED, "traceparent", traceParent);
        Stack.ingest()
                .send(
                        "POST",
                        "/v1/events",
                        headers,
                        Publishing.structured(event).toString().getBytes(StandardCharsets.UTF_8))
                .expect(202);
    }
}
