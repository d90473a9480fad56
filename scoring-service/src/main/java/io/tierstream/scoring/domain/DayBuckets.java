package io.tierstream.scoring.domain;

import java.util.Arrays;
import java.util.List;

/** The days of a customer that have something, ascending. Immutable; a change copies one array of references. */
public final class DayBuckets {

    public static final DayBuckets NONE = new DayBuckets(new DayBucket[0]);

    private final DayBucket[] buckets;

    private DayBuckets(DayBucket[] buckets) {
        this.buckets = buckets;
    }

    /** @throws IllegalArgumentException unless the days ascend */
    public static DayBuckets of(List<DayBucket> buckets) {
        for (int i = 1; i < buckets.size(); i++) {
            if (buckets.get(i - 1).day() >= buckets.get(i).day()) {
                throw new IllegalArgumentException("Days must ascend");
            }
        }
        return buckets.isEmpty() ? NONE : new DayBuckets(buckets.toArray(DayBucket[]::new));
    }

    public int size() {
        return buckets.length;
    }

    public DayBucket at(int index) {
        return buckets[index];
    }

    DayBucket on(int day) {
        int at = indexOf(day);
        return at < 0 ? DayBucket.empty(day) : buckets[at];
    }

    /** The position of the first day after this one; {@link #size()} when there is none. */
    int firstAfter(int day) {
        int at = indexOf(day);
        return at < 0 ? -at - 1 : at + 1;
    }

    DayBuckets with(DayBucket bucket) {
        int at = indexOf(bucket.day());
        if (at >= 0 && !bucket.isEmpty()) {
            DayBucket[] changed = buckets.clone();
            changed[at] = bucket;
            return new DayBuckets(changed);
        }
        if (at >= 0) {
            DayBucket[] fewer = new DayBucket[buckets.length - 1];
            System.arraycopy(buckets, 0, fewer, 0, at);
            System.arraycopy(buckets, at + 1, fewer, at, buckets.length - at - 1);
            return new DayBuckets(fewer);
        }
        if (bucket.isEmpty()) {
            return this;
        }
        int where = -at - 1;
        DayBucket[] more = new DayBucket[buckets.length + 1];
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
        return other instanceof DayBuckets that && Arrays.equals(buckets, that.buckets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(buckets);
    }

    @Override
    public String toString() {
        return Arrays.toString(buckets);
    }
}
