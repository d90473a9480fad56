package io.tierstream.tier.streams;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tierstream.contracts.DeadLetterReason;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.Topics;
import io.tierstream.tier.domain.TierChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the topology counts; a record that is processed again after a failure counts again. */
final class TierMeters {

    private static final Duration[] LATENCIES = {
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        Duration.ofMillis(400),
        Duration.ofMillis(700),
        Duration.ofSeconds(1),
        Duration.ofSeconds(2),
        Duration.ofSeconds(5),
        Duration.ofSeconds(15),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10)
    };

    private final MeterRegistry registry;
    private final Clock clock;
    private final Timer decided;
    private volatile long epoch;
    private volatile @Nullable Instant calculatedAt;

    TierMeters(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        // From the start, so that the first one is seen as an increase.
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters(reason);
        }
        decided = Timer.builder("tierstream.latency")
                .description("From the acceptance of an event to what came of it")
                .tag("stage", "decided")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        Gauge.builder("tierstream.cutoffs.epoch", () -> epoch)
                .description("Number of the latest calculation of cut-offs; 0 where another instance calculates")
                .register(registry);
        Gauge.builder("tierstream.cutoffs.age", this, TierMeters::age)
                .description("Since the cut-offs were calculated; absent where another instance calculates")
                .baseUnit("seconds")
                .register(registry);
    }

    void changed(TierChange change, Lineage cause) {
        registry.counter(
                        "tierstream.tier.changes",
                        "cause",
                        change.cause().name(),
                        "from",
                        change.from() == null ? "none" : change.from().name(),
                        "to",
                        change.to().name())
                .increment();
        Instant accepted = cause.acceptedAt();
        if (accepted != null) {
            Duration wait = Duration.between(accepted, change.decidedAt());
            decided.record(wait.isNegative() ? Duration.ZERO : wait);
        }
    }

    void deadLetter(String topic, DeadLetterReason reason) {
        deadLetters(reason).increment();
        count(topic, reason.name());
    }

    private Counter deadLetters(DeadLetterReason reason) {
        return Counter.builder("tierstream.dead.letters")
                .description("Records put aside because they could not be taken")
                .tag("topic", Topics.CUSTOMERS)
                .tag("reason", reason.name())
                .register(registry);
    }

    void skipped(String topic) {
        count(topic, "skipped");
    }

    void cutOffs(long number, Instant at) {
        epoch = number;
        calculatedAt = at;
    }

    /** This instance calculates no longer. */
    void noCutOffs() {
        epoch = 0;
        calculatedAt = null;
    }

    private void count(String topic, String outcome) {
        registry.counter("tierstream.records", "topic", topic, "outcome", outcome)
                .increment();
    }

    private double age() {
        Instant at = calculatedAt;
        return at == null ? Double.NaN : Duration.between(at, clock.instant()).toMillis() / 1000.0;
    }
}
