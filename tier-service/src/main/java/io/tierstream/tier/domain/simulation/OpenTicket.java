package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ticket that is neither resolved nor withdrawn.
 *
 * @param tier that its deadline follows
 * @param dueAt the deadline
 * @param waited time added to the deadline so far, in the clock of the tier
 * @param stops all the times it is made of; empty when there are none or not all are known
 * @param waitingSince since when the clock stands; null when it runs
 */
public record OpenTicket(
        String complaintId,
        String customerId,
        Tier tier,
        Instant openedAt,
        Instant dueAt,
        Duration waited,
        List<Stop> stops,
        @Nullable Instant waitingSince) {

    public OpenTicket {
        stops = List.copyOf(stops);
    }

    /** A time during which the clock stood. */
    public record Stop(Instant from, Instant to) {}
}
