package io.tierstream.scoring.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts what becomes of records; a record that is processed again after a failure counts again. */
final class IntakeCounters {

    private final MeterRegistry registry;
    private final Map<String, Map<String, Counter>> counters = new ConcurrentHashMap<>();

    IntakeCounters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param outcome {@code accepted}, {@code repeated}, {@code ignored}, {@code forwarded} or the reason of a refusal */
    void count(String topic, String outcome) {
        counters.computeIfAbsent(topic, any -> new ConcurrentHashMap<>())
                .computeIfAbsent(
                        outcome,
                        any -> Counter.builder("tierstream.scoring.records")
                                .description("Records by what became of them")
                                .tag("topic", topic)
                                .tag("outcome", outcome)
                                .register(registry))
                .increment();
    }
}
