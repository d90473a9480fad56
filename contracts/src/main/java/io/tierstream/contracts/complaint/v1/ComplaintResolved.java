package io.tierstream.contracts.complaint.v1;

import io.tierstream.contracts.Rules;
import org.jspecify.annotations.Nullable;

/**
 * A complaint was resolved.
 *
 * @param note at most 20,000 characters
 */
public record ComplaintResolved(
        String complaintId, String customerId, @Nullable String note) implements ComplaintEvent {

    public ComplaintResolved {
        Rules.businessId("complaintId", complaintId);
        Rules.businessId("customerId", customerId);
        note = Rules.optionalText("note", note, 20_000);
    }
}
