package io.tierstream.complaints.domain.team;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.Ticket.Urgency;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * What a lead needs to see: how much there is, who holds it, which deadlines are near, and how fast it goes.
 *
 * @param horizon how far ahead deadlines are looked at
 * @param agents everyone who holds a ticket or closed one in the last seven days, the most tickets in hand first
 * @param soon the tickets whose deadline falls into the horizon while their clock runs, the nearest first, at most
 *     {@value #MOST_SOON}
 * @param soonCount how many these are altogether
 * @param soonUnassigned how many of them nobody holds
 * @param late tickets whose deadline has passed, by tier
 * @param ahead the horizon in {@value #PARTS} equal parts
 */
public record Workload(
        Instant now,
        Duration horizon,
        Counts counts,
        List<AgentLoad> agents,
        List<Ticket> soon,
        int soonCount,
        int soonUnassigned,
        Map<Tier, Integer> late,
        List<Part> ahead,
        Pace pace) {

    /** So many tickets are listed. */
    public static final int MOST_SOON = 100;

    /** Into so many parts the horizon is divided. */
    public static final int PARTS = 8;

    /**
     * The queue in figures.
     *
     * @param open nobody works on them
     * @param atRisk by the SLA's share, whatever the horizon
     */
    public record Counts(int all, int open, int claimed, int waiting, int atRisk, int breached) {}

    /**
     * One agent's work.
     *
     * @param atRisk of the claimed ones
     * @param breached of the claimed ones
     * @param resolvedToday since the business day began
     */
    public record AgentLoad(String agent, int claimed, int waiting, int atRisk, int breached, int resolvedToday) {}

    /** Deadlines from {@code from} (inclusive) to {@code to} (exclusive), by tier. */
    public record Part(Instant from, Instant to, Map<Tier, Integer> deadlines) {}

    private static final class Hands {
        private int claimed;
        private int waiting;
        private int atRisk;
        private int breached;
        private int resolvedToday;
    }

    /**
     * Sums up.
     *
     * @param queue the tickets in the queue
     * @param closings those that left it in the last seven days, at least
     * @param startOfDay when the business day began
     * @param horizon above zero
     */
    public static Workload of(
            Iterator<Ticket> queue,
            List<Closing> closings,
            SlaPolicy policy,
            Instant startOfDay,
            Instant now,
            Duration horizon) {
        Instant end = now.plus(horizon);
        Duration length = horizon.dividedBy(PARTS);
        Map<Urgency, Integer> urgencies = new EnumMap<>(Urgency.class);
        Map<TicketState, Integer> states = new EnumMap<>(TicketState.class);
        Map<String, Hands> hands = new TreeMap<>();
        Map<Tier, Integer> late = new EnumMap<>(Tier.class);
        List<Map<Tier, Integer>> parts = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            parts.add(new EnumMap<>(Tier.class));
        }
        PriorityQueue<Ticket> soon = new PriorityQueue<>(BY_DEADLINE.reversed());
        int all = 0;
        int soonCount = 0;
        int soonUnassigned = 0;
        int opened = 0;
        Instant oldest = now;
        Instant periodBegins = now.minus(Pace.PERIOD);
        while (queue.hasNext()) {
            Ticket ticket = queue.next();
            Urgency urgency = ticket.urgency(policy, now);
            all++;
            urgencies.merge(urgency, 1, Integer::sum);
            states.merge(ticket.state(), 1, Integer::sum);
            opened += ticket.openedAt().isBefore(periodBegins) ? 0 : 1;
            oldest = earlier(oldest, ticket.openedAt());
            String holder = ticket.progress().assignee();
            if (holder != null) {
                take(hands.computeIfAbsent(holder, name -> new Hands()), ticket.state(), urgency);
            }
            if (urgency == Urgency.BREACHED) {
                late.merge(ticket.tier(), 1, Integer::sum);
            } else if (urgency != Urgency.PAUSED && ticket.due().isBefore(end)) {
                soonCount++;
                soonUnassigned += ticket.state() == TicketState.OPEN ? 1 : 0;
                int part = (int) (Duration.between(now, ticket.due()).toMillis() / length.toMillis());
                parts.get(Math.min(part, PARTS - 1)).merge(ticket.tier(), 1, Integer::sum);
                soon.add(ticket);
                if (soon.size() > MOST_SOON) {
                    soon.remove();
                }
            }
        }
        int closed = 0;
        for (Closing closing : closings) {
            if (closing.closedAt().isBefore(periodBegins) || closing.closedAt().isAfter(now)) {
                continue;
            }
            closed++;
            opened += closing.openedAt().isBefore(periodBegins) ? 0 : 1;
            oldest = earlier(oldest, closing.openedAt());
            String agent = closing.agent();
            if (agent != null) {
                Hands held = hands.computeIfAbsent(agent, name -> new Hands());
                boolean today = !closing.closedAt().isBefore(startOfDay);
                held.resolvedToday += today && closing.state() == TicketState.RESOLVED ? 1 : 0;
            }
        }
        List<Part> ahead = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            ahead.add(new Part(
                    now.plus(length.multipliedBy(i)), now.plus(length.multipliedBy(i + 1L)), Map.copyOf(parts.get(i))));
        }
        return new Workload(
                now,
                horizon,
                new Counts(
                        all,
                        states.getOrDefault(TicketState.OPEN, 0),
                        states.getOrDefault(TicketState.CLAIMED, 0),
                        states.getOrDefault(TicketState.WAITING, 0),
                        urgencies.getOrDefault(Urgency.AT_RISK, 0),
                        urgencies.getOrDefault(Urgency.BREACHED, 0)),
                loads(hands),
                soon.stream().sorted(BY_DEADLINE).toList(),
                soonCount,
                soonUnassigned,
                Map.copyOf(late),
                ahead,
                Pace.of(all, opened, closed, oldest, now));
    }

    private static final Comparator<Ticket> BY_DEADLINE =
            Comparator.comparing(Ticket::due).thenComparing(Ticket::complaintId);

    private static void take(Hands hands, TicketState state, Urgency urgency) {
        hands.claimed += state == TicketState.CLAIMED ? 1 : 0;
        hands.waiting += state == TicketState.WAITING ? 1 : 0;
        hands.atRisk += urgency == Urgency.AT_RISK ? 1 : 0;
        hands.breached += urgency == Urgency.BREACHED ? 1 : 0;
    }

    private static List<AgentLoad> loads(Map<String, Hands> hands) {
        List<AgentLoad> loads = new ArrayList<>();
        hands.forEach((agent, held) -> loads.add(
                new AgentLoad(agent, held.claimed, held.waiting, held.atRisk, held.breached, held.resolvedToday)));
        loads.sort(Comparator.comparingInt((AgentLoad load) -> load.claimed() + load.waiting())
                .reversed()
                .thenComparing(AgentLoad::agent));
        return List.copyOf(loads);
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
