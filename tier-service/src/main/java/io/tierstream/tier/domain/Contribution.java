package io.tierstream.tier.domain;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one criterion gives to a composite, and gave before the decision.
 *
 * @param weight percent, as the policy says
 * @param points absent when the criterion is
 * @param contribution its part of the composite; those of all criteria add up to it exactly; absent without a composite
 */
public record Contribution(
        Criterion criterion,
        BigDecimal weight,
        @Nullable Points points,
        @Nullable Points contribution,
        @Nullable BigDecimal previousWeight,
        @Nullable Points previousPoints,
        @Nullable Points previousContribution) {}
