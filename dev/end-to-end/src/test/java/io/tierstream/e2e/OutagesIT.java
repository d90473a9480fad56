package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.order.v1.OrderPlaced;
import io.tierstream.local.ManagedProcess;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Broker or store away while events come in: nothing that was acknowledged is lost, and all goes on by itself. */
class OutagesIT {

    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("tierstream.outage.seconds", 10));

    @Test
    void shouldSayTryLaterAndLoseNothingWhileTheBrokerIsAway() {
        List<Answer> refusals = new ArrayList<>();
        Set<String> acknowledged = publishThrough(
                Stack.running().broker(),
                i -> Publishing.event(
                        Instant.now(),
                        new OrderPlaced(
                                "outage-o" + i, "outage-c" + i % 5, BigDecimal.TEN, null, BigDecimal.ONE, null)),
                refusals);

        assertThat(refusals).isNotEmpty();
        for (Answer refusal : refusals) {
            assertThat(refusal.status()).as("%s", refusal).isEqualTo(503);
            assertThat(refusal.header("Retry-After")).as("%s", refusal).isPresent();
            assertThat(refusal.header("Content-Type").orElse("")).startsWith("application/problem+json");
        }
        Waiting.upToSeconds(90).untilAsserted(() -> {
            int counted = 0;
            for (int customer = 0; customer < 5; customer++) {
                counted += Stack.scoring()
                        .get("/v1/customers/outage-c" + customer + "/metrics")
                        .expect(200)
                        .json()
                        .path("metrics")
                        .path("orderCount")
                        .asInt();
            }
            assertThat(counted).isEqualTo(acknowledged.size());
        });
    }

    @Test
    void shouldLoseAndDropNothingWhileTheStoreIsAway() {
        int deadBefore = deadLetters();
        Set<String> acknowledged = publishThrough(
                Stack.running().store(),
                i -> Publishing.event(
                        Instant.now(),
                        new ComplaintOpened(
                                "outage-t" + i, "outage-s" + i % 5, "Box was empty", null, null, null, null, null)),
                new ArrayList<>());

        Waiting.upToSeconds(90).untilAsserted(() -> {
            for (String complaint : acknowledged) {
                assertThat(Stack.desk().get("/v1/tickets/" + complaint).status())
                        .as(complaint)
                        .isEqualTo(200);
            }
        });
        assertThat(deadLetters()).isEqualTo(deadBefore);
    }

    /**
     * Publishes one event after the other, each until it is taken; in the middle the process is killed and comes back.
     *
     * @return the business ids of all events, each acknowledged in the end
     */
    private static Set<String> publishThrough(
            ManagedProcess process, IntFunction<Event<?>> events, List<Answer> refusals) {
        Set<String> acknowledged = new TreeSet<>();
        int next = publishFor(Duration.ofSeconds(2), 0, events, acknowledged, refusals);
        process.kill();
        try {
            next = publishFor(AWAY, next, events, acknowledged, refusals);
        } finally {
            process.start();
            process.awaitReady(Stack.START);
        }
        // What was refused last is sent until it is taken: nobody has to do anything for that but wait.
        int sent = next;
        Waiting.upTo(Stack.START).until(() -> isTaken(events.apply(sent), acknowledged, refusals));
        publishFor(Duration.ofSeconds(3), sent + 1, events, acknowledged, refusals);
        System.out.println(acknowledged.size() + " events acknowledged, " + refusals.size() + " refusals while "
                + process.name() + " was away for " + AWAY.toSeconds() + " s");
        return acknowledged;
    }

    /** Goes on for that time, and answers the number of the first event that is not taken yet. */
    private static int publishFor(
            Duration time, int from, IntFunction<Event<?>> events, Set<String> acknowledged, List<Answer> refusals) {
        long end = System.nanoTime() + time.toNanos();
        int next = from;
        while (System.nanoTime() < end) {
            if (isTaken(events.apply(next), acknowledged, refusals)) {
                next++;
            }
        }
        return next;
    }

    private static boolean isTaken(Event<?> event, Set<String> acknowledged, List<Answer> refusals) {
        Answer answer = send(event);
        if (answer.status() != 202) {
            refusals.add(answer);
            return false;
        }
        acknowledged.add(
                switch (event.data()) {
                    case OrderPlaced order -> order.orderId();
                    case ComplaintOpened complaint -> complaint.complaintId();
                    default -> throw new IllegalArgumentException(event.toString());
                });
        return true;
    }

    private static Answer send(Event<?> event) {
        try {
            return Stack.ingest()
                    .trySend(
                            "POST",
                            "/v1/events",
                            Map.of("Content-Type", Publishing.STRUCTURED),
                            Publishing.structured(event).toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError("ingest-service must answer, whatever is away", e);
        }
    }

    private static int deadLetters() {
        return Topics.INPUTS.stream()
                .mapToInt(topic -> Broker.read(Topics.deadLetters(topic)).size())
                .sum();
    }
}
