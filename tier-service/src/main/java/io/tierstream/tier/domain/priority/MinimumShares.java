package io.tierstream.tier.domain.priority;

import io.tierstream.tier.domain.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/**
 * How much of what is available is set aside for a tier before the better ones are served, in percent.
 *
 * @param percent 0 to 100 each, together at most 100; a tier without an entry has nothing set aside
 */
public record MinimumShares(Map<Tier, BigDecimal> percent) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** Nothing is set aside. */
    public static final MinimumShares NONE = new MinimumShares(Map.of());

    public MinimumShares {
        percent = Map.copyOf(percent);
        BigDecimal sum = BigDecimal.ZERO;
        for (BigDecimal share : percent.values()) {
            if (share.signum() < 0) {
                throw new IllegalArgumentException("a minimum share must not be below 0, but is " + share);
            }
            sum = sum.add(share);
        }
        if (sum.compareTo(HUNDRED) > 0) {
            throw new IllegalArgumentException("minimum shares must make at most 100 together, they make " + sum);
        }
    }

    /** The tier's share of what is available, rounded down to whole units. */
    BigDecimal of(Tier tier, BigDecimal available) {
        return percent.getOrDefault(tier, BigDecimal.ZERO)
                .multiply(available)
                .movePointLeft(2)
                .setScale(0, RoundingMode.FLOOR);
    }
}
