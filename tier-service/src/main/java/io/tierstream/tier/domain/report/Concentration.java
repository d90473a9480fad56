package io.tierstream.tier.domain.report;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How concentrated a value is on few customers. Values below zero count as zero, for a share of a negative sum says
 * nothing.
 *
 * @param customers who have a value
 * @param total of all values, below zero as zero
 * @param curve the Pareto curve, from no customer to all of them in steps of a hundredth, best customers first
 * @param topFifth the share of the total that the best ⌈n/5⌉ customers bring, 0–1, four decimals; null without a total
 * @param gini 0 when all bring the same, near 1 when one brings all; four decimals; null without a total
 */
public record Concentration(
        int customers,
        BigDecimal total,
        List<Point> curve,
        @Nullable BigDecimal topFifth,
        @Nullable BigDecimal gini) {

    private static final int DECIMALS = 4;
    private static final int STEPS = 100;
    private static final BigDecimal CLEAR = new BigDecimal("0.6");
    private static final BigDecimal SOME = new BigDecimal("0.4");

    /** Up to here {@code customers} of all, as a share, bring {@code value} of the total, as a share; four decimals. */
    public record Point(BigDecimal customers, BigDecimal value) {}

    /** Whether it pays to treat customers by tier. */
    public enum Verdict {
        /** The top fifth brings 60 % or more. */
        CLEARLY,
        /** The top fifth brings 40 % or more. */
        SOMEWHAT,
        /** The value is spread: the top fifth brings less than 40 %; an even spread gives it 20 %. */
        HARDLY,
        /** There is no value to spread. */
        UNKNOWN
    }

    /**
     * Of values that are whole numbers of some unit, such as ten-thousandths of the currency.
     *
     * @param values in any order; sorted by this method
     * @param unitDecimals how many decimals a unit stands for, 4 for ten-thousandths
     */
    public static Concentration of(long[] values, int unitDecimals) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(0, values[i]);
        }
        Arrays.sort(values);
        int n = values.length;
        Sum sum = new Sum();
        BigInteger ranked = BigInteger.ZERO;
        for (int i = 0; i < n; i++) {
            sum.add(values[i]);
            ranked = ranked.add(BigInteger.valueOf(values[i]).multiply(BigInteger.valueOf(i + 1L)));
        }
        BigInteger total = sum.value();
        BigDecimal exact = new BigDecimal(total, unitDecimals);
        if (total.signum() == 0) {
            return new Concentration(n, exact, List.of(), null, null);
        }
        return new Concentration(
                n, exact, curve(values, total), topShare(values, total, fifth(n)), gini(n, total, ranked));
    }

    /** What it says about grading. */
    public Verdict verdict() {
        if (topFifth == null) {
            return Verdict.UNKNOWN;
        }
        if (topFifth.compareTo(CLEAR) >= 0) {
            return Verdict.CLEARLY;
        }
        return topFifth.compareTo(SOME) >= 0 ? Verdict.SOMEWHAT : Verdict.HARDLY;
    }

    private static int fifth(int n) {
        return Math.ceilDiv(n, 5);
    }

    private static List<Point> curve(long[] ascending, BigInteger total) {
        int n = ascending.length;
        List<Point> points = new ArrayList<>(STEPS + 1);
        Sum sum = new Sum();
        int taken = 0;
        for (int step = 0; step <= STEPS; step++) {
            int upTo = customersAt(step, n);
            while (taken < upTo) {
                taken++;
                sum.add(ascending[n - taken]);
            }
            if (points.isEmpty() || upTo > customersAt(step - 1, n)) {
                points.add(
                        new Point(share(BigInteger.valueOf(upTo), BigInteger.valueOf(n)), share(sum.value(), total)));
            }
        }
        return List.copyOf(points);
    }

    private static int customersAt(int step, int n) {
        return (int) Math.ceilDiv((long) step * n, STEPS);
    }

    private static BigDecimal topShare(long[] ascending, BigInteger total, int customers) {
        Sum sum = new Sum();
        for (int i = ascending.length - customers; i < ascending.length; i++) {
            sum.add(ascending[i]);
        }
        return share(sum.value(), total);
    }

    /** {@code 2·Σ i·xᵢ / (n·Σ xᵢ) − (n + 1)/n} with the values ascending and i from 1. */
    private static BigDecimal gini(int n, BigInteger total, BigInteger ranked) {
        BigInteger size = BigInteger.valueOf(n);
        BigInteger numerator = ranked.shiftLeft(1).subtract(total.multiply(BigInteger.valueOf(n + 1L)));
        return share(numerator, total.multiply(size));
    }

    private static BigDecimal share(BigInteger part, BigInteger whole) {
        return new BigDecimal(part).divide(new BigDecimal(whole), DECIMALS, RoundingMode.HALF_UP);
    }

    /** A sum of longs that may be larger than a long. */
    private static final class Sum {
        private BigInteger full = BigInteger.ZERO;
        private long part;

        void add(long value) {
            long next = part + value;
            if (next < part) {
                full = full.add(BigInteger.valueOf(part));
                next = value;
            }
            part = next;
        }

        BigInteger value() {
            return full.add(BigInteger.valueOf(part));
        }
    }
}
