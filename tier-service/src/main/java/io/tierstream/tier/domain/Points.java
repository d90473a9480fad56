package io.tierstream.tier.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Points with exactly two decimals, kept as a count of hundredths, so that 10,001 counts are the exact distribution of
 * any number of customers.
 *
 * @param hundredths 0 to 10,000, that is 0.00 to 100.00 points
 */
public record Points(int hundredths) implements Comparable<Points> {

    public static final Points ZERO = new Points(0);
    public static final Points MAX = new Points(10_000);

    public Points {
        if (hundredths < 0 || hundredths > 10_000) {
            throw new IllegalArgumentException(
                    "points must be from 0 to 100, not " + BigDecimal.valueOf(hundredths, 2));
        }
    }

    /**
     * Rounds HALF_UP to two decimals.
     *
     * @throws IllegalArgumentException outside 0 to 100
     */
    public static Points of(BigDecimal value) {
        if (value.signum() < 0 || value.compareTo(MAX.toBigDecimal()) > 0) {
            throw new IllegalArgumentException("points must be from 0 to 100, not " + value);
        }
        return new Points(
                value.setScale(2, RoundingMode.HALF_UP).unscaledValue().intValueExact());
    }

    /** {@link #of(BigDecimal)} of a decimal number such as {@code "59.50"}. */
    public static Points of(String value) {
        return of(new BigDecimal(value));
    }

    /** The value with two decimals. */
    public BigDecimal toBigDecimal() {
        return BigDecimal.valueOf(hundredths, 2);
    }

    /** Whether these are fewer points than the others. */
    public boolean isBelow(Points other) {
        return hundredths < other.hundredths;
    }

    @Override
    public int compareTo(Points other) {
        return Integer.compare(hundredths, other.hundredths);
    }

    @Override
    public String toString() {
        return toBigDecimal().toPlainString();
    }
}
