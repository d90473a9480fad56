package io.tierstream.contracts.complaint.v1;

import io.tierstream.contracts.Rules;
import org.jspecify.annotations.Nullable;

/**
 * A customer complains.
 *
 * @param subject one line, at most 500 characters
 * @param description at most 20,000 characters
 * @param category free, at most 100 characters, e.g. {@code delivery}
 * @param severity {@link Severity#NORMAL} when absent
 * @param channel how it came in, at most 100 characters, e.g. {@code phone}
 */
public record ComplaintOpened(
        String complaintId,
        String customerId,
        String subject,
        @Nullable String description,
        @Nullable String category,
        @Nullable Severity severity,
        @Nullable String channel,
        @Nullable String orderId)
        implements ComplaintEvent {

    public ComplaintOpened {
        Rules.businessId("complaintId", complaintId);
        Rules.businessId("customerId", customerId);
        Rules.text("subject", subject, 500);
        description = Rules.optionalText("description", description, 20_000);
        category = Rules.optionalText("category", category, 100);
        channel = Rules.optionalText("channel", channel, 100);
        Rules.optionalBusinessId("orderId", orderId);
    }
}
