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
 * serves everyone for a moment: two seconds while no ticket changes, since tickets come to be late by time alone; once one has
 * changed, twenty times as long as summing up took, but no more than five seconds.
 */
@Component
public final class LeadingTheTeam {

    private static final Duration FRESH = Duration.ofSeconds(2);

    /** So that summing up never takes more than a small part of the time, however much changes. */
    private static final int TIMES_THE_WORK = 20;

    /** One walk that was held up does not keep figures for long. */
    private static final Duration MOST = Duration.ofSeconds(5);

    private static final Duration CLOSINGS_FRESH = Duration.ofSeconds(15);
    private static final Duration COUNTING = Duration.ofHours(1);

    /** Serves until {@code least} whatever happens, and until {@code most} while no ticket changes. */
    private record Result(Workload workload, Instant least, Instant most) {}

    /**
     * The queue in figures.
     *
     * @param asOf when they were summed up
     */
    public record Figures(Workload.Counts counts, Instant asOf) {}

    private record Recent(List<Closing> closings, Instant readAt) {}

    private final TicketQueue queue;
    private final TicketStore store;
    private final QueueWatch watch;
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
        this.watch = watch;
        watch.watch(ticket -> closedSince |= !ticket.state().isInQueue());
    }

    /** Whether a ticket has changed since something was summed up: then it is worth asking again in a moment. */
    public boolean hasChangedSince(Instant summedUp) {
        return watch.hasChangedSince(summedUp);
    }

    /** The queue in figures; reads nothing from the store. */
    public Figures figures() {
        synchronized (counting) {
            Instant now = clock.instant();
            Result known = counted;
            if (known == null || !serves(known, now)) {
                known = result(List.of(), now, COUNTING);
                counted = known;
            }
            return new Figures(known.workload().counts(), known.workload().now());
        }
    }

    /** The work of the desk; what other instances closed may come fifteen seconds later. */
    public synchronized Workload workload(Duration horizon) {
        Instant now = clock.instant();
        Result known = results.get(horizon);
        if (known == null || !serves(known, now)) {
            known = result(closings(now), now, horizon);
            results.put(horizon, known);
        }
        return known.workload();
    }

    private boolean serves(Result known, Instant now) {
        return known.least().isAfter(now)
                || known.most().isAfter(now)
                        && !watch.hasChangedSince(known.workload().now());
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
        Duration paidFor = Duration.between(now, done).multipliedBy(TIMES_THE_WORK);
        Duration least = paidFor.compareTo(MOST) < 0 ? paidFor : MOST;
        return new Result(workload, done.plus(least), done.plus(least.compareTo(FRESH) < 0 ? FRESH : least));
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
