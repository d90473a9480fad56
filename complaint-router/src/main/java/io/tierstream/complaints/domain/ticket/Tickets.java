package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.Deadlines;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.Standing;
import io.tierstream.complaints.domain.ticket.Happening.Kind;
import io.tierstream.complaints.domain.ticket.Happening.Why;
import io.tierstream.complaints.domain.ticket.Outcome.Changed;
import io.tierstream.complaints.domain.ticket.Outcome.Refused;
import io.tierstream.complaints.domain.ticket.Outcome.Unchanged;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.AgentNoted;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.ComplaintOpened;
import io.tierstream.complaints.domain.ticket.TicketInput.SettingsChanged;
import io.tierstream.complaints.domain.ticket.TicketInput.TierMoved;
import io.tierstream.complaints.domain.ticket.TicketInput.TimePassed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what happens to a ticket: the rules of domain.md, section 3. */
public final class Tickets {

    private Tickets() {}

    /**
     * Decides one input.
     *
     * @param file what is kept about the complaint; absent when nothing is
     * @param now when the input became known; never before the last decision about this file
     */
    public static Outcome decide(@Nullable ComplaintFile file, TicketInput input, SlaPolicy policy, Instant now) {
        return switch (input) {
            case ComplaintOpened opened -> open(file, opened, policy, now);
            case ComplaintMoved moved -> {
                if (file instanceof Ticket ticket) {
                    yield new Step(ticket, policy, now).eventArrived(moved.event(), moved.tier());
                }
                yield await((Awaited) file, moved);
            }
            case TierMoved moved ->
                file instanceof Ticket ticket ? new Step(ticket, policy, now).tierMoved(moved.tier()) : noTicket();
            case AgentMoved action ->
                file instanceof Ticket ticket ? new Step(ticket, policy, now).agentMoved(action) : noTicket();
            case AgentNoted note ->
                file instanceof Ticket ticket ? new Step(ticket, policy, now).noted(note) : noTicket();
            case TimePassed ignored ->
                file instanceof Ticket ticket ? new Step(ticket, policy, now).timePassed() : noTicket();
            case SettingsChanged ignored ->
                file instanceof Ticket ticket ? new Step(ticket, policy, now).settingsChanged() : noTicket();
        };
    }

    private static Refused noTicket() {
        return new Refused(Refused.Reason.NO_TICKET, "there is no such ticket");
    }

    private static Outcome open(@Nullable ComplaintFile file, ComplaintOpened opened, SlaPolicy policy, Instant now) {
        return switch (file) {
            case null -> create(opened, 0, List.of(), policy, now);
            case Awaited awaited -> create(opened, awaited.version(), awaited.events(), policy, now);
            case Ticket ticket -> {
                if (ticket.seen().contains(opened.stamp().key())
                        || ticket.complaint()
                                .fingerprint()
                                .equals(opened.complaint().fingerprint())) {
                    yield new Unchanged(Unchanged.Reason.REPEAT);
                }
                yield new Refused(
                        Refused.Reason.ID_CONFLICT,
                        "the complaint is known with different content: the first one holds");
            }
        };
    }

    private static Changed create(
            ComplaintOpened opened, long version, List<ComplaintEvent> waiting, SlaPolicy policy, Instant now) {
        Complaint complaint = opened.complaint();
        Tier tier = opened.tier().tier();
        Ticket ticket = new Ticket(
                complaint,
                version,
                opened.stamp(),
                now,
                tier,
                opened.tier().changeNumber(),
                Progress.OPENED,
                Deadlines.due(policy, tier, complaint.openedAt(), Duration.ZERO),
                policy.version(),
                Standing.AS_RULED,
                Progress.OPENED,
                null,
                List.of(),
                List.of(opened.stamp().key()),
                List.of());
        Step step = new Step(ticket, policy, now);
        step.happened(Kind.ROUTED, complaint.openedAt(), null, null, null, null);
        for (ComplaintEvent event : waiting) {
            step.take(event, opened.tier());
        }
        if (!step.due.isAfter(now)) {
            step.happened(Kind.CAME_LATE, now, null, step.snapshot(), null, null);
        }
        return step.done();
    }

    private static Outcome await(@Nullable Awaited file, ComplaintMoved moved) {
        List<ComplaintEvent> events = new ArrayList<>(file == null ? List.of() : file.events());
        String key = moved.event().stamp().key();
        if (events.stream().anyMatch(known -> known.stamp().key().equals(key))) {
            return new Unchanged(Unchanged.Reason.REPEAT);
        }
        insert(events, moved.event());
        if (events.size() > Ticket.MAX_EVENTS) {
            events.removeFirst();
        }
        return new Changed(
                new Awaited(moved.complaintId(), file == null ? 1 : file.version() + 1, events), List.of(), List.of());
    }

    private static void insert(List<ComplaintEvent> events, ComplaintEvent event) {
        int at = events.size();
        while (at > 0 && events.get(at - 1).stamp().compareTo(event.stamp()) > 0) {
            at--;
        }
        events.add(at, event);
    }

    /** One decision under way: the ticket as it is so far, and what has happened to it. */
    private static final class Step {

        private final Ticket start;
        private final SlaPolicy policy;
        private final Instant now;
        private final List<Happening> happenings = new ArrayList<>();
        private final List<Progress> reached = new ArrayList<>();
        private final List<ComplaintEvent> events;
        private final List<String> seen;
        private final List<Announcement> announced;
        private Tier tier;
        private long tierChange;
        private Progress progress;
        private Instant due;
        private long settings;
        private Standing standing;
        private Progress base;
        private @Nullable Instant baseAt;

        Step(Ticket start, SlaPolicy policy, Instant now) {
            this.start = start;
            this.policy = policy;
            this.now = now;
            this.events = new ArrayList<>(start.events());
            this.seen = new ArrayList<>(start.seen());
            this.announced = new ArrayList<>(start.announced());
            this.tier = start.tier();
            this.tierChange = start.tierChange();
            this.progress = start.progress();
            this.due = start.due();
            this.settings = start.settings();
            this.standing = start.standing();
            this.base = start.base();
            this.baseAt = start.baseAt();
        }

        Ticket ticket(long version) {
            return new Ticket(
                    start.complaint(),
                    version,
                    start.opening(),
                    start.createdAt(),
                    tier,
                    tierChange,
                    progress,
                    due,
                    settings,
                    standing,
                    base,
                    baseAt,
                    events,
                    seen,
                    announced);
        }

        Changed done() {
            return new Changed(ticket(start.version() + 1), happenings, reached);
        }

        Outcome eventArrived(ComplaintEvent event, KnownTier known) {
            if (seen.contains(event.stamp().key())) {
                return new Unchanged(Unchanged.Reason.REPEAT);
            }
            if (!isOurs(event)) {
                return new Refused(Refused.Reason.ID_CONFLICT, "the complaint is known as another customer's");
            }
            take(event, known);
            return done();
        }

        private boolean isOurs(ComplaintEvent event) {
            return event.customerId().equals(start.complaint().customerId());
        }

        /** Puts an event into its place among the others and works out anew what they come to. */
        void take(ComplaintEvent event, KnownTier known) {
            addBounded(seen, event.stamp().key(), Ticket.MAX_SEEN);
            Instant at = event.stamp().at();
            Why ignored = whyIgnored(event);
            if (ignored != null) {
                happened(Kind.RECORDED, at, null, snapshot(), ignored, event.note());
                return;
            }
            announceUntil(earlier(at, now));
            followSettings();
            Snapshot before = snapshot();
            insert(events, event);
            if (events.size() > Ticket.MAX_EVENTS) {
                ComplaintEvent oldest = events.removeFirst();
                base = base.after(oldest, clock());
                baseAt = oldest.stamp().at();
            }
            Progress refolded = base;
            for (ComplaintEvent each : events) {
                refolded = refolded.after(each, clock());
            }
            progressTo(refolded);
            if (before.state() != progress.state()) {
                Kind kind = switch (progress.state()) {
                    case RESOLVED -> Kind.RESOLVED;
                    case WITHDRAWN -> Kind.WITHDRAWN;
                    case OPEN, CLAIMED, WAITING -> Kind.REOPENED;
                };
                happened(kind, at, null, before, null, event.note());
                if (kind == Kind.REOPENED) {
                    followSettings();
                    takeTier(known, now);
                }
            } else if (progress.state().isInQueue() && !before.due().equals(due)) {
                happened(Kind.REPRIORITISED, at, null, before, Why.LATE_EVENT, event.note());
            } else {
                happened(Kind.RECORDED, at, null, before, Why.NO_EFFECT, event.note());
            }
        }

        private @Nullable Why whyIgnored(ComplaintEvent event) {
            if (!isOurs(event)) {
                return Why.OTHER_CUSTOMER;
            }
            if (baseAt != null && event.stamp().at().isBefore(baseAt)) {
                return Why.OLDER_THAN_LAST_ACTION;
            }
            return event.stamp().compareTo(start.opening()) < 0 ? Why.OLDER_THAN_OPENING : null;
        }

        Outcome tierMoved(KnownTier known) {
            if (known.changeNumber() <= tierChange) {
                return new Unchanged(Unchanged.Reason.OLD_TIER_CHANGE);
            }
            if (!progress.state().isInQueue()) {
                return new Unchanged(Unchanged.Reason.CLOSED);
            }
            if (known.tier() == tier) {
                return new Unchanged(Unchanged.Reason.SAME_TIER);
            }
            announceUntil(earlier(known.at(), now));
            followSettings();
            takeTier(known, known.at());
            return done();
        }

        private void takeTier(KnownTier known, Instant at) {
            if (known.changeNumber() <= tierChange || known.tier() == tier) {
                return;
            }
            Snapshot before = snapshot();
            Instant stopped = progress.stoppedSince();
            Duration waited = progress.waited(policy.clock(known.tier()));
            due = Deadlines.afterTierChange(
                    policy, tier, known.tier(), due, start.openedAt(), waited, stopped == null ? at : stopped);
            tier = known.tier();
            tierChange = known.changeNumber();
            settings = policy.version();
            standing = Standing.of(due, Deadlines.due(policy, tier, start.openedAt(), waited));
            happened(new Happening(
                    Kind.REPRIORITISED, at, now, null, before, snapshot(), Why.TIER_CHANGED, known, null));
        }

        Outcome agentMoved(AgentMoved action) {
            Move move = action.move();
            if (!move.isAllowedFrom(progress.state())) {
                return new Refused(
                        Refused.Reason.NOT_ALLOWED, "a ticket that is " + progress.state() + " cannot " + move);
            }
            announceUntil(now);
            followSettings();
            Snapshot before = snapshot();
            String holder = action.assignee() == null ? action.agent() : action.assignee();
            progressTo(progress.after(move, now, holder, clock()));
            base = progress;
            baseAt = now;
            events.clear();
            Kind kind = switch (move) {
                case CLAIM, ASSIGN -> Kind.CLAIMED;
                case RELEASE -> Kind.RELEASED;
                case WAIT -> Kind.WAITING;
                case RESUME -> Kind.RESUMED;
                case RESOLVE -> Kind.RESOLVED;
                case REOPEN -> Kind.REOPENED;
                case WITHDRAW -> Kind.WITHDRAWN;
            };
            happened(kind, now, action.agent(), before, null, action.note());
            if (move == Move.REOPEN) {
                followSettings();
                takeTier(action.tier(), now);
            }
            return done();
        }

        Outcome noted(AgentNoted note) {
            happened(Kind.NOTED, now, note.agent(), snapshot(), null, note.note());
            return done();
        }

        Outcome timePassed() {
            announceUntil(now);
            return happenings.isEmpty() ? new Unchanged(Unchanged.Reason.NOTHING_DUE) : done();
        }

        Outcome settingsChanged() {
            if (!progress.state().isInQueue()) {
                return new Unchanged(Unchanged.Reason.CLOSED);
            }
            if (start.dueUnder(policy).equals(due)) {
                return new Unchanged(Unchanged.Reason.SAME_DEADLINE);
            }
            announceUntil(now);
            followSettings();
            return done();
        }

        /** Gives a ticket that is to be worked on the deadline of the settings in force, when they are newer than its own. */
        private void followSettings() {
            if (policy.version() <= settings || !progress.state().isInQueue()) {
                return;
            }
            Snapshot before = snapshot();
            Duration waited = progress.waited(clock());
            if (settings > 0) {
                due = Deadlines.afterSettingsChange(policy, tier, due, standing, start.openedAt(), waited);
            }
            settings = policy.version();
            standing = Standing.of(due, Deadlines.due(policy, tier, start.openedAt(), waited));
            if (!before.due().equals(due)) {
                happened(Kind.REPRIORITISED, now, null, before, Why.SLA_CHANGED, null);
            }
        }

        /** The deadline moves by as much as the clock has stood more (or less) than was known. */
        private void progressTo(Progress next) {
            due = clock().plus(due, next.waited(clock()).minus(progress.waited(clock())));
            progress = next;
        }

        /** Announces what was to be announced up to an instant and was not yet; of a breached deadline only the breach. */
        private void announceUntil(Instant until) {
            Instant next = ticket(start.version()).nextAnnouncement(policy).orElse(null);
            if (next == null || next.isAfter(until)) {
                return;
            }
            boolean breached = !due.isAfter(until);
            Announcement.Kind what = breached ? Announcement.Kind.BREACHED : Announcement.Kind.AT_RISK;
            addBounded(announced, new Announcement(what, due), Ticket.MAX_EVENTS);
            happened(breached ? Kind.BREACHED : Kind.AT_RISK, breached ? due : next, null, snapshot(), null, null);
        }

        void happened(
                Kind kind,
                Instant at,
                @Nullable String by,
                @Nullable Snapshot before,
                @Nullable Why why,
                @Nullable String note) {
            happened(new Happening(kind, at, now, by, before, snapshot(), why, null, note));
        }

        private void happened(Happening happening) {
            happenings.add(happening);
            reached.add(progress);
        }

        Snapshot snapshot() {
            return new Snapshot(progress.state(), progress.assignee(), tier, due);
        }

        private SlaClock clock() {
            return policy.clock(tier);
        }

        private static Instant earlier(Instant a, Instant b) {
            return a.isBefore(b) ? a : b;
        }

        private static <T> void addBounded(List<T> list, T element, int most) {
            list.add(element);
            if (list.size() > most) {
                list.removeFirst();
            }
        }
    }
}
