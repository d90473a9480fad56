package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.Tier;
import java.util.Arrays;

/** How many customers go from which tier to which. Mutable, for the one who counts. */
public final class MigrationMatrix {

    private static final int TIERS = Tier.values().length;

    private final long[] counts = new long[TIERS * TIERS];

    /** Counts one more customer. */
    public void count(Tier from, Tier to) {
        counts[from.ordinal() * TIERS + to.ordinal()]++;
    }

    /** The customers that go from one tier to the other; those who stay where both are the same. */
    public long get(Tier from, Tier to) {
        return counts[from.ordinal() * TIERS + to.ordinal()];
    }

    /** All customers counted. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** Those who change their tier. */
    public long moved() {
        return total()
                - Arrays.stream(Tier.values())
                        .mapToLong(tier -> get(tier, tier))
                        .sum();
    }

    /** Those who go to a better tier. */
    public long promoted() {
        long promoted = 0;
        for (Tier from : Tier.values()) {
            for (Tier to : Tier.values()) {
                promoted += to.isAbove(from) ? get(from, to) : 0;
            }
        }
        return promoted;
    }

    /** Those who are in a tier before. */
    public long before(Tier tier) {
        return Arrays.stream(Tier.values()).mapToLong(to -> get(tier, to)).sum();
    }

    /** Those who are in a tier after. */
    public long after(Tier tier) {
        return Arrays.stream(Tier.values()).mapToLong(from -> get(from, tier)).sum();
    }
}
