package io.tierstream.complaints.application;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.tierstream.complaints.application.TicketStore.Change;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The desk in numbers: what stands in the queue, what happened to tickets, and how long it took from the event that was
 * the cause. Every instance shows the whole queue; what happened is counted by the instance that did it.
 */
@Component
final class DeskMeters {

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

    private final TicketQueue queue;
    private final Clock clock;
    private final MeterRegistry meters;
    private final Timer routed;
    private final Timer reordered;
    private @Nullable Counts latest;

    /** The queue as it was at one moment: walked once for all gauges of a scrape. */
    private record Counts(
            Instant at,
            Map<Tier, Map<TicketState, Integer>> byState,
            Map<Tier, Integer> atRisk,
            Map<Tier, Integer> breached) {}

    DeskMeters(TicketQueue queue, Clock clock, MeterRegistry meters) {
        this.queue = queue;
        this.clock = clock;
        this.meters = meters;
        for (Tier tier : Tier.values()) {
            Arrays.stream(TicketState.values())
                    .filter(TicketState::isInQueue)
                    .forEach(state -> Gauge.builder("tierstream.queue.tickets", this, self -> self.inState(tier, state))
                            .description("Tickets in the queue")
                            .tag("tier", tier.name())
                            .tag("state", state.name())
                            .register(meters));
            Gauge.builder(
                            "tierstream.queue.at.risk",
                            this,
                            self -> self.counts().atRisk().getOrDefault(tier, 0))
                    .description("Tickets in the queue whose deadline is near")
                    .tag("tier", tier.name())
                    .register(meters);
            Gauge.builder(
                            "tierstream.queue.breached",
                            this,
                            self -> self.counts().breached().getOrDefault(tier, 0))
                    .description("Tickets in the queue whose deadline has passed")
                    .tag("tier", tier.name())
                    .register(meters);
            // From the start, so that the first one is seen as an increase.
            for (Happening.Kind kind : Happening.Kind.values()) {
                happenings(kind, tier);
            }
        }
        routed = latency("routed", meters);
        reordered = latency("reordered", meters);
    }

    private static Timer latency(String stage, MeterRegistry meters) {
        return Timer.builder("tierstream.latency")
                .description("From the acceptance of an event to what came of it")
                .tag("stage", stage)
                .serviceLevelObjectives(LATENCIES)
                .register(meters);
    }

    private Counter happenings(Happening.Kind kind, Tier tier) {
        return Counter.builder("tierstream.ticket.happenings")
                .description("What happened to tickets")
                .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                .tag("tier", tier.name())
                .register(meters);
    }

    /** A change is written and shown. */
    void written(Change change, Instant now) {
        if (!(change.after() instanceof Ticket)) {
            return;
        }
        Instant accepted = change.lineage().acceptedAt();
        for (Happening happening : change.happenings()) {
            happenings(happening.kind(), happening.after().tier()).increment();
            if (accepted != null && happening.kind() == Happening.Kind.ROUTED) {
                record(routed, accepted, now);
            } else if (accepted != null && happening.kind() == Happening.Kind.REPRIORITISED) {
                record(reordered, accepted, now);
            }
        }
    }

    private static void record(Timer timer, Instant from, Instant to) {
        timer.record(to.isBefore(from) ? Duration.ZERO : Duration.between(from, to));
    }

    private int inState(Tier tier, TicketState state) {
        return counts().byState().getOrDefault(tier, Map.of()).getOrDefault(state, 0);
    }

    private synchronized Counts counts() {
        Instant now = clock.instant();
        Counts known = latest;
        if (known != null && Duration.between(known.at(), now).compareTo(Duration.ofSeconds(2)) < 0) {
            return known;
        }
        Map<Tier, Map<TicketState, Integer>> byState = new EnumMap<>(Tier.class);
        Map<Tier, Integer> atRisk = new EnumMap<>(Tier.class);
        Map<Tier, Integer> breached = new EnumMap<>(Tier.class);
        queue.inOrder(null).forEach(entry -> {
            Ticket ticket = entry.ticket();
            byState.computeIfAbsent(ticket.tier(), made -> new EnumMap<>(TicketState.class))
                    .merge(ticket.state(), 1, Integer::sum);
            switch (ticket.urgency(queue.policy(), now)) {
                case AT_RISK -> atRisk.merge(ticket.tier(), 1, Integer::sum);
                case BREACHED -> breached.merge(ticket.tier(), 1, Integer::sum);
                case ON_TIME, PAUSED, CLOSED -> {}
            }
        });
        Counts counted = new Counts(now, byState, atRisk, breached);
        latest = counted;
        return counted;
    }
}
