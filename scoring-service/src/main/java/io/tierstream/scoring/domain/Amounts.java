package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The one way to round: amounts, quantities, shares and means have four decimals, rounded half up. */
public final class Amounts {

    /** Decimals of everything that is stored or shown, but points. */
    public static final int SCALE = 4;

    public static final BigDecimal ZERO = BigDecimal.valueOf(0, SCALE);

    /** As many digits as a long holds with some bits to spare. */
    public static final int LONG_DIGITS = 17;

    private Amounts() {}

    /**
     * All digits of a number of at most {@link #LONG_DIGITS}, as if it had no point; without the {@code BigInteger} that
     * {@link BigDecimal#unscaledValue()} makes.
     */
    public static long unscaled(BigDecimal number) {
        return number.scaleByPowerOfTen(number.scale()).longValue();
    }

    /** The same amount with four decimals. */
    public static BigDecimal rounded(BigDecimal amount) {
        return amount.scale() == SCALE ? amount : amount.setScale(SCALE, RoundingMode.HALF_UP);
    }

    /** {@code a + b}, without a new number where one of them is 0, as most parts of figures are. */
    static BigDecimal sum(BigDecimal a, BigDecimal b) {
        if (a.scale() == b.scale()) {
            if (b.signum() == 0) {
                return a;
            }
            if (a.signum() == 0) {
                return b;
            }
        }
        return a.add(b);
    }

    /** {@code −a}. */
    static BigDecimal negated(BigDecimal a) {
        return a.signum() == 0 ? a : a.negate();
    }

    static BigDecimal converted(BigDecimal amount, BigDecimal rate) {
        return rate.compareTo(BigDecimal.ONE) == 0 ? rounded(amount) : rounded(amount.multiply(rate));
    }

    /** {@code whole · part / of}; 0 when {@code of} is 0, because nothing can be in proportion to nothing. */
    static BigDecimal proportion(BigDecimal whole, BigDecimal part, BigDecimal of) {
        return of.signum() == 0 ? ZERO : whole.multiply(part).divide(of, SCALE, RoundingMode.HALF_UP);
    }

    static BigDecimal ratio(BigDecimal numerator, BigDecimal denominator) {
        return numerator.divide(denominator, SCALE, RoundingMode.HALF_UP);
    }
}
