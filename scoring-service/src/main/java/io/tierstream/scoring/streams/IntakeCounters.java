package io.tierstream.scoring.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.contracts.DeadLetterReason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what becomes of records; a record that is processed again after a failure counts again. */
final class IntakeCounters {

    private final MeterRegistry registry;
    private final Map<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();

    IntakeCounters(MeterRegistry registry) {
        this.registry = registry;
        // From the start, so that the first one is seen as an increase.
        for (String topic : InternalTopics.OWNED) {
            for (DeadLetterReason reason : DeadLetterReason.values()) {
                deadLetter(topic, reason);
            }
        }
    }

    /** A record of a topic whose dead letters this service writes was put aside. */
    void countDeadLetter(String topic, DeadLetterReason reason) {
        deadLetter(topic, reason).increment();
    }

    private Counter deadLetter(String topic, DeadLetterReason reason) {
        return Counter.builder("tierstream.dead.letters")
                .description("Records put aside because they could not be taken")
                .tag("topic", topic)
                .tag("reason", reason.name())
                .register(registry);
    }

    /** @param outcome {@code accepted}, {@code repeated}, {@code ignored}, {@code forwarded} or the reason of a refusal */
    void count(String topic, String outcome) {
        counters.computeIfAbsent(topic, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        outcome,
                        any -> Counter.builder("tierstream.records")
                                .description("Records by what became of them")
                                .tag("topic", topic)
                                .tag("outcome", outcome)
                                .register(registry))
                .increment();
    }
}
