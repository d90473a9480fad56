package io.tierstream.contracts.customer.v1;

import io.tierstream.contracts.Rules;
import org.jspecify.annotations.Nullable;

/**
 * Someone visited a customer.
 *
 * @param visitedBy at most 200 characters
 * @param note at most 20,000 characters
 */
public record CustomerVisited(
        String customerId,
        String visitId,
        String visitedBy,
        @Nullable String note) implements CustomerEvent {

    public CustomerVisited {
        Rules.businessId("customerId", customerId);
        Rules.businessId("visitId", visitId);
        Rules.text("visitedBy", visitedBy, 200);
        note = Rules.optionalText("note", note, 20_000);
    }
}
