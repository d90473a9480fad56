package io.tierstream.tier.http;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.domain.TierOverride;
import io.tierstream.tier.population.Customer;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireTranslator;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A customer in a list. */
public record CustomerSummary(
        String customerId,
        @Nullable String name,
        @Nullable String accountManager,
        Tier tier,
        Tier computedTier,
        @Nullable BigDecimal composite,
        Instant since,
        long changeNumber,
        int policyVersion,
        List<Flag> flags,
        GradeSnapshot.@Nullable Override override) {

    /** What a list shows of a customer. */
    public static CustomerSummary of(Customer customer) {
        TierOverride override = customer.override();
        return new CustomerSummary(
                customer.customerId(),
                customer.name(),
                customer.accountManager(),
                WireTranslator.toWire(customer.tier()),
                WireTranslator.toWire(customer.computedTier()),
                customer.composite() == null ? null : customer.composite().toBigDecimal(),
                customer.since(),
                customer.changeNumber(),
                customer.policyVersion(),
                customer.flags(),
                override == null
                        ? null
                        : new GradeSnapshot.Override(
                                WireTranslator.toWire(override.tier()),
                                override.reason(),
                                override.by(),
                                override.until()));
    }
}
