package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.domain.Tier;
import org.jspecify.annotations.Nullable;

/** Which customers are wanted; null where it does not matter. */
public record CustomerFilter(
        @Nullable Tier tier,
        @Nullable Flag flag,
        @Nullable String text,
        @Nullable String accountManager) {

    /** All of them. */
    public static final CustomerFilter ALL = new CustomerFilter(null, null, null, null);
}
