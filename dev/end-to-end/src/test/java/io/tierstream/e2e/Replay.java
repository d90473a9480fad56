package io.tierstream.e2e;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import io.tierstream.contracts.ticket.v1.TicketState;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Decides again, from what was recorded with each tier change and each new deadline, under the default policy and SLA. */
final class Replay {

    private static final BigDecimal MARGIN = BigDecimal.TWO;
    private static final Duration GRACE = Duration.ofDays(30);
    private static final Duration PROMOTION_GRACE = Duration.ofHours(8);

    private final List<String> differences = new ArrayList<>();

    /** What differs for the customers whose ids begin so; they must have no overrides. */
    static List<String> differences(String prefix) {
        Replay replay = new Replay();
        Map<String, List<TierChanged>> changes = Broker.events(Topics.TIER_CHANGES).stream()
                .map(event -> (TierChanged) event.data())
                .filter(change -> change.customerId().startsWith(prefix))
                .collect(Collectors.groupingBy(TierChanged::customerId, TreeMap::new, Collectors.toList()));
        changes.values().forEach(replay::changes);
        Map<String, Tier> tiers = replay.tiersNow(prefix, changes);
        Map<String, Map<String, Event<?>>> tickets = new TreeMap<>();
        for (Event<?> event : Broker.events(Topics.TICKETS)) {
            TicketEvent ticket = (TicketEvent) event.data();
            if (ticket.customerId().startsWith(prefix)) {
                // What comes once more, after a crash, has its id again; the events of one decision share their
                // version.
                tickets.computeIfAbsent(ticket.complaintId(), id -> new LinkedHashMap<>())
                        .putIfAbsent(event.envelope().id(), event);
            }
        }
        tickets.forEach((complaint, events) -> replay.ticket(List.copyOf(events.values()), changes, tiers));
        return replay.differences;
    }

    private void changes(List<TierChanged> changes) {
        Tier before = null;
        for (TierChanged change : changes) {
            if (change.from() != before) {
                differences.add("from is not the tier before: " + change);
            }
            Tier ranked = rank(change.composite(), change.cutOffs());
            boolean justified = switch (change.cause()) {
                case FIRST_GRADING -> before == null && change.to() == ranked;
                case SCORE, CUT_OFF ->
                    before != null
                            && change.to() == ranked
                            && (ranked.compareTo(before) < 0
                                    || ranked.compareTo(before) > 0 && isLetDown(change, before));
                case POLICY, OVERRIDE_SET, OVERRIDE_CHANGED, OVERRIDE_ENDED -> false;
            };
            if (!justified || change.computedTier() != change.to()) {
                differences.add("does not follow from what it says: " + change);
            }
            before = change.to();
        }
    }

    private static boolean isLetDown(TierChanged change, Tier from) {
        return change.composite() == null
                || isBeyondMargin(change.composite(), cutOff(change.cutOffs(), from))
                || change.belowSince() != null
                        && !change.belowSince().plus(GRACE).isAfter(change.decidedAt());
    }

    /** The tiers in force, which must be where composites and cut-offs put them or be held by the margin. */
    private Map<String, Tier> tiersNow(String prefix, Map<String, List<TierChanged>> changes) {
        JsonNode known = Stack.tiers().get("/v1/cut-offs").expect(200).json().path("cutOffs");
        CutOffs cutOffs =
                new CutOffs(known.path("A").decimalValue(), known.path("B").decimalValue());
        Map<String, Tier> tiers = new TreeMap<>();
        for (JsonNode customer : Stack.tiers().all("/v1/customers")) {
            String id = customer.path("customerId").asString();
            if (!id.startsWith(prefix)) {
                continue;
            }
            Tier tier = Tier.valueOf(customer.path("tier").asString());
            tiers.put(id, tier);
            JsonNode composite = customer.path("composite");
            BigDecimal value = composite.isNumber() ? composite.decimalValue() : null;
            Tier ranked = rank(value, cutOffs);
            boolean held = value != null && ranked.compareTo(tier) > 0 && !isBeyondMargin(value, cutOff(cutOffs, tier));
            if (ranked != tier && !held) {
                differences.add(id + " is " + tier + " with " + value + " and " + cutOffs);
            }
            if (!changes.containsKey(id) || changes.get(id).getLast().to() != tier) {
                differences.add(id + " is " + tier + " but that was not told");
            }
        }
        return tiers;
    }

    private void ticket(List<Event<?>> events, Map<String, List<TierChanged>> changes, Map<String, Tier> tiers) {
        TicketEvent before = null;
        for (Event<?> event : events) {
            TicketEvent now = (TicketEvent) event.data();
            if (before != null && now.version() < before.version()) {
                differences.add("comes after " + before + ": " + now);
            }
            if (event.envelope().type().equals(EventTypes.TICKET_ROUTED)) {
                if (before != null || !now.dueAt().equals(full(now))) {
                    differences.add("routed wrongly: " + now);
                }
            } else if (event.envelope().type().equals(EventTypes.TICKET_REPRIORITISED)) {
                if (before == null
                        || !before.dueAt().equals(now.before().dueAt())
                        || before.tier() != now.before().tier()
                        || !now.after().dueAt().equals(now.dueAt())
                        || now.after().tier() != now.tier()) {
                    differences.add("does not go on from " + before + ": " + now);
                } else if (now.cause().changeNumber() != null && !now.dueAt().equals(moved(now, changes))) {
                    differences.add("due at " + moved(now, changes) + " by the rules: " + now);
                }
            }
            before = now;
        }
        if (before != null && before.state() == TicketState.OPEN) {
            JsonNode shown = Stack.desk()
                    .get("/v1/tickets/" + before.complaintId())
                    .expect(200)
                    .json();
            if (!Instant.parse(shown.path("dueAt").asString()).equals(before.dueAt())
                    || Tier.valueOf(shown.path("tier").asString()) != tiers.get(before.customerId())) {
                differences.add("its customer is " + tiers.get(before.customerId()) + ", its last event " + before
                        + ", but it is " + shown);
            }
        }
    }

    private static Instant moved(TicketEvent ticket, Map<String, List<TierChanged>> changes) {
        Instant full = full(ticket);
        if (ticket.after().tier().compareTo(ticket.before().tier()) >= 0) {
            return full;
        }
        Function<List<TierChanged>, Instant> decided =
                all -> all.get((int) (ticket.cause().changeNumber() - 1)).decidedAt();
        Instant grace = decided.apply(changes.get(ticket.customerId())).plus(PROMOTION_GRACE);
        Instant latest = full.isAfter(grace) ? full : grace;
        return latest.isBefore(ticket.before().dueAt())
                ? latest
                : ticket.before().dueAt();
    }

    private static Instant full(TicketEvent ticket) {
        Duration waited = ticket.waited() == null ? Duration.ZERO : ticket.waited();
        return ticket.openedAt()
                .plus(Duration.ofDays(ticket.tier() == Tier.A ? 3 : 5))
                .plus(waited);
    }

    private static Tier rank(@Nullable BigDecimal composite, @Nullable CutOffs cutOffs) {
        if (composite == null || cutOffs == null) {
            return Tier.C;
        }
        if (composite.compareTo(cutOffs.a()) >= 0) {
            return Tier.A;
        }
        return composite.compareTo(cutOffs.b()) >= 0 ? Tier.B : Tier.C;
    }

    private static @Nullable BigDecimal cutOff(@Nullable CutOffs cutOffs, Tier tier) {
        if (cutOffs == null) {
            return null;
        }
        return switch (tier) {
            case A -> cutOffs.a();
            case B -> cutOffs.b();
            case C -> null;
        };
    }

    private static boolean isBeyondMargin(BigDecimal composite, @Nullable BigDecimal cutOff) {
        return cutOff != null && composite.compareTo(cutOff.subtract(MARGIN)) < 0;
    }
}
