package io.tierstream.complaints;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.customer.v1.CustomerUpdated;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The desk with a broker and a store: what publishers and agents see. */
class DeskIT {

    private static TestDesk desk;

    @BeforeAll
    static void start() {
        desk = TestDesk.start("desk");
    }

    @AfterAll
    static void stop() {
        desk.close();
    }

    private static Instant now() {
        return desk.bean(Clock.class).instant().truncatedTo(ChronoUnit.MILLIS);
    }

    static void open(String complaintId, String customerId, Instant at) {
        desk.publish(
                new Envelope(complaintId + "-opened", "/test", EventTypes.COMPLAINT_OPENED, at),
                new ComplaintOpened(
                        complaintId, customerId, "It broke", "In two", "quality", Severity.HIGH, null, null));
    }

    static TierChanged change(String customerId, Tier from, Tier to, long number, Instant at) {
        return new TierChanged(
                customerId,
                from,
                to,
                TierChangeCause.SCORE,
                new BigDecimal("81.20"),
                new BigDecimal("20.00"),
                to,
                GradingMode.RATIO,
                null,
                1,
                1,
                null,
                null,
                at,
                List.of(),
                null,
                number,
                null);
    }

    private static JsonNode awaitTicket(String complaintId) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> desk.get("/v1/tickets/" + complaintId).statusCode() == 200);
        return desk.json("/v1/tickets/" + complaintId);
    }

    @Test
    void shouldReprioritiseTheTicketOfAPromotedCustomer() {
        Instant now = now();
        Instant openedAt = now.minus(Duration.ofDays(2));
        desk.publish(
                new Envelope("name", "/test", EventTypes.CUSTOMER_UPDATED, now),
                new CustomerUpdated("promoted", "Acme Ltd", null, null, null, null));
        open("promotion-1", "promoted", openedAt);
        JsonNode before = awaitTicket("promotion-1");
        assertThat(before.get("tier").stringValue()).isEqualTo("C");
        assertThat(Instant.parse(before.get("dueAt").stringValue())).isEqualTo(openedAt.plus(Duration.ofDays(5)));

        desk.publish(
                new Envelope("change-1", "/test", EventTypes.TIER_CHANGED, now),
                change("promoted", Tier.C, Tier.A, 2, now));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> desk.json("/v1/tickets/promotion-1")
                        .get("tier")
                        .stringValue()
                        .equals("A"));
        JsonNode after = desk.json("/v1/tickets/promotion-1");
        assertThat(Instant.parse(after.get("dueAt").stringValue())).isEqualTo(openedAt.plus(Duration.ofDays(3)));
        assertThat(after.get("customerName").stringValue()).isEqualTo("Acme Ltd");
        assertThat(after.get("history")
                        .get(1)
                        .get("tierChange")
                        .get("composite")
                        .decimalValue())
                .isEqualByComparingTo("81.20");
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> TestDesk.ticketEvents("promotion-1").size() == 2);
        Event<TicketEvent> reprioritised = TestDesk.ticketEvents("promotion-1").get(1);
        assertThat(reprioritised.envelope().type()).isEqualTo(EventTypes.TICKET_REPRIORITISED);
        assertThat(reprioritised.data().before().tier()).isEqualTo(Tier.C);
        assertThat(reprioritised.data().after().dueAt()).isEqualTo(openedAt.plus(Duration.ofDays(3)));
        assertThat(reprioritised.data().cause().tierChange()).isEqualTo(TierChangeCause.SCORE);
    }

    @Test
    void shouldUnderstandOrRefuseTheOddestQuestions() {
        assertThat(desk.get("/v1/queue?state=RESOLVED&q=a%00b").statusCode()).isEqualTo(200);
        for (String time : List.of("-1000000000-01-01T00:00:00Z", "%2B1000000000-12-31T23:59:59Z", "0000-01-01")) {
            HttpResponse<String> answer = desk.get("/v1/reports/complaint-delays?to=" + time);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        }
    }

    @Test
    void shouldDescribeWhatItAnswers() {
        JsonNode paths = desk.json("/v3/api-docs").get("paths");

        paths.properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> operation
                                .getValue()
                                .get("responses")
                                .properties()
                                .forEach(response -> {
                                    JsonNode content = response.getValue().path("content");
                                    if (response.getKey().equals("200") && !content.has("text/csv")) {
                                        assertThat(content.findValues("$ref").size()
                                                        + content.findValues("properties")
                                                                .size()
                                                        + content.path("text/event-stream")
                                                                .size())
                                                .as("%s %s: %s", operation.getKey(), path.getKey(), content)
                                                .isPositive();
                                    }
                                })));
        assertThat(paths.at("/~1v1~1queue/get/responses/200/content/*~1*/schema/$ref")
                        .stringValue())
                .endsWith("/PageView");
    }

    @Test
    void shouldResolveAComplaintWhoseResolutionCameFirst() {
        Instant now = now();
        desk.publish(
                new Envelope("early-resolved", "/test", EventTypes.COMPLAINT_RESOLVED, now),
                new ComplaintResolved("early-1", "early", "sent a new one"));
        open("early-1", "early", now.minusSeconds(60));

        JsonNode ticket = awaitTicket("early-1");

        assertThat(ticket.get("state").stringValue()).isEqualTo("RESOLVED");
    }

    @Test
    void shouldRefuseChangesOnAStaleViewAndMovesTheStateDoesNotAllow() {
        open("stale-1", "stale", now());
        awaitTicket("stale-1");

        assertThat(desk.post("/v1/tickets/stale-1/claim", "mei", "", "{}").statusCode())
                .isEqualTo(428);
        HttpResponse<String> claimed = desk.post("/v1/tickets/stale-1/claim", "mei", "\"1\"", "{\"note\": \"mine\"}");
        assertThat(claimed.statusCode()).isEqualTo(200);
        assertThat(claimed.headers().firstValue("ETag")).contains("\"2\"");
        HttpResponse<String> stale = desk.post("/v1/tickets/stale-1/claim", "tom", "\"1\"", "{}");
        assertThat(stale.statusCode()).isEqualTo(412);
        assertThat(TestDesk.json(stale).get("ticket").get("assignee").stringValue())
                .isEqualTo("mei");
        HttpResponse<String> refused = desk.post("/v1/tickets/stale-1/claim", "tom", "\"2\"", "{}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(TestDesk.json(refused).get("ticket").get("version").longValue())
                .isEqualTo(2);
        assertThat(desk.post("/v1/tickets/stale-1/resolve", "mei", "\"2\"", "{}")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldNotWaitForOpenFeedsWhenItStops() throws Exception {
        TestDesk stopping = TestDesk.start("stopping", "spring.lifecycle.timeout-per-shutdown-phase=5m");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<Stream<String>> feed = http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + stopping.port() + "/v1/queue/stream"))
                            .header("X-API-Key", TestDesk.key("ops"))
                            .build(),
                    HttpResponse.BodyHandlers.ofLines());
            assertThat(feed.statusCode()).isEqualTo(200);

            assertTimeoutPreemptively(Duration.ofMinutes(1), stopping::close);

            assertThat(feed.body()).as("the feed to its end").startsWith(":the queue, live");
        }
    }
}
