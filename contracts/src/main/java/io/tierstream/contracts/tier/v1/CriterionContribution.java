package io.tierstream.contracts.tier.v1;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What one criterion gave to the composite, now and before.
 *
 * @param criterion {@code credit}, {@code volume}, {@code profit} or {@code prospect}
 * @param weight percent, as the policy says
 * @param points 0–100; absent when the criterion is
 * @param contribution points of the composite that come from it; they add up to the composite
 */
public record CriterionContribution(
        String criterion,
        BigDecimal weight,
        @Nullable BigDecimal points,
        @Nullable BigDecimal contribution,
        @Nullable BigDecimal previousWeight,
        @Nullable BigDecimal previousPoints,
        @Nullable BigDecimal previousContribution) {}
