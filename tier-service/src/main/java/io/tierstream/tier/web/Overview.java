package io.tierstream.tier.web;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.policy.Policies;
import io.tierstream.tier.population.CustomerDirectory;
import io.tierstream.tier.population.CustomerDirectory.Spread;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tiers at a glance. Counted at most once a second, however many look. */
@Component
class Overview {

    private static final Duration FRESH = Duration.ofSeconds(1);
    private static final int BANDS = 100;

    private final CustomerDirectory directory;
    private final Policies policies;
    private final Clock clock;
    private @Nullable Glance latest;

    Overview(CustomerDirectory directory, Policies policies, Clock clock) {
        this.directory = directory;
        this.policies = policies;
        this.clock = clock;
    }

    synchronized Glance glance() {
        Instant now = clock.instant();
        Glance known = latest;
        if (known == null || known.at().plus(FRESH).isBefore(now)) {
            known = glance(directory.spread(), policies.cutOffs(), now);
            latest = known;
        }
        return known;
    }

    private static Glance glance(Spread spread, Optional<ObjectNode> cutOffs, Instant now) {
        long all = spread.customers();
        List<Share> shares = new ArrayList<>();
        BigDecimal start = BigDecimal.ZERO;
        for (Tier tier : Tier.values()) {
            long customers = spread.customers(tier);
            BigDecimal percent = all == 0
                    ? BigDecimal.ZERO
                    : BigDecimal.valueOf(100 * customers).divide(BigDecimal.valueOf(all), 1, RoundingMode.HALF_UP);
            shares.add(new Share(tier, customers, percent, start, bands(spread, tier)));
            start = start.add(percent);
        }
        return new Glance(
                all,
                spread.withoutComposite(),
                shares,
                cutOff(cutOffs, "A"),
                cutOff(cutOffs, "B"),
                cutOffs.map(applied -> applied.path("calculatedAt").stringValue(null))
                        .orElse(null),
                now);
    }

    private static String bands(Spread spread, Tier tier) {
        StringBuilder csv = new StringBuilder();
        for (int band = 0; band < BANDS; band++) {
            csv.append(band == 0 ? "" : ",").append(spread.customers(tier, band));
        }
        return csv.toString();
    }

    private static @Nullable BigDecimal cutOff(Optional<ObjectNode> applied, String tier) {
        return applied.map(cutOffs -> cutOffs.path("cutOffs").path(tier))
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .orElse(null);
    }

    /**
     * How the customers spread.
     *
     * @param calculatedAt when the cut-offs were; absent before the first calculation
     */
    record Glance(
            long customers,
            long withoutComposite,
            List<Share> shares,
            @Nullable BigDecimal cutOffA,
            @Nullable BigDecimal cutOffB,
            @Nullable String calculatedAt,
            Instant at) {}

    /**
     * Customers of a tier.
     *
     * @param start percentage of the better tiers
     * @param bands the customers per point of composite, separated by commas
     */
    record Share(Tier tier, long customers, BigDecimal percent, BigDecimal start, String bands) {}
}
