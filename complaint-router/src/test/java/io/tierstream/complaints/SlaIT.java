package io.tierstream.complaints;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.application.QueueWatch;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.ticket.v1.ReprioritisationCause;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.local.ManagedProcess;
import io.tierstream.testing.TestBroker;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** New SLA settings: seen beforehand, put in force, followed by every open ticket once, by two instances after a restart. */
class SlaIT {

    private static final int TICKETS = 600;

    private static final String OFFICE = """
            {"tiers": {"C": "P2D"}, "calendar": {"zone": "Asia/Shanghai", "hoursPerDay": 8,
              "workingIntervals": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}],
              "holidays": ["2026-10-01"], "makeUpDays": ["2026-10-10"]}, "calendars": {"A": null}}""";

    @TempDir
    static Path brokerFolder;

    /** Of its own, for other tests' tickets would be moved as well. */
    private static ManagedProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = TestBroker.separate(brokerFolder);
    }

    @AfterAll
    static void stopBroker() {
        broker.kill();
    }

    private static TestDesk start() {
        return TestDesk.start("sla-moves", "spring.kafka.bootstrap-servers=" + broker.address());
    }

    @Test
    void shouldMoveOpenTicketsAsThePreviewSaidAlsoAfterARestart() {
        Map<String, Instant> expected = new HashMap<>();
        try (TestDesk desk = start()) {
            open(desk, "sla-moves");
            JsonNode preview =
                    TestDesk.json(admin(desk, "/v1/sla/preview?limit=1000").body(OFFICE));
            assertThat(preview.get("all").get("tickets").intValue()).isEqualTo(TICKETS);
            preview.get("items")
                    .forEach(item -> expected.put(
                            item.get("complaintId").stringValue(),
                            Instant.parse(item.get("dueAfter").stringValue())));
            assertThat(expected).hasSize(preview.get("all").get("moved").intValue());
            assertThat(desk.json("/v1/sla").get("version").longValue()).isEqualTo(1);

            HttpResponse<String> stale = admin(desk, "/v1/sla").put(OFFICE, "\"7\"");
            assertThat(stale.statusCode()).isEqualTo(412);
            AtomicInteger reordered = new AtomicInteger();
            desk.bean(QueueWatch.class).watchOrder(reordered::incrementAndGet);
            HttpResponse<String> changed = admin(desk, "/v1/sla").put(OFFICE, "\"1\"");
            assertThat(changed.statusCode()).isEqualTo(200);
            assertThat(reordered).hasValue(1);
            assertThat(TestDesk.json(changed).get("calendars").has("A")).isTrue();
        }
        try (TestDesk desk = start();
                TestDesk other = start()) {
            assertThat(other.get("/v1/sla").statusCode()).isEqualTo(200);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> desk.json("/v1/sla").get("ticketsToMove").intValue() == 0);
            Map<String, Instant> now = new HashMap<>();
            desk.json("/v1/queue?limit=1000")
                    .get("items")
                    .forEach(ticket -> now.put(
                            ticket.get("complaintId").stringValue(),
                            Instant.parse(ticket.get("dueAt").stringValue())));
            assertThat(now).containsAllEntriesOf(expected);

            JsonNode ticket = desk.json("/v1/tickets/sla-moves-0");
            List<JsonNode> moves = new ArrayList<>();
            ticket.get("history").forEach(entry -> {
                if (entry.has("why") && entry.get("why").stringValue().equals("sla-changed")) {
                    moves.add(entry);
                }
            });
            assertThat(moves).hasSize(1);
            assertThat(moves.getFirst().get("after").get("dueAt").stringValue())
                    .isEqualTo(expected.get("sla-moves-0").toString());

            JsonNode history = desk.json("/v1/sla/history").get("items").get(0);
            assertThat(history.get("by").stringValue()).isEqualTo("admin-machine");
            assertThat(history.get("changed").valueStream().map(JsonNode::stringValue))
                    .containsExactly("/tiers/C", "/calendar", "/calendars");
            assertThat(history.get("before").get("tiers").get("C").stringValue())
                    .isEqualTo("P5D");
            assertThat(history.get("tickets").get("moved").intValue()).isEqualTo(expected.size());

            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(moves("sla-moves")).hasSize(expected.size()));
            assertThat(moves("sla-moves")).containsExactlyInAnyOrderEntriesOf(expected);
        }
    }

    /** Where each ticket was announced to have been moved to; fails when one was moved twice. */
    private static Map<String, Instant> moves(String prefix) {
        Map<String, Instant> moved = new HashMap<>();
        Map<String, Event<TicketEvent>> byId = new HashMap<>();
        TestDesk.ticketEvents(prefix, broker.address())
                .forEach(event -> byId.put(event.envelope().id(), event));
        byId.values().forEach(event -> {
            TicketEvent ticket = event.data();
            ReprioritisationCause cause = ticket.cause();
            if (cause != null && cause.kind().equals("SLA_CHANGED")) {
                assertThat(moved.put(ticket.complaintId(), ticket.dueAt())).isNull();
            }
        });
        return moved;
    }

    private static void open(TestDesk desk, String prefix) {
        Instant now = desk.bean(Clock.class).instant();
        for (int i = 0; i < TICKETS; i++) {
            String id = prefix + "-" + i;
            desk.publishLater(
                    new Envelope(id, "/test", EventTypes.COMPLAINT_OPENED, now.minus(Duration.ofMinutes(10L * i))),
                    new ComplaintOpened(id, "c" + i % 50, "It broke", null, "quality", Severity.NORMAL, null, null));
        }
        desk.flush();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> desk.json("/v1/queue?limit=1000").get("items").size() == TICKETS);
    }

    private static Call admin(TestDesk desk, String path) {
        return new Call(desk, path);
    }

    private record Call(TestDesk desk, String path) {

        HttpResponse<String> body(String json) {
            return desk.send(request().POST(HttpRequest.BodyPublishers.ofString(json)));
        }

        HttpResponse<String> put(String json, String etag) {
            return desk.send(request().header("If-Match", etag).PUT(HttpRequest.BodyPublishers.ofString(json)));
        }

        private HttpRequest.Builder request() {
            return HttpRequest.newBuilder(desk.request(path).build().uri())
                    .header("X-API-Key", TestDesk.key("admin"))
                    .header("Content-Type", "application/json");
        }
    }
}
