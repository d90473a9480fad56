package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.Tier;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The support desk's settings, as far as deadlines follow from them.
 *
 * @param tiers how long each tier's complaints may take
 * @param calendars working time of the tiers that have one; the others: calendar time
 * @param promotionGrace how much time a promotion leaves at least, in calendar time
 * @param demotionFollows whether a demotion gives the new tier's deadline; else the deadline stays
 */
public record Sla(
        Map<Tier, Duration> tiers, Map<Tier, WorkingTime> calendars, Duration promotionGrace, boolean demotionFollows) {

    /** The settings that a desk starts with. */
    public static final Sla DEFAULT = new Sla(
            Map.of(Tier.A, Duration.ofDays(3), Tier.B, Duration.ofDays(5), Tier.C, Duration.ofDays(5)),
            Map.of(),
            Duration.ofHours(8),
            true);

    public Sla {
        tiers = Map.copyOf(tiers);
        calendars = Map.copyOf(calendars);
        for (Tier tier : Tier.values()) {
            if (!tiers.containsKey(tier)) {
                throw new IllegalArgumentException("no SLA for tier " + tier);
            }
        }
    }

    Duration of(Tier tier) {
        return tiers.getOrDefault(tier, Duration.ZERO);
    }

    @Nullable WorkingTime calendar(Tier tier) {
        return calendars.get(tier);
    }
}
