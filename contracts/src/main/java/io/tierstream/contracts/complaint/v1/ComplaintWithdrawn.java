package io.tierstream.contracts.complaint.v1;

import io.tierstream.contracts.Rules;
import org.jspecify.annotations.Nullable;

/**
 * The customer withdrew a complaint.
 *
 * @param note at most 20,000 characters
 */
public record ComplaintWithdrawn(
        String complaintId, String customerId, @Nullable String note) implements ComplaintEvent {

    public ComplaintWithdrawn {
        Rules.businessId("complaintId", complaintId);
        Rules.businessId("customerId", customerId);
        note = Rules.optionalText("note", note, 20_000);
    }
}
