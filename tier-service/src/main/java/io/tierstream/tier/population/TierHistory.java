package io.tierstream.tier.population;

import io.tierstream.tier.domain.Tier;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Every change of tier of all customers, 17 bytes each: a list per row, the latest change first. */
final class TierHistory {

    private static final int NONE = -1;

    private int[] latest = new int[0];
    private long[] number = new long[0];
    private int[] previous = new int[1024];
    private long[] decidedAt = new long[1024];
    private byte[] to = new byte[1024];
    private int size;

    void grow(int capacity) {
        int before = latest.length;
        latest = Arrays.copyOf(latest, capacity);
        Arrays.fill(latest, before, capacity, NONE);
        number = Arrays.copyOf(number, capacity);
    }

    /** Remembers a change; one that is not newer than the row's latest is there already. */
    void add(int row, long changeNumber, Tier tier, Instant at) {
        if (changeNumber <= number[row]) {
            return;
        }
        if (size == to.length) {
            int capacity = size + size / 2;
            previous = Arrays.copyOf(previous, capacity);
            decidedAt = Arrays.copyOf(decidedAt, capacity);
            to = Arrays.copyOf(to, capacity);
        }
        previous[size] = latest[row];
        decidedAt[size] = at.toEpochMilli();
        to[size] = (byte) tier.ordinal();
        latest[row] = size;
        number[row] = changeNumber;
        size++;
    }

    @Nullable Tier at(int row, Instant time) {
        long millis = time.toEpochMilli();
        int change = latest[row];
        while (change != NONE && decidedAt[change] > millis) {
            change = previous[change];
        }
        return change == NONE ? null : Tier.values()[to[change]];
    }

    int size() {
        return size;
    }
}
