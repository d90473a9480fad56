package io.tierstream.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.testing.TestBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAwayIT {

    @Test
    void shouldSaySoSoonAcknowledgeNothingAndGoOnByItselfWhenTheBrokerIsBack(@TempDir Path data, @TempDir Path folder) {
        var broker = TestBroker.separate(folder);
        try (IngestServer server = IngestServer.startAt(broker.address(), data)) {
            awaitReadiness(server, 200);
            assertThat(publish(server, "before").status()).isEqualTo(202);

            broker.kill();
            awaitReadiness(server, 503);
            assertThat(server.get("ops", "/actuator/health/liveness").status()).isEqualTo(200);
            for (int i = 0; i < 6; i++) {
                assertUnavailable(publish(server, "during-" + i));
            }
            long begun = System.nanoTime();
            assertUnavailable(publish(server, "when the breaker is open"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
            assertThat(server.get("ops", "/v1/dead-letters").status()).isEqualTo(503);
            var started = server.post(
                    "/v1/imports?mapping=events",
                    "text/csv",
                    BodyPublishers.ofString("type,time,customerId,orderId,amount\n"
                            + "io.tierstream.order.placed.v1,2026-01-01,c-1,o-import,1\n"));
            String path = "/v1/imports/" + started.json().at("/id").stringValue();
            awaitState(server, path, "WAITING");

            broker.start();
            awaitReadiness(server, 200);
            awaitState(server, path, "DONE");
            assertThat(server.get("publisher", path)
                            .json()
                            .at("/eventsPublished")
                            .intValue())
                    .isEqualTo(1);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(publish(server, "after").status()).isEqualTo(202));
        } finally {
            broker.kill();
        }
    }

    @Test
    void shouldStartWithoutABrokerAndRefuseToAcknowledge(@TempDir Path data) {
        try (IngestServer server = IngestServer.startAt("localhost:1", data)) {
            assertThat(server.get("ops", "/actuator/health/readiness").status()).isEqualTo(503);
            assertUnavailable(publish(server, "nowhere"));
        }
    }

    private static void assertUnavailable(IngestServer.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    private static IngestServer.Answer publish(IngestServer server, String id) {
        return server.publish("application/cloudevents+json", EventsIT.order(id.replace(' ', '-'), "c-1", "1"));
    }

    private static void awaitReadiness(IngestServer server, int status) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> server.get("ops", "/actuator/health/readiness").status() == status);
    }

    private static void awaitState(IngestServer server, String path, String state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(90))
                .until(() -> List.of(state)
                        .contains(server.get("publisher", path)
                                .json()
                                .at("/state")
                                .stringValue()));
    }
}
