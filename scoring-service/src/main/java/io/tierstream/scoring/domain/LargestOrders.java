package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The largest orders of a day, so that the largest of a window is found from its days. Keeps the few largest and counts
 * the others, none of which is larger than any of these; so a cancellation or return costs no look at the other orders,
 * until all those kept are used up and the day has to be counted again.
 *
 * @param largest amounts after returns, descending
 * @param others how many more orders the day has
 */
public record LargestOrders(List<BigDecimal> largest, int others) {

    static final int KEPT = 8;

    public static final LargestOrders NONE = new LargestOrders(List.of(), 0);

    public LargestOrders {
        largest = List.copyOf(largest);
    }

    static LargestOrders of(List<BigDecimal> amounts) {
        List<BigDecimal> sorted = new ArrayList<>(amounts);
        sorted.sort(Collections.reverseOrder());
        int kept = Math.min(KEPT, sorted.size());
        return new LargestOrders(sorted.subList(0, kept), sorted.size() - kept);
    }

    /** True when orders remain but none is kept: the day must be counted again. */
    boolean isUnknown() {
        return largest.isEmpty() && others > 0;
    }

    /** The largest of the day; absent when it has no order. */
    @Nullable BigDecimal first() {
        return largest.isEmpty() ? null : largest.getFirst();
    }

    boolean isEmpty() {
        return largest.isEmpty() && others == 0;
    }

    /** One order's amount changed; absent before it was placed and after it was cancelled. */
    LargestOrders changed(@Nullable BigDecimal before, @Nullable BigDecimal after) {
        LargestOrders without = before == null ? this : without(before);
        return after == null ? without : without.with(after);
    }

    private LargestOrders without(BigDecimal amount) {
        List<BigDecimal> rest = new ArrayList<>(largest);
        return rest.remove(amount) ? new LargestOrders(rest, others) : new LargestOrders(largest, others - 1);
    }

    private LargestOrders with(BigDecimal amount) {
        if (others > 0 && (largest.isEmpty() || amount.compareTo(largest.getLast()) < 0)) {
            return new LargestOrders(largest, others + 1);
        }
        List<BigDecimal> more = new ArrayList<>(largest);
        int where = 0;
        while (where < more.size() && more.get(where).compareTo(amount) >= 0) {
            where++;
        }
        more.add(where, amount);
        return more.size() > KEPT
                ? new LargestOrders(more.subList(0, KEPT), others + 1)
                : new LargestOrders(more, others);
    }
}
