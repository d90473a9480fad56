package io.tierstream.complaints;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import io.tierstream.complaints.application.RoutingComplaints;
import io.tierstream.complaints.application.RoutingComplaints.Arrival;
import io.tierstream.complaints.domain.ticket.Complaint;
import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.testing.TestStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;

/** The broker or the store goes away and comes back. */
class OutagesIT {

    private static final String NO_BROKER = "spring.kafka.bootstrap-servers=localhost:1";

    @Test
    void shouldLetPeopleWorkWithoutBrokerAndPublishAfterARestart() {
        try (TestDesk desk = TestDesk.startUnready("outbox", NO_BROKER)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> desk.get("/v1/queue").statusCode() == 200);
            Instant now = desk.bean(Clock.class).instant();
            desk.bean(RoutingComplaints.class)
                    .route(
                            List.of(new Arrival.Opened(
                                    new EventStamp(now, "outbox-event", "/test"),
                                    new Complaint(
                                            "outbox-1",
                                            "outbox",
                                            now,
                                            "It broke",
                                            Severity.LOW,
                                            null,
                                            null,
                                            null,
                                            "print"),
                                    null)),
                            List.of(Lineage.NONE));

            assertThat(desk.post("/v1/queue/next", "mei", "", "").statusCode()).isEqualTo(200);
            assertThat(desk.post("/v1/tickets/outbox-1/resolve", "mei", "\"2\"", "{}")
                            .statusCode())
                    .isEqualTo(200);
            assertThat(desk.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(desk.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        }
        try (TestDesk again = TestDesk.start("outbox")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(TestDesk.ticketEvents("outbox-1"))
                            .extracting(event -> event.envelope().type())
                            .containsExactly(
                                    EventTypes.TICKET_ROUTED, EventTypes.TICKET_CLAIMED, EventTypes.TICKET_RESOLVED));
            assertThat(TestDesk.ticketEvents("outbox-1"))
                    .extracting(event -> event.envelope().id())
                    .containsExactly("outbox-1/1", "outbox-1/2", "outbox-1/3");
            assertThat(again.json("/v1/tickets/outbox-1").get("state").stringValue())
                    .isEqualTo("RESOLVED");
        }
    }

    @Test
    void shouldNotBeReadyAndSayWhyWhenTheTopicsAreOthers() {
        TestDesk.start("three-partitions").close();
        try (TestDesk desk = TestDesk.startUnready("four-partitions", "tierstream.partitions=4")) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(
                                    desk.bean(HealthEndpoint.class).healthForPath("readiness", "tickets"))
                            .isInstanceOfSatisfying(
                                    IndicatedHealthDescriptor.class,
                                    health -> assertThat(health.getDetails()
                                                    .get("reason")
                                                    .toString())
                                            .contains("has 3 partitions, but tierstream.partitions is 4")));
            assertThat(desk.get("/actuator/health/readiness").statusCode()).isEqualTo(503);
        }
    }

    @Test
    void shouldWaitForTheStoreAndNeitherLoseNorBuryAnything() throws IOException {
        String address =
                new ConnectionString(TestStore.connectionString()).getHosts().getFirst();
        String[] hostAndPort = address.split(":");
        try (Wire wire = new Wire(hostAndPort[0], hostAndPort.length > 1 ? Integer.parseInt(hostAndPort[1]) : 27017);
                TestDesk desk =
                        TestDesk.start("away", "spring.mongodb.uri=mongodb://localhost:" + wire.port() + "/away")) {
            Instant now = desk.bean(Clock.class).instant();

            wire.cut();
            for (int i = 0; i < 20; i++) {
                desk.publish(
                        new Envelope("away-opened-" + i, "/test", EventTypes.COMPLAINT_OPENED, now),
                        new ComplaintOpened("away-" + i, "away-" + i, "It broke", null, null, null, null, null));
            }
            desk.publish(new ProducerRecord<>(
                    Topics.COMPLAINTS,
                    "away".getBytes(StandardCharsets.UTF_8),
                    "away-poison".getBytes(StandardCharsets.UTF_8)));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> desk.get("/actuator/health/readiness").statusCode() == 503);
            assertThat(desk.get("/v1/tickets/away-1").statusCode()).isEqualTo(503);
            assertThat(desk.get("/v1/tickets/away-1").headers().firstValue("Retry-After"))
                    .isPresent();
            wire.mend();

            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
                List<Event<TicketEvent>> events = TestDesk.ticketEvents("away-");
                assertThat(events).extracting(event -> event.envelope().id()).doesNotHaveDuplicates();
                assertThat(events).hasSize(20);
            });
            desk.awaitReady();
            // Written once the rest of its batch is routed.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(TestDesk.records(Topics.deadLetters(Topics.COMPLAINTS)).stream()
                                    .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
                                    .filter(value -> value.contains("away"))
                                    .distinct())
                            .containsExactly("away-poison"));
        }
    }
}
