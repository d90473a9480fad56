package io.tierstream.complaints.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.team.Pace;
import io.tierstream.complaints.domain.team.Workload;
import io.tierstream.complaints.domain.team.Workload.AgentLoad;
import io.tierstream.complaints.domain.team.Workload.Counts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a lead looks at.
 *
 * @param asOf when it was summed up; at most five seconds ago, closed tickets at most fifteen more
 * @param hours how far ahead {@code soon} and {@code ahead} look
 * @param agents everyone who holds a ticket or closed one in the last seven days, the most in hand first
 * @param soon tickets whose deadline falls into these hours while their clock runs, the nearest first
 * @param late tickets whose deadline has passed, by tier
 * @param ahead these hours in eight equal parts, with the deadlines in each by tier
 * @param pace how fast tickets come and go, and how long the queue takes at that pace
 */
public record TeamView(
        Instant asOf,
        long hours,
        Counts counts,
        List<AgentLoad> agents,
        Soon soon,
        ByTier late,
        List<Part> ahead,
        Pace pace) {

    /**
     * Near deadlines.
     *
     * @param count how many, of which {@code items} has the nearest 100
     * @param unassigned how many of them nobody holds
     */
    public record Soon(int count, int unassigned, List<TicketView> items) {}

    /** Deadlines from an instant on and before another. */
    public record Part(Instant from, Instant to, ByTier deadlines) {}

    /** Tickets by tier. */
    public record ByTier(
            @JsonProperty("A") int a,
            @JsonProperty("B") int b,
            @JsonProperty("C") int c) {

        static ByTier of(Map<Tier, Integer> counts) {
            return new ByTier(
                    counts.getOrDefault(Tier.A, 0), counts.getOrDefault(Tier.B, 0), counts.getOrDefault(Tier.C, 0));
        }
    }

    static TeamView of(Workload workload, List<TicketView> soon) {
        return new TeamView(
                workload.now(),
                workload.horizon().toHours(),
                workload.counts(),
                workload.agents(),
                new Soon(workload.soonCount(), workload.soonUnassigned(), soon),
                ByTier.of(workload.late()),
                workload.ahead().stream()
                        .map(part -> new Part(part.from(), part.to(), ByTier.of(part.deadlines())))
                        .toList(),
                workload.pace());
    }
}
