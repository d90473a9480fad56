package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.Tier;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket that is neither resolved nor withdrawn.
 *
 * @param tier that its deadline follows
 * @param dueAt the deadline
 * @param waited time added to the deadline so far, in the SLA's clock
 * @param waitingSince since when the clock stands; null when it runs
 */
public record OpenTicket(
        String complaintId,
        String customerId,
        Tier tier,
        Instant openedAt,
        Instant dueAt,
        Duration waited,
        @Nullable Instant waitingSince) {}
