package io.tierstream.contracts.tier.v1;

import io.tierstream.contracts.EventData;
import io.tierstream.contracts.Rules;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer's tier as it stands; the latest per customer is kept.
 *
 * @param tier in force, override included
 * @param computedTier what the rules give
 * @param composite 0–100, two decimals; absent when the customer has none
 * @param since when {@code tier} began
 * @param changeNumber of the tier change that led here; a higher one replaces a lower one
 */
public record CustomerTier(
        String customerId,
        Tier tier,
        Tier computedTier,
        @Nullable BigDecimal composite,
        Instant since,
        long changeNumber,
        int policyVersion)
        implements EventData {

    public CustomerTier {
        Rules.businessId("customerId", customerId);
        Rules.required("tier", tier);
        Rules.required("computedTier", computedTier);
        Rules.required("since", since);
    }
}
