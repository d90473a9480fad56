package io.tierstream.complaints.domain.ticket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the customer complained about; never changes.
 *
 * @param fingerprint equal exactly for equal content, long texts included that are kept elsewhere
 */
public record Complaint(
        String complaintId,
        String customerId,
        Instant openedAt,
        String subject,
        Severity severity,
        @Nullable String category,
        @Nullable String channel,
        @Nullable String orderId,
        String fingerprint) {}
