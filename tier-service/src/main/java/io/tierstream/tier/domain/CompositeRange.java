package io.tierstream.tier.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Composites from {@code low} to just below {@code high}, in hundredths of a point.
 *
 * @param low inclusive, at least 0
 * @param high exclusive, above {@code low}
 */
public record CompositeRange(int low, int high) {

    /** Every composite there can be. */
    public static final CompositeRange ALL = new CompositeRange(0, Points.MAX.hundredths() + 1);

    public CompositeRange {
        if (low < 0 || high <= low || high > Points.MAX.hundredths() + 1) {
            throw new IllegalArgumentException("no range of composites: " + low + " to " + high);
        }
    }

    /** Whether the composite lies in this range. */
    public boolean contains(Points composite) {
        return composite.hundredths() >= low && composite.hundredths() < high;
    }

    /** The same composites as disjoint ranges in ascending order. */
    static List<CompositeRange> union(List<CompositeRange> ranges) {
        List<CompositeRange> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingInt(CompositeRange::low));
        List<CompositeRange> union = new ArrayList<>();
        for (CompositeRange range : sorted) {
            if (!union.isEmpty() && union.getLast().high >= range.low) {
                CompositeRange last = union.removeLast();
                union.add(new CompositeRange(last.low, Math.max(last.high, range.high)));
            } else {
                union.add(range);
            }
        }
        return List.copyOf(union);
    }
}
