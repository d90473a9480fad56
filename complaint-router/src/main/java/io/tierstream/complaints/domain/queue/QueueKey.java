package io.tierstream.complaints.domain.queue;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.Severity;
import java.time.Instant;

/**
 * What a ticket's place follows from.
 *
 * @param lifted whether it has waited longer than the settings' maximum and so stands above the tiers
 */
public record QueueKey(
        boolean lifted, Tier tier, Instant due, Severity severity, Instant openedAt, String complaintId) {}
