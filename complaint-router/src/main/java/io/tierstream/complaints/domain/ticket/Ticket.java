package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.Deadlines;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.Standing;
import io.tierstream.complaints.domain.ticket.Announcement.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A complaint on its way to being resolved, with all that the next decision needs.
 *
 * <p>The work on it ({@code progress}) is {@code base} moved on by the {@code events} since, in the order of their stamps
 * whatever order they came in. A person's action makes a new base.
 *
 * @param version counts the changes, from 1
 * @param opening the event that opened the complaint
 * @param createdAt when the ticket came to be
 * @param tierChange number of the tier change that gave it its tier; 0: the entry tier
 * @param due the deadline; while the clock stands, as it was when it stopped
 * @param settings version of the SLA settings that the deadline follows; 0: from before this was kept
 * @param standing how the deadline stands to the one of the rule
 * @param base the work as a person left it last, or as opened
 * @param baseAt events older than this are only recorded; absent while no person has acted
 * @param events those since the base, in the order of their stamps
 * @param seen keys of all events about this complaint, the latest {@value #MAX_SEEN}
 * @param announced what was said about which deadline, the latest {@value #MAX_EVENTS}
 */
public record Ticket(
        Complaint complaint,
        long version,
        EventStamp opening,
        Instant createdAt,
        Tier tier,
        long tierChange,
        Progress progress,
        Instant due,
        long settings,
        Standing standing,
        Progress base,
        @Nullable Instant baseAt,
        List<ComplaintEvent> events,
        List<String> seen,
        List<Announcement> announced)
        implements ComplaintFile {

    /** So many events are kept for putting late ones into their order; older ones become part of the base. */
    public static final int MAX_EVENTS = 100;

    /** So many event keys are kept for recognising repeats. */
    public static final int MAX_SEEN = 500;

    public Ticket {
        events = List.copyOf(events);
        seen = List.copyOf(seen);
        announced = List.copyOf(announced);
    }

    @Override
    public String complaintId() {
        return complaint.complaintId();
    }

    public TicketState state() {
        return progress.state();
    }

    public Instant openedAt() {
        return complaint.openedAt();
    }

    /** From when on the ticket is at risk, by these settings. */
    public Instant atRiskFrom(SlaPolicy policy) {
        return Deadlines.atRiskFrom(policy, openedAt(), due);
    }

    /**
     * The deadline as these settings would have it; what it is when they are not newer than those it follows, or these are not
     * known.
     */
    public Instant dueUnder(SlaPolicy policy) {
        return settings == 0 || policy.version() <= settings
                ? due
                : Deadlines.afterSettingsChange(
                        policy, tier, due, standing, openedAt(), progress.waited(policy.clock(tier)));
    }

    /** How the deadline stands at {@code now}. */
    public Urgency urgency(SlaPolicy policy, Instant now) {
        return urgency(policy, due, now);
    }

    /** How this ticket would stand at {@code now} with another deadline. */
    public Urgency urgency(SlaPolicy policy, Instant due, Instant now) {
        if (!state().isInQueue()) {
            return Urgency.CLOSED;
        }
        if (state().clockStands()) {
            return Urgency.PAUSED;
        }
        if (!now.isBefore(due)) {
            return Urgency.BREACHED;
        }
        return now.isBefore(Deadlines.atRiskFrom(policy, openedAt(), due)) ? Urgency.ON_TIME : Urgency.AT_RISK;
    }

    /** The next instant at which something about the deadline has to be announced, if any. */
    public Optional<Instant> nextAnnouncement(SlaPolicy policy) {
        if (state().clockStands() || !due.isAfter(createdAt) || hasAnnounced(Kind.BREACHED)) {
            return Optional.empty();
        }
        if (hasAnnounced(Kind.AT_RISK)) {
            return Optional.of(due);
        }
        Instant risk = atRiskFrom(policy);
        return Optional.of(risk.isBefore(due) ? risk : due);
    }

    private boolean hasAnnounced(Kind kind) {
        return announced.contains(new Announcement(kind, due));
    }

    /** How a deadline stands. */
    public enum Urgency {
        ON_TIME,
        AT_RISK,
        BREACHED,
        PAUSED,
        CLOSED
    }
}
