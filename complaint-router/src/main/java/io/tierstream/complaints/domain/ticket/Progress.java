package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the work on a ticket is.
 *
 * <p>For how long the clock stood depends on the clock, and a tier or new settings may bring another one; so what is kept are
 * the times between which it stood.
 *
 * @param assignee who holds it, or held it last when it is closed
 * @param stoppedSince since when the SLA clock stands; absent while it runs
 * @param closedAt when it was resolved or withdrawn; absent while it is open, and for what was closed before this was kept
 * @param waitedBefore for how long the clock stood before the first of the stops, in the clock of then
 * @param stops when the clock stood before it last ran: waiting for the customer, or resolved and then reopened; in order, the
 *     latest {@value #MAX_STOPS}
 */
public record Progress(
        TicketState state,
        @Nullable String assignee,
        @Nullable Instant stoppedSince,
        @Nullable Instant closedAt,
        Duration waitedBefore,
        List<Stop> stops) {

    static final int MAX_STOPS = 100;

    static final Progress OPENED = new Progress(TicketState.OPEN, null, null, null, Duration.ZERO, List.of());

    public Progress {
        stops = List.copyOf(stops);
    }

    /** For how long the clock stood before it last ran, in the time of this clock. */
    public Duration waited(SlaClock clock) {
        Duration sum = waitedBefore;
        for (Stop stop : stops) {
            sum = sum.plus(clock.between(stop.from(), stop.to()));
        }
        return sum;
    }

    /** For how long it stood, in calendar time. */
    public Duration waited() {
        return waited(CalendarTime.INSTANCE);
    }

    /**
     * After an allowed move.
     *
     * @param who the agent who moves it or gets it; absent for an event
     */
    Progress after(Move move, Instant at, @Nullable String who, SlaClock clock) {
        TicketState to = move.to();
        Instant stopped = stoppedSince;
        Duration before = waitedBefore;
        List<Stop> stood = stops;
        if (to.clockStands()) {
            stopped = stopped == null ? at : stopped;
        } else if (stopped != null) {
            if (at.isAfter(stopped)) {
                stood = new ArrayList<>(stops);
                stood.add(new Stop(stopped, at));
                if (stood.size() > MAX_STOPS) {
                    Stop oldest = stood.removeFirst();
                    before = before.plus(clock.between(oldest.from(), oldest.to()));
                }
            }
            stopped = null;
        }
        String holder = switch (move) {
            case CLAIM, ASSIGN -> who;
            case RELEASE, REOPEN -> null;
            case RESOLVE -> assignee == null ? who : assignee;
            case WAIT, RESUME, WITHDRAW -> assignee;
        };
        return new Progress(to, holder, stopped, to.isInQueue() ? null : at, before, stood);
    }

    /** After an event, when its move is allowed; unchanged otherwise. */
    Progress after(ComplaintEvent event, SlaClock clock) {
        return event.move().isAllowedFrom(state)
                ? after(event.move(), event.stamp().at(), null, clock)
                : this;
    }
}
