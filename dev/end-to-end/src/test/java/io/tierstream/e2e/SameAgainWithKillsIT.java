package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.Event;
import io.tierstream.local.Service;
import io.tierstream.oracle.Oracle;
import io.tierstream.oracle.Scenario;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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
                .untilAsserted(() -> assertThat(Comparison.differences(oracle.expect(all, Instant.now())))
                        .as("%s", scenario)
                        .isEmpty());

        // And the cut-offs those of everyone's composites
        Comparison.assertCutOffs(oracle);

        // And each change was told once
        Comparison.assertTierChangesOnce();
        Comparison.assertTicketEventsOnce();
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
}
