package io.tierstream.tier.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The weighted criteria: Σ weight·points / Σ weight over the criteria present, HALF_UP to two decimals. */
public final class Composite {

    private Composite() {}

    /**
     * The composite, or null when there is none: unless volume, profit or prospect is present with a weight above 0
     * nothing says what the customer is worth.
     */
    public static @Nullable Points of(Weights weights, Criteria criteria) {
        long weighted = 0;
        long total = 0;
        boolean worth = false;
        for (Criterion criterion : Criterion.values()) {
            Points points = criteria.of(criterion);
            if (points != null) {
                long weight = weights.hundredths(criterion);
                weighted += weight * points.hundredths();
                total += weight;
                worth |= criterion.saysWorth() && weight > 0;
            }
        }
        return worth ? new Points((int) ((2 * weighted + total) / (2 * total))) : null;
    }

    /**
     * Every criterion with its weight, points and contribution. The contributions are rounded to two decimals so that they
     * add up exactly to the composite (largest remainder); they are absent where there are no points or no composite.
     *
     * @param previous the points before the decision being explained; {@link Criteria#NONE} when there are none
     */
    public static List<Contribution> explain(Weights weights, Criteria criteria, Criteria previous) {
        Points composite = of(weights, criteria);
        List<Share> shares = new ArrayList<>();
        if (composite != null) {
            long total = 0;
            for (Criterion criterion : Criterion.values()) {
                total += criteria.of(criterion) == null ? 0 : weights.hundredths(criterion);
            }
            int rest = composite.hundredths();
            for (Criterion criterion : Criterion.values()) {
                Points points = criteria.of(criterion);
                if (points != null) {
                    long weighted = weights.hundredths(criterion) * points.hundredths();
                    Share share = new Share(criterion, (int) (weighted / total), weighted % total);
                    rest -= share.hundredths;
                    shares.add(share);
                }
            }
            shares.sort(
                    Comparator.comparingLong((Share share) -> share.remainder).reversed());
            for (int i = 0; i < rest; i++) {
                shares.set(i, shares.get(i).plusOne());
            }
        }
        List<Contribution> contributions = new ArrayList<>();
        for (Criterion criterion : Criterion.values()) {
            Points contribution = shares.stream()
                    .filter(share -> share.criterion == criterion)
                    .map(share -> new Points(share.hundredths))
                    .findFirst()
                    .orElse(null);
            contributions.add(new Contribution(
                    criterion, weights.of(criterion), criteria.of(criterion), contribution, previous.of(criterion)));
        }
        return List.copyOf(contributions);
    }

    private record Share(Criterion criterion, int hundredths, long remainder) {
        Share plusOne() {
            return new Share(criterion, hundredths + 1, 0);
        }
    }
}
