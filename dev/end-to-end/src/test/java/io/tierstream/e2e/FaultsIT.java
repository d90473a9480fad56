package io.tierstream.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.Topics;
import io.tierstream.oracle.Oracle;
import io.tierstream.oracle.Scenario;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

/**
 * The same events twice and shuffled, with poison between them, while each process is killed once and, in longer runs,
 * any is killed, frozen or away and instances come and go: everything as the oracle says, each change told once, every
 * tier and deadline what its recorded causes give.
 */
class FaultsIT {

    private static final long SEED = Long.getLong("tierstream.seed", 20_261_122L);
    private static final int FAULTS = Integer.getInteger("tierstream.faults", 6);
    private static final int CUSTOMERS = 60 + FAULTS;
    private static final Duration AWAY = Duration.ofSeconds(FAULTS > 50 ? 60 : 10);
    private static final int BATCH = 20;

    private final Scenario scenario = Scenario.of(SEED, Stack.SETTINGS, Instant.now(), CUSTOMERS, 8);
    private final Random random = new Random(SEED);
    private final List<RecordMetadata> poison = new ArrayList<>();

    @Test
    void shouldComeToTheSameAsTheOracle() {
        // When everything is published twice, in two orders, by two ways, through the faults
        List<Event<?>> all = new ArrayList<>(scenario.shuffled(SEED + 1, 5).events());
        all.addAll(scenario.shuffled(SEED + 2, 5).events());
        Faults faults = new Faults(Stack.running(), SEED, FAULTS, AWAY);
        CompletableFuture<Void> made = CompletableFuture.runAsync(
                faults::run, work -> Thread.ofPlatform().start(work));
        publishWhile(faults, made, all);
        made.join();

        // Then all figures, composites and tickets are those of the oracle
        Oracle oracle = new Oracle(scenario.settings());
        Waiting.upToSeconds(120)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(Comparison.differences(oracle.expect(all, Instant.now())))
                        .as("%s", this)
                        .isEmpty());

        // And the cut-offs those of everyone's composites
        Comparison.assertCutOffs(oracle);

        // And each change was told once, and is what its recorded causes give
        Comparison.assertTierChangesOnce();
        Comparison.assertTicketEventsOnce();
        String prefix = "s" + SEED + "-";
        Waiting.upToSeconds(30)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() ->
                        assertThat(Replay.differences(prefix)).as("%s", this).isEmpty());

        // And all poison became dead letters
        Waiting.upToSeconds(60)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(
                        () -> assertThat(lettersOfPoison()).as("%s", this).isEmpty());
        System.out.println(this + ": as the oracle says");
    }

    /** As fast as the faults go, so that each falls into the middle of work. */
    private void publishWhile(Faults faults, CompletableFuture<Void> made, List<Event<?>> events) {
        try (Broker broker = new Broker()) {
            boolean http = true;
            for (int from = 0; from < events.size(); from += BATCH) {
                double share = (double) from / events.size();
                Waiting.upTo(Faults.PATIENCE).until(() -> made.isDone() || faults.progress() >= share);
                List<Event<?>> batch = events.subList(from, Math.min(events.size(), from + BATCH));
                if (http) {
                    byte[] lines = Publishing.lines(batch);
                    Waiting.upTo(Faults.PATIENCE).until(() -> isTaken(lines));
                } else {
                    broker.publish(batch);
                }
                http = random.nextBoolean();
                if (random.nextInt(5) == 0) {
                    poison.add(broker.send(poison()));
                }
                if (random.nextInt(10) == 0) {
                    calculateCutOffs();
                }
            }
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

    /** May fail while something is away; what matters is that calculations fall between the faults. */
    private static void calculateCutOffs() {
        try {
            Answer answer = Stack.tiers()
                    .trySend("POST", "/v1/cut-offs", Map.of("Content-Type", "application/json"), new byte[] {'{', '}'});
            assertThat(answer.status()).as("%s", answer).isIn(200, 202, 503);
        } catch (IOException away) {
            System.out.println("No cut-offs were calculated while tier-service was away");
        }
    }

    private ProducerRecord<byte[], byte[]> poison() {
        byte[] bytes = new byte[1 + random.nextInt(500)];
        random.nextBytes(bytes);
        String topic = Topics.INPUTS.get(random.nextInt(Topics.INPUTS.size()));
        byte[] key = ("s" + SEED + "-c" + random.nextInt(CUSTOMERS)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return new ProducerRecord<>(topic, key, bytes);
    }

    /** What is wrong about the dead letters of the poison; the desk alone may repeat one after a fault. */
    private List<String> lettersOfPoison() {
        Map<String, Integer> letters = new HashMap<>();
        for (String topic : Topics.INPUTS) {
            for (ConsumerRecord<byte[], byte[]> letter : Broker.read(Topics.deadLetters(topic))) {
                letters.merge(Broker.headers(letter).getOrDefault(DeadLetters.ORIGIN, ""), 1, Integer::sum);
            }
        }
        Map<String, String> wrong = new TreeMap<>();
        for (RecordMetadata place : poison) {
            String origin = place.topic() + "-" + place.partition() + "@" + place.offset();
            int count = letters.getOrDefault(origin, 0);
            if (count == 0 || (count > 1 && !place.topic().equals(Topics.COMPLAINTS))) {
                wrong.put(origin, count + " dead letters");
            }
        }
        return wrong.entrySet().stream().map(Object::toString).toList();
    }

    @Override
    public String toString() {
        return FAULTS + " faults, " + poison.size() + " times poison, " + scenario;
    }
}
