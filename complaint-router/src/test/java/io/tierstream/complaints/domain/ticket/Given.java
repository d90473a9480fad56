package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintOpened;
import io.tierstream.complaints.domain.ticket.TicketInput.TierMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.TimePassed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A complaint file that tests put inputs to, with a clock of their own. */
public final class Given {

    public static final Instant START = Instant.parse("2026-11-20T09:00:00Z");
    private static final Set<Happening.Kind> UNTOLD =
            EnumSet.of(Happening.Kind.NOTED, Happening.Kind.RECORDED, Happening.Kind.CAME_LATE);

    private SlaPolicy policy;
    private final String complaintId;
    private Instant now = START;
    private @Nullable ComplaintFile file;
    private Outcome last = new Outcome.Unchanged(Outcome.Unchanged.Reason.NOTHING_DUE);
    private final List<Happening> history = new ArrayList<>();

    private Given(SlaPolicy policy, String complaintId) {
        this.policy = policy;
        this.complaintId = complaintId;
    }

    public static Given nothing() {
        return new Given(SlaPolicy.DEFAULT, "T-1");
    }

    public static Given nothing(SlaPolicy policy) {
        return new Given(policy, "T-1");
    }

    public static Given nothing(SlaPolicy policy, String complaintId) {
        return new Given(policy, complaintId);
    }

    public static Instant at(Duration sinceStart) {
        return START.plus(sinceStart);
    }

    public Given now(Duration sinceStart) {
        now = at(sinceStart);
        return this;
    }

    public Given put(TicketInput input) {
        last = Tickets.decide(file, input, policy, now);
        if (last instanceof Changed changed) {
            file = changed.after();
            history.addAll(changed.happenings());
        }
        return this;
    }

    public Given opened(Duration at, Tier tier) {
        return opened(at, tier, Severity.NORMAL);
    }

    public Given opened(Duration at, Tier tier, Severity severity) {
        return put(new ComplaintOpened(
                new EventStamp(at(at), "opened", "/test"), complaint(complaintId, at(at), severity), tier(tier, 1)));
    }

    public static Complaint complaint(String complaintId, Instant openedAt, Severity severity) {
        return new Complaint(
                complaintId, "acme", openedAt, "It broke", severity, null, null, null, "fingerprint-of-" + complaintId);
    }

    /** Other settings come into force, and the ticket is told nothing of it. */
    public Given use(SlaPolicy settings) {
        policy = settings;
        return this;
    }

    /** Other settings come into force, and the ticket follows them. */
    public Given settings(SlaPolicy settings) {
        return use(settings).put(new TicketInput.SettingsChanged());
    }

    public Given event(Move move, Duration at, String id) {
        return put(moved(complaintId, move, at, id));
    }

    public static ComplaintMoved moved(String complaintId, Move move, Duration at, String id) {
        return new ComplaintMoved(
                complaintId,
                new ComplaintEvent(new EventStamp(at(at), id, "/test"), move, "acme", null),
                KnownTier.ENTRY);
    }

    public Given agent(Move move) {
        return agent(move, "mei", KnownTier.ENTRY);
    }

    public Given agent(Move move, String agent, KnownTier tier) {
        return put(new AgentMoved(move, agent, move == Move.ASSIGN ? "tom" : null, null, tier));
    }

    public Given tierChange(Tier to, long number, Duration at) {
        return put(new TierMoved(new KnownTier(to, number, at(at), "SCORE", null, null)));
    }

    public Given timePasses(Duration until) {
        return now(until).put(new TimePassed());
    }

    public static KnownTier tier(Tier tier, long number) {
        return new KnownTier(tier, number, START, "SCORE", null, null);
    }

    public Ticket ticket() {
        if (file instanceof Ticket ticket) {
            return ticket;
        }
        throw new AssertionError("there is no ticket but " + file);
    }

    public @Nullable ComplaintFile file() {
        return file;
    }

    public Outcome outcome() {
        return last;
    }

    public List<Happening> history() {
        return history;
    }

    /** What others were told, in order. */
    public List<Happening.Kind> told() {
        return history.stream()
                .map(Happening::kind)
                .filter(kind -> !UNTOLD.contains(kind))
                .toList();
    }
}
