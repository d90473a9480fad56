package io.tierstream.tier.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The composites from which a customer is A and B; whoever is at or above a cut-off is in that tier, so ties go up.
 *
 * @param a at least {@code b}
 */
public record CutOffs(Points a, Points b) {

    public CutOffs {
        if (a.isBelow(b)) {
            throw new IllegalArgumentException("A's cut-off " + a + " is below B's " + b);
        }
    }

    /**
     * The cut-offs that give the shares: the composites at the ranks ⌈a·n⌉ and ⌈(a + b)·n⌉ of the n customers, descending.
     *
     * @return null when nobody has a composite
     */
    public static @Nullable CutOffs byShares(Histogram histogram, Shares shares) {
        long n = histogram.total();
        return n == 0 ? null : new CutOffs(histogram.atRank(shares.rankOfA(n)), histogram.atRank(shares.rankOfB(n)));
    }

    /** The tier that a composite belongs in, protections aside. */
    public Tier tierOf(Points composite) {
        if (!composite.isBelow(a)) {
            return Tier.A;
        }
        return composite.isBelow(b) ? Tier.C : Tier.B;
    }

    /** The cut-off of a tier: everybody reaches the last one. */
    public Points of(Tier tier) {
        return switch (tier) {
            case A -> a;
            case B -> b;
            case C -> Points.ZERO;
        };
    }

    /**
     * The composites that stand differently to these cut-offs than to the earlier ones: on the other side of a cut-off, or
     * of a cut-off less the margin. Nobody else's tier, grace or due instant can be touched by the move.
     *
     * @param earlier null when there were none, which touches everybody
     */
    public List<CompositeRange> touchedSince(@Nullable CutOffs earlier, Points margin) {
        if (earlier == null) {
            return List.of(CompositeRange.ALL);
        }
        List<CompositeRange> ranges = new ArrayList<>();
        addMove(ranges, earlier.a, a, margin);
        addMove(ranges, earlier.b, b, margin);
        return CompositeRange.union(ranges);
    }

    private static void addMove(List<CompositeRange> ranges, Points from, Points to, Points margin) {
        if (!from.equals(to)) {
            int low = Math.min(from.hundredths(), to.hundredths());
            int high = Math.max(from.hundredths(), to.hundredths());
            ranges.add(new CompositeRange(low, high));
            if (high > margin.hundredths()) {
                ranges.add(new CompositeRange(Math.max(0, low - margin.hundredths()), high - margin.hundredths()));
            }
        }
    }
}
