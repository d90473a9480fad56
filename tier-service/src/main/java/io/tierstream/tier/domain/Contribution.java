package io.tierstream.tier.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one criterion brings to a composite.
 *
 * @param weight percent, as the policy says
 * @param points absent when the criterion is
 * @param contribution its part of the composite; those of all criteria add up to it exactly; absent without a composite
 * @param previousPoints the points before the decision
 */
public record Contribution(
        Criterion criterion,
        BigDecimal weight,
        @Nullable Points points,
        @Nullable Points contribution,
        @Nullable Points previousPoints) {}
