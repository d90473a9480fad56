package io.tierstream.contracts.score.v1;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Points from 0 to 100 with two decimals per criterion; a criterion without data is absent. */
public record Criteria(
        @Nullable BigDecimal credit,
        @Nullable BigDecimal volume,
        @Nullable BigDecimal profit,
        @Nullable BigDecimal prospect) {}
