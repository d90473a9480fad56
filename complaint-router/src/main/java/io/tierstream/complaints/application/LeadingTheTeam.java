package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.queue.QueueEntry;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.team.Closing;
import io.tierstream.complaints.domain.team.Pace;
import io.tierstream.complaints.domain.team.Workload;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * What a lead looks at. Summing up costs a walk along the whole queue and a look at the tickets closed lately, so one result
 * serves everyone for a moment.
 */
@Component
public final class LeadingTheTeam {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** A result serves so many times as long as it took, so that summing up never takes more than a small part of the time. */
    private static final int TIMES_THE_WORK = 20;

    private static final Duration CLOSINGS_FRESH = Duration.ofSeconds(15);
    private static final Duration COUNTING = Duration.ofHours(1);

    private record Result(Workload workload, Instant until) {}

    private record Recent(List<Closing> closings, Instant readAt) {}

    private final TicketQueue queue;
    private final TicketStore store;
    private final Clock clock;
    private final ZoneId zone;
    private final Map<Duration, Result> results = new HashMap<>();
    /** Guards {@code counted}: who only counts does not wait for who reads the store. */
    private final Object counting = new Object();

    private @Nullable Recent recent;
    private @Nullable Result counted;
    private volatile boolean closedSince;

    LeadingTheTeam(
            TicketQueue queue,
            TicketStore store,
            QueueWatch watch,
            Clock clock,
            @Value("${tierstream.time-zone:UTC}") ZoneId zone) {
        this.queue = queue;
        this.store = store;
        this.clock = clock;
        this.zone = zone;
        watch.watch(ticket -> closedSince |= !ticket.state().isInQueue());
    }

    /** The queue in figures, two seconds old at most unless it is very long; reads nothing from the store. */
    public Workload.Counts counts() {
        synchronized (counting) {
            Instant now = clock.instant();
            Result known = counted;
            if (known == null || !known.until().isAfter(now)) {
                known = result(List.of(), now, COUNTING);
                counted = known;
            }
            return known.workload().counts();
        }
    }

    /** The work of the desk, two seconds old at most unless the queue is very long; what others closed, at most fifteen. */
    public synchronized Workload workload(Duration horizon) {
        Instant now = clock.instant();
        Result known = results.get(horizon);
        if (known == null || !known.until().isAfter(now)) {
            known = result(closings(now), now, horizon);
            results.put(horizon, known);
        }
        return known.workload();
    }

    private Result result(List<Closing> closings, Instant now, Duration horizon) {
        Workload workload = Workload.of(
                queue.inOrder(null).map(QueueEntry::ticket).iterator(),
                closings,
                queue.policy(),
                now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant(),
                now,
                horizon);
        Instant done = clock.instant();
        Duration serves = Duration.between(now, done).multipliedBy(TIMES_THE_WORK);
        return new Result(workload, done.plus(serves.compareTo(FRESH) > 0 ? serves : FRESH));
    }

    private List<Closing> closings(Instant now) {
        Recent known = recent;
        if (known == null || closedSince || !known.readAt().plus(CLOSINGS_FRESH).isAfter(now)) {
            closedSince = false;
            known = new Recent(store.closings(now.minus(Pace.PERIOD)), now);
            recent = known;
        }
        return known.closings();
    }

    /** Whoever holds tickets, by name; for choosing one. */
    public List<String> agents() {
        return queue.holders();
    }
}
