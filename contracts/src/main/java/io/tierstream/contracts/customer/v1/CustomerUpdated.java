package io.tierstream.contracts.customer.v1;

import io.tierstream.contracts.Rules;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a customer; the latest one replaces the earlier ones as a whole.
 *
 * @param name at most 300 characters
 * @param accountManager at most 200 characters
 * @param segment at most 200 characters
 * @param region at most 200 characters
 */
public record CustomerUpdated(
        String customerId,
        String name,
        @Nullable String accountManager,
        @Nullable String segment,
        @Nullable String region,
        @Nullable LocalDate customerSince)
        implements CustomerEvent {

    public CustomerUpdated {
        Rules.businessId("customerId", customerId);
        Rules.text("name", name, 300);
        accountManager = Rules.optionalText("accountManager", accountManager, 200);
        segment = Rules.optionalText("segment", segment, 200);
        region = Rules.optionalText("region", region, 200);
        Rules.optionalDay("customerSince", customerSince);
    }
}
