package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.TierOverride;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A graded customer with all figures; the meaning of each is that of {@link io.tierstream.tier.wire.GradeSnapshot}. */
public record Customer(
        String customerId,
        @Nullable String name,
        @Nullable String accountManager,
        @Nullable String segment,
        @Nullable String region,
        @Nullable LocalDate customerSince,
        Tier tier,
        Instant since,
        long changeNumber,
        Tier computedTier,
        @Nullable TierOverride override,
        @Nullable Points composite,
        Criteria criteria,
        List<Flag> flags,
        Metrics metrics,
        @Nullable LocalDate asOf,
        String currency,
        int policyVersion,
        long scoreVersion,
        @Nullable Instant belowSince,
        @Nullable Instant nextDue) {}
