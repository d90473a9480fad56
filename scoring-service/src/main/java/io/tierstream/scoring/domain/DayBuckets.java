package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days of a customer that have something, ascending. Immutable; a change copies one array of references. A day can be
 * in a compact form until it is looked at: most events concern one day of many.
 */
public final class DayBuckets {

    /** A day, in whatever form. */
    public interface Day {

        /** Epoch day. */
        int day();

        /** What it adds to the figures. */
        DayBucket bucket();
    }

    public static final DayBuckets NONE = new DayBuckets(new Day[0]);

    private final Day[] buckets;

    private DayBuckets(Day[] buckets) {
        this.buckets = buckets;
    }

    /** @throws IllegalArgumentException unless the days ascend */
    public static DayBuckets of(List<? extends Day> buckets) {
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i - 1).day() >= buckets.get(i).day()) {
                throw new IllegalArgumentException("Days must ascend");
            }
        }
        return buckets.isEmpty() ? NONE : new DayBuckets(buckets.toArray(Day[]::new));
    }

    public int size() {
        return buckets.length;
    }

    public DayBucket at(int index) {
        return buckets[index].bucket();
    }

    /** The day at that position, in the form that it has. */
    public Day packed(int index) {
        return buckets[index];
    }

    int dayAt(int index) {
        return buckets[index].day();
    }

    /** The largest order of the days after this one; absent when they have none. */
    @Nullable BigDecimal largestOrderAfter(int day) {
        BigDecimal largest = null;
        for (int i = firstAfter(day); i < buckets.length; i++) {
            BigDecimal amount = at(i).largest().first();
            largest = largest == null || (amount != null && amount.compareTo(largest) > 0) ? amount : largest;
        }
        return largest;
    }

    DayBucket on(int day) {
        int at = indexOf(day);
        return at < 0 ? DayBucket.empty(day) : at(at);
    }

    /** The position of the first day after this one; {@link #size()} when there is none. */
    int firstAfter(int day) {
        int at = indexOf(day);
        return at < 0 ? -at - 1 : at + 1;
    }

    DayBuckets with(DayBucket bucket) {
        int at = indexOf(bucket.day());
        if (at >= 0 && !bucket.isEmpty()) {
            Day[] changed = buckets.clone();
            changed[at] = bucket;
            return new DayBuckets(changed);
        }
        if (at >= 0) {
            Day[] fewer = new Day[buckets.length - 1];
            System.arraycopy(buckets, 0, fewer, 0, at);
            System.arraycopy(buckets, at + 1, fewer, at, buckets.length - at - 1);
            return new DayBuckets(fewer);
        }
        if (bucket.isEmpty()) {
            return this;
        }
        int where = -at - 1;
        Day[] more = new Day[buckets.length + 1];
        System.arraycopy(buckets, 0, more, 0, where);
        more[where] = bucket;
        System.arraycopy(buckets, where, more, where + 1, buckets.length - where);
        return new DayBuckets(more);
    }

    DayBuckets from(int index) {
        return index == 0 ? this : new DayBuckets(Arrays.copyOfRange(buckets, index, buckets.length));
    }

    private int indexOf(int day) {
        int low = 0;
        int high = buckets.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = buckets[middle].day();
            if (found == day) {
                return middle;
            }
            if (found < day) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -low - 1;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof DayBuckets that) || buckets.length != that.buckets.length) {
            return false;
        }
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] != that.buckets[i] && !at(i).equals(that.at(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (Day day : buckets) {
            hash = 31 * hash + day.day();
        }
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.stream(buckets).map(Day::bucket).toList().toString();
    }
}
