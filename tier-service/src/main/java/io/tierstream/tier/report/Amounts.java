package io.tierstream.tier.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** How figures are written: exactly, without zeros that say nothing, and money with at least two decimals. */
final class Amounts {

    private Amounts() {}

    static @Nullable BigDecimal money(@Nullable BigDecimal amount) {
        return amount == null ? null : shortest(amount, 2);
    }

    static @Nullable BigDecimal number(@Nullable BigDecimal number) {
        return number == null ? null : shortest(number, 0);
    }

    /** The share of a whole, four decimals; zero of nothing is zero. */
    static BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? BigDecimal.ZERO : part.divide(whole, 4, RoundingMode.HALF_UP);
    }

    private static BigDecimal shortest(BigDecimal value, int decimals) {
        BigDecimal stripped = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return stripped.scale() < decimals ? stripped.setScale(decimals) : stripped;
    }
}
