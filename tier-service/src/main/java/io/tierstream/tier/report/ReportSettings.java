package io.tierstream.tier.report;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.priority.MinimumShares;
import io.tierstream.tier.domain.report.VisitPlan;
import java.math.BigDecimal;
import java.time.Period;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What reports follow.
 *
 * @param timeZone decides what a day is
 * @param baseCurrency of all amounts
 * @param visits how often customers are visited
 * @param orderPriorities how scarce material is split
 */
@ConfigurationProperties("tierstream")
public record ReportSettings(
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("EUR") String baseCurrency,
        @DefaultValue Visits visits,
        @DefaultValue Priorities orderPriorities) {

    /**
     * How often customers are visited.
     *
     * @param every the time between two visits by tier; what is absent is A monthly, B quarterly, C half-yearly
     */
    public record Visits(@DefaultValue Map<Tier, Period> every) {

        VisitPlan plan() {
            Map<Tier, Period> all = new EnumMap<>(VisitPlan.DEFAULT.every());
            all.putAll(every);
            return new VisitPlan(all);
        }
    }

    /**
     * How scarce material is split.
     *
     * @param minimumShare percent of what is available by tier, set aside before better tiers are served
     */
    public record Priorities(@DefaultValue Map<Tier, BigDecimal> minimumShare) {

        /** The configured minimum shares. */
        public MinimumShares shares() {
            return new MinimumShares(minimumShare);
        }
    }

    public ReportSettings {
        visits.plan();
        orderPriorities.shares();
    }
}
