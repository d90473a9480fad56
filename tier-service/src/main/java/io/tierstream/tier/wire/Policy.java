package io.tierstream.tier.wire;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tierstream.contracts.tier.v1.CutOffs;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.PolicyDraft;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;

/** A full grading policy. */
public record Policy(
        int policyVersion,
        Weights weights,
        GradingMode mode,
        Shares shares,
        CutOffs thresholds,
        BigDecimal demotionMargin,
        Duration demotionGrace,
        Duration minimumDwell,
        String comment) {

    /**
     * Refuses what no draft could become.
     *
     * @throws IllegalArgumentException if a rule of the domain is broken
     */
    public Policy {
        Stream.of(mode, thresholds.a(), thresholds.b(), demotionMargin, demotionGrace, minimumDwell, comment)
                .forEach(Objects::requireNonNull);
        if (policyVersion < 1
                || new PolicyDraft(
                                        new PolicyDraft.WeightsDraft(
                                                weights.credit, weights.volume, weights.profit, weights.prospect),
                                        null,
                                        new PolicyDraft.BandsDraft(shares.a, shares.b),
                                        new PolicyDraft.BandsDraft(thresholds.a(), thresholds.b()),
                                        demotionMargin,
                                        demotionGrace,
                                        minimumDwell,
                                        comment)
                                .over(GradingPolicy.INITIAL, policyVersion)
                        instanceof PolicyDraft.Outcome.Rejected) {
            throw new IllegalArgumentException("no valid policy");
        }
    }

    /** Percent per criterion. */
    public record Weights(BigDecimal credit, BigDecimal volume, BigDecimal profit, BigDecimal prospect) {

        public Weights {
            Stream.of(credit, volume, profit, prospect).forEach(Objects::requireNonNull);
        }
    }

    /** Percent of the customers per tier. */
    public record Shares(
            @JsonProperty("A") BigDecimal a,
            @JsonProperty("B") BigDecimal b) {

        public Shares {
            Stream.of(a, b).forEach(Objects::requireNonNull);
        }
    }
}
