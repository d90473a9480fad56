package io.tierstream.tier.domain;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How customers are graded. Immutable and identified by its version; {@link PolicyDraft} makes new ones and checks them.
 *
 * @param version from 1
 * @param shares the bands in mode {@link Mode#RATIO}
 * @param thresholds the cut-offs in mode {@link Mode#THRESHOLD}
 * @param demotionMargin a composite more than so many points below its tier's cut-off is demoted without grace
 * @param demotionGrace how long a composite may be below its tier's cut-off, not negative
 * @param minimumDwell how long every tier lasts before a demotion, not negative
 * @param comment why this policy; may be empty
 */
public record GradingPolicy(
        int version,
        Weights weights,
        Mode mode,
        Shares shares,
        CutOffs thresholds,
        Points demotionMargin,
        Duration demotionGrace,
        Duration minimumDwell,
        String comment) {

    /** Version 1, in force from the start. */
    public static final GradingPolicy INITIAL = new GradingPolicy(
            1,
            new Weights(BigDecimal.valueOf(10), BigDecimal.valueOf(30), BigDecimal.valueOf(60), BigDecimal.ZERO),
            Mode.RATIO,
            new Shares(BigDecimal.valueOf(20), BigDecimal.valueOf(30)),
            new CutOffs(Points.of("80"), Points.of("60")),
            Points.of("2"),
            Duration.ofDays(30),
            Duration.ZERO,
            "The policy that Tierstream starts with.");

    /** The composite of these criteria under this policy's weights, or null when there is none. */
    public @Nullable Points composite(Criteria criteria) {
        return Composite.of(weights, criteria);
    }

    /**
     * The cut-offs of a population.
     *
     * @return null when they follow from the population and nobody in it has a composite
     */
    public @Nullable CutOffs cutOffs(Histogram population) {
        return switch (mode) {
            case RATIO -> CutOffs.byShares(population, shares);
            case THRESHOLD -> thresholds;
        };
    }
}
