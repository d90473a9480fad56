package io.tierstream.complaints.domain.report;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.ticket.Progress;
import io.tierstream.complaints.domain.ticket.Stop;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The course of a complaint so far, as far as the report needs it; small, for there are many. Times are milliseconds since
 * 1970, as the desk keeps them.
 *
 * @param agent who resolved it, or holds it
 * @param closedAt when it was resolved or withdrawn, 0 while it is open
 * @param stoppedSince since when the SLA clock stands, 0 while it runs
 */
public record Course(
        Tier tier,
        @Nullable String agent,
        @Nullable String category,
        TicketState state,
        long openedAt,
        long closedAt,
        long stoppedSince,
        long due,
        Duration waitedBefore,
        List<Stop> stops) {

    /** Of a ticket as it is. */
    public static Course of(Ticket ticket) {
        Progress progress = ticket.progress();
        Instant closed = progress.closedAt();
        if (closed == null && !progress.state().isInQueue()) {
            closed = progress.stoppedSince();
        }
        return new Course(
                ticket.tier(),
                progress.assignee(),
                ticket.complaint().category(),
                progress.state(),
                ticket.openedAt().toEpochMilli(),
                millis(closed),
                millis(progress.stoppedSince()),
                ticket.due().toEpochMilli(),
                progress.waitedBefore(),
                progress.stops());
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? 0 : instant.toEpochMilli();
    }

    /** Whether the deadline was missed, by {@code now} or when the clock stopped. */
    boolean isBreached(long now) {
        return ranUntil(now) >= due;
    }

    private long ranUntil(long now) {
        return stoppedSince == 0 ? now : stoppedSince;
    }

    /** How long the clock has run past the deadline, in milliseconds of this clock. */
    long delay(SlaClock clock, long now) {
        return between(clock, due, ranUntil(now));
    }

    /**
     * How long it took to resolve, in milliseconds: by the calendar from opened to resolved, whatever happened in between; by
     * an SLA's clock the time for which that ran.
     */
    long timeToResolve(DelayReport.Measure measure, SlaClock clock) {
        return switch (measure) {
            case CALENDAR -> closedAt - openedAt;
            case SLA -> between(clock, openedAt, stoppedSince) - waited(clock);
        };
    }

    private long waited(SlaClock clock) {
        Duration sum = waitedBefore;
        for (Stop stop : stops) {
            sum = sum.plus(clock.between(stop.from(), stop.to()));
        }
        return sum.toMillis();
    }

    private static long between(SlaClock clock, long from, long to) {
        return clock == CalendarTime.INSTANCE
                ? to - from
                : clock.between(Instant.ofEpochMilli(from), Instant.ofEpochMilli(to))
                        .toMillis();
    }
}
