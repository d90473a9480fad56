package io.tierstream.tier.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.domain.PolicyDraft.BandsDraft;
import io.tierstream.tier.domain.PolicyDraft.WeightsDraft;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A policy to be drafted; what is absent is taken from the one in force. */
record DraftRequest(
        @Nullable Weights weights,
        @Nullable Mode mode,
        @Nullable Bands shares,
        @Nullable Bands thresholds,
        @Nullable BigDecimal demotionMargin,
        @Nullable Duration demotionGrace,
        @Nullable Duration minimumDwell,
        @Nullable String comment) {

    /** Percent per criterion. */
    record Weights(
            @Nullable BigDecimal credit,
            @Nullable BigDecimal volume,
            @Nullable BigDecimal profit,
            @Nullable BigDecimal prospect) {}

    /** A figure for tier A and one for tier B. */
    record Bands(
            @JsonProperty("A") @Nullable BigDecimal a,
            @JsonProperty("B") @Nullable BigDecimal b) {}

    PolicyDraft toDraft() {
        return new PolicyDraft(
                weights == null
                        ? null
                        : new WeightsDraft(weights.credit, weights.volume, weights.profit, weights.prospect),
                mode,
                bands(shares),
                bands(thresholds),
                demotionMargin,
                demotionGrace,
                minimumDwell,
                comment);
    }

    private static @Nullable BandsDraft bands(@Nullable Bands bands) {
        return bands == null ? null : new BandsDraft(bands.a, bands.b);
    }
}
