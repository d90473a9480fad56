package io.tierstream.tier.domain;

/**
 * How many customers have which composite: 10,001 counts, one per hundredth of a point, and so the exact distribution.
 * Mutable, for one owner: it is a running sum, kept by whoever owns the customers counted in it.
 */
public final class Histogram {

    private final int[] counts = new int[Points.MAX.hundredths() + 1];
    private long total;

    /** Counts one more customer with this composite. */
    public void add(Points composite) {
        add(composite, 1);
    }

    /** Counts {@code customers} more with this composite; a negative number takes them away. */
    public void add(Points composite, int customers) {
        int count = Math.addExact(counts[composite.hundredths()], customers);
        if (count < 0) {
            throw new IllegalStateException("fewer than no customers at " + composite);
        }
        counts[composite.hundredths()] = count;
        total += customers;
    }

    /** Counts one customer less with this composite. */
    public void remove(Points composite) {
        add(composite, -1);
    }

    /** The number of customers counted: the n of the cut-offs. */
    public long total() {
        return total;
    }

    /** The number of customers with this composite. */
    public int count(Points composite) {
        return counts[composite.hundredths()];
    }

    /**
     * The composite at a rank, the best one having rank 1.
     *
     * @throws IllegalArgumentException outside 1 to {@link #total()}
     */
    public Points atRank(long rank) {
        if (rank < 1 || rank > total) {
            throw new IllegalArgumentException("rank " + rank + " of " + total);
        }
        long seen = 0;
        int i = counts.length;
        while (seen < rank) {
            i--;
            seen += counts[i];
        }
        return new Points(i);
    }
}
