package io.tierstream.tier.domain;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
     * Every criterion with what it gives to the composite and what it gave before. Contributions are rounded to two
     * decimals so that they add up to the composite exactly (largest remainder); without points or a composite there is none.
     *
     * @param before what the decision before this one followed from; null when there was none
     */
    public static List<Contribution> explain(Grade.Basis now, Grade.@Nullable Basis before) {
        Map<Criterion, Points> contributions = contributions(now);
        Map<Criterion, Points> previous = before == null ? Map.of() : contributions(before);
        return Arrays.stream(Criterion.values())
                .map(criterion -> new Contribution(
                        criterion,
                        now.weights().of(criterion),
                        now.criteria().of(criterion),
                        contributions.get(criterion),
                        before == null ? null : before.weights().of(criterion),
                        before == null ? null : before.criteria().of(criterion),
                        previous.get(criterion)))
                .toList();
    }

    private static Map<Criterion, Points> contributions(Grade.Basis basis) {
        Map<Criterion, Points> contributions = new EnumMap<>(Criterion.class);
        Points composite = basis.composite();
        if (composite == null) {
            return contributions;
        }
        long total = 0;
        for (Criterion criterion : Criterion.values()) {
            total +=
                    basis.criteria().of(criterion) == null ? 0 : basis.weights().hundredths(criterion);
        }
        Map<Criterion, Long> remainders = new EnumMap<>(Criterion.class);
        int rest = composite.hundredths();
        for (Criterion criterion : Criterion.values()) {
            Points points = basis.criteria().of(criterion);
            if (points != null) {
                long weighted = basis.weights().hundredths(criterion) * points.hundredths();
                int whole = (int) (weighted / total);
                rest -= whole;
                contributions.put(criterion, new Points(whole));
                remainders.put(criterion, weighted % total);
            }
        }
        remainders.entrySet().stream()
                .sorted(Map.Entry.<Criterion, Long>comparingByValue().reversed())
                .limit(rest)
                .forEach(largest -> contributions.computeIfPresent(
                        largest.getKey(), (criterion, whole) -> new Points(whole.hundredths() + 1)));
        return contributions;
    }
}
