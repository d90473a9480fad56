package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Happening.Why;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.Progress;
import io.tierstream.complaints.domain.ticket.Snapshot;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.ticket.v1.Placement;
import io.tierstream.contracts.ticket.v1.ReprioritisationCause;
import io.tierstream.contracts.ticket.v1.Stop;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what happened to a ticket into the events that tell others. */
final class TicketEventTranslator {

    static final String SOURCE = "/tierstream/complaint-router";

    private TicketEventTranslator() {}

    /** The events of one decision; their ids follow from the ticket's id and version. */
    static List<Event<TicketEvent>> events(Ticket after, Changed changed, SlaPolicy policy) {
        List<Event<TicketEvent>> events = new ArrayList<>();
        for (int i = 0; i < changed.happenings().size(); i++) {
            Happening happening = changed.happenings().get(i);
            String type = type(happening.kind());
            if (type == null) {
                continue;
            }
            String id = after.complaintId() + "/" + after.version() + (events.isEmpty() ? "" : "." + events.size());
            events.add(new Event<>(
                    new Envelope(id, SOURCE, type, happening.at()),
                    data(after, happening, changed.progress().get(i), policy)));
        }
        return events;
    }

    private static @Nullable String type(Happening.Kind kind) {
        return switch (kind) {
            case ROUTED -> EventTypes.TICKET_ROUTED;
            case REPRIORITISED -> EventTypes.TICKET_REPRIORITISED;
            case CLAIMED -> EventTypes.TICKET_CLAIMED;
            case RELEASED -> EventTypes.TICKET_RELEASED;
            case WAITING -> EventTypes.TICKET_WAITING;
            case RESUMED -> EventTypes.TICKET_RESUMED;
            case AT_RISK -> EventTypes.TICKET_AT_RISK;
            case BREACHED -> EventTypes.TICKET_BREACHED;
            case RESOLVED -> EventTypes.TICKET_RESOLVED;
            case REOPENED -> EventTypes.TICKET_REOPENED;
            case WITHDRAWN -> EventTypes.TICKET_WITHDRAWN;
            case NOTED, RECORDED, CAME_LATE -> null;
        };
    }

    private static TicketEvent data(Ticket ticket, Happening happening, Progress progress, SlaPolicy policy) {
        Snapshot after = happening.after();
        Duration waited = progress.waited(policy.clock(after.tier()));
        Snapshot before = happening.kind() == Happening.Kind.REPRIORITISED ? happening.before() : null;
        return new TicketEvent(
                ticket.complaintId(),
                ticket.complaint().customerId(),
                ticket.version(),
                tier(after.tier()),
                TicketState.valueOf(after.state().name()),
                Severity.valueOf(ticket.complaint().severity().name()),
                ticket.complaint().category(),
                ticket.openedAt(),
                after.due(),
                after.assignee(),
                waited.isZero() ? null : waited,
                happening.by(),
                before == null ? null : placement(before),
                before == null ? null : placement(after),
                before == null ? null : cause(ticket, before, after, happening),
                stops(progress));
    }

    /** All of them, or none when not all are known by their times. */
    private static @Nullable List<Stop> stops(Progress progress) {
        return progress.stops().isEmpty() || !progress.waitedBefore().isZero()
                ? null
                : progress.stops().stream()
                        .map(stop -> new Stop(stop.from(), stop.to()))
                        .toList();
    }

    private static Placement placement(Snapshot snapshot) {
        return new Placement(tier(snapshot.tier()), snapshot.due());
    }

    private static ReprioritisationCause cause(Ticket ticket, Snapshot before, Snapshot after, Happening happening) {
        KnownTier change = happening.tierChange();
        Why why = happening.why();
        if (why == Why.SLA_CHANGED) {
            return new ReprioritisationCause(
                    why.name(),
                    null,
                    null,
                    null,
                    null,
                    "settings " + ticket.settings() + ": openedAt + SLA(" + after.tier() + ") + waited");
        }
        if (change == null) {
            return new ReprioritisationCause(
                    why == null ? Why.LATE_EVENT.name() : why.name(),
                    null,
                    null,
                    null,
                    null,
                    "a late event changed for how long the clock stood");
        }
        return new ReprioritisationCause(
                Why.TIER_CHANGED.name(),
                change.changeNumber(),
                change.cause() == null ? null : TierChangeCause.valueOf(change.cause()),
                change.composite(),
                change.previousComposite(),
                rule(before, after));
    }

    private static String rule(Snapshot before, Snapshot after) {
        if (after.tier().isBetterThan(before.tier())) {
            return "promotion: min(due, max(openedAt + SLA(" + after.tier() + ") + waited, now + promotionGrace))";
        }
        return before.due().equals(after.due())
                ? "demotion: the deadline stays"
                : "demotion: openedAt + SLA(" + after.tier() + ") + waited";
    }

    private static io.tierstream.contracts.tier.v1.Tier tier(Tier tier) {
        return io.tierstream.contracts.tier.v1.Tier.valueOf(tier.name());
    }
}
