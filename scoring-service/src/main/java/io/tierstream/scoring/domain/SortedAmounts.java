package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import java.util.Arrays;

/**
 * Amounts by a whole number (days late, or a due day), ascending; an amount that comes to zero vanishes. Immutable; a
 * change copies two short arrays.
 */
public final class SortedAmounts {

    public static final SortedAmounts NONE = new SortedAmounts(new int[0], new BigDecimal[0]);

    private final int[] keys;
    private final BigDecimal[] amounts;

    private SortedAmounts(int[] keys, BigDecimal[] amounts) {
        this.keys = keys;
        this.amounts = amounts;
    }

    /** @throws IllegalArgumentException unless the keys ascend and each has an amount */
    public static SortedAmounts of(int[] keys, BigDecimal[] amounts) {
        if (keys.length != amounts.length) {
            throw new IllegalArgumentException("As many keys as amounts");
        }
        for (int i = 1; i < keys.length; i++) {
            if (keys[i - 1] >= keys[i]) {
                throw new IllegalArgumentException("Keys must ascend");
            }
        }
        return keys.length == 0 ? NONE : new SortedAmounts(keys.clone(), amounts.clone());
    }

    public int size() {
        return keys.length;
    }

    public boolean isEmpty() {
        return keys.length == 0;
    }

    public int key(int index) {
        return keys[index];
    }

    public BigDecimal amount(int index) {
        return amounts[index];
    }

    SortedAmounts plus(int key, BigDecimal amount) {
        if (amount.signum() == 0) {
            return this;
        }
        int at = Arrays.binarySearch(keys, key);
        if (at < 0) {
            int where = -at - 1;
            int[] moreKeys = new int[keys.length + 1];
            BigDecimal[] moreAmounts = new BigDecimal[keys.length + 1];
            System.arraycopy(keys, 0, moreKeys, 0, where);
            System.arraycopy(amounts, 0, moreAmounts, 0, where);
            moreKeys[where] = key;
            moreAmounts[where] = amount;
            System.arraycopy(keys, where, moreKeys, where + 1, keys.length - where);
            System.arraycopy(amounts, where, moreAmounts, where + 1, keys.length - where);
            return new SortedAmounts(moreKeys, moreAmounts);
        }
        BigDecimal sum = amounts[at].add(amount);
        if (sum.signum() != 0) {
            BigDecimal[] changed = amounts.clone();
            changed[at] = sum;
            return new SortedAmounts(keys, changed);
        }
        int[] fewerKeys = new int[keys.length - 1];
        BigDecimal[] fewerAmounts = new BigDecimal[keys.length - 1];
        System.arraycopy(keys, 0, fewerKeys, 0, at);
        System.arraycopy(amounts, 0, fewerAmounts, 0, at);
        System.arraycopy(keys, at + 1, fewerKeys, at, keys.length - at - 1);
        System.arraycopy(amounts, at + 1, fewerAmounts, at, keys.length - at - 1);
        return new SortedAmounts(fewerKeys, fewerAmounts);
    }

    SortedAmounts minus(SortedAmounts others) {
        SortedAmounts result = this;
        for (int i = 0; i < others.keys.length; i++) {
            result = result.plus(others.keys[i], others.amounts[i].negate());
        }
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SortedAmounts that
                && Arrays.equals(keys, that.keys)
                && Arrays.equals(amounts, that.amounts);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(keys) + Arrays.hashCode(amounts);
    }

    @Override
    public String toString() {
        return Arrays.toString(keys) + " → " + Arrays.toString(amounts);
    }
}
