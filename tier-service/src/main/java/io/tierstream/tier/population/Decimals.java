package io.tierstream.tier.population;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decimals with at most four decimals, one per row, kept as ten-thousandths in a long. The few that do not fit into one
 * are kept beside it, so that every value is exact.
 */
final class Decimals {

    static final int SCALE = 4;

    private static final long ABSENT = Long.MIN_VALUE;
    private static final long ELSEWHERE = Long.MIN_VALUE + 1;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE, SCALE);

    private final Map<Integer, BigDecimal> large = new HashMap<>();
    private long[] values = new long[0];

    void grow(int capacity) {
        int before = values.length;
        values = Arrays.copyOf(values, capacity);
        Arrays.fill(values, before, capacity, ABSENT);
    }

    void set(int row, @Nullable BigDecimal value) {
        if (values[row] == ELSEWHERE) {
            large.remove(row);
        }
        if (value == null) {
            values[row] = ABSENT;
        } else if (value.scale() <= SCALE && value.abs().compareTo(LARGEST) < 0) {
            values[row] = value.setScale(SCALE).unscaledValue().longValueExact();
        } else {
            values[row] = ELSEWHERE;
            large.put(row, value);
        }
    }

    @Nullable BigDecimal get(int row) {
        long value = values[row];
        if (value == ABSENT) {
            return null;
        }
        return value == ELSEWHERE ? large.get(row) : BigDecimal.valueOf(value, SCALE);
    }

    int compare(int one, int other) {
        long a = values[one];
        long b = values[other];
        if (a > ELSEWHERE && b > ELSEWHERE) {
            return Long.compare(a, b);
        }
        return compare(get(one), get(other));
    }

    /** Absent ones before all others. */
    static int compare(@Nullable BigDecimal one, @Nullable BigDecimal other) {
        if (one == null || other == null) {
            return Boolean.compare(one != null, other != null);
        }
        return one.compareTo(other);
    }

    /** Whether every value fits into a long of ten-thousandths. */
    boolean allSmall() {
        return large.isEmpty();
    }

    /** The value in ten-thousandths, 0 when absent; only where {@link #allSmall()}. */
    long tenThousandths(int row) {
        return Math.max(ELSEWHERE, values[row]) == ELSEWHERE ? 0 : values[row];
    }
}
