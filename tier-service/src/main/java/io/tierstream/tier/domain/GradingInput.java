package io.tierstream.tier.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What can make a customer's tier change. */
public sealed interface GradingInput {

    /** The customer was scored, perhaps for the first time. */
    record Scored(String customerId, Criteria criteria, long scoreVersion) implements GradingInput {}

    /** The cut-offs or the policy moved, or an instant came at which a grace, a dwell or an override ends. */
    record CircumstancesChanged() implements GradingInput {}

    /** Somebody sets the tier by hand, or changes how it is set. */
    record OverrideWanted(
            Tier tier, String reason, String by, @Nullable Instant until) implements GradingInput {}

    /** Somebody takes the override away. */
    record OverrideUnwanted() implements GradingInput {}
}
