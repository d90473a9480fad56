package io.tierstream.scoring;

import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.ScoringRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Period;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator can set; see the module's README and {@code docs/configuration.md}.
 *
 * @param window the rolling window; years count 365 days and months 30
 */
@ConfigurationProperties("tierstream")
public record ScoringProperties(
        @DefaultValue("6") int partitions,
        @DefaultValue("1") short replicationFactor,
        @DefaultValue("EUR") String baseCurrency,
        @DefaultValue Map<String, BigDecimal> rates,
        @DefaultValue("UTC") ZoneId timeZone,
        @DefaultValue("P365D") Period window,
        @DefaultValue("PT0S") Duration clockOffset,
        @DefaultValue Scoring scoring) {

    /**
     * @param returnHorizon days beyond both windows for which entries are kept
     * @param excusedReasons reasons of late payments that are not held against the customer
     * @param advertisedAddress where other instances reach this one, {@code host:port}
     * @param instanceId stable name of this instance; follows from host and state directory when absent
     * @param slice longest time that work on many customers takes at a stretch
     * @param cachePerPartition memory for customers of a partition that were seen lately
     */
    public record Scoring(
            @DefaultValue("P365D") Period returnHorizon,
            @DefaultValue({"dispute", "bank", "seller"}) Set<LateReason> excusedReasons,
            @Nullable String advertisedAddress,
            @Nullable String instanceId,
            @DefaultValue("50ms") Duration slice,
            @DefaultValue("8MB") DataSize cachePerPartition) {}

    /** The rules of the domain, as configured. */
    public ScoringRules rules() {
        return new ScoringRules(days(window), days(scoring.returnHorizon()), scoring.excusedReasons());
    }

    /** Units of the base currency for one unit of each known currency, the base currency itself included. */
    public Map<String, BigDecimal> ratesWithBase() {
        Map<String, BigDecimal> all = new HashMap<>();
        // The names of environment variables have no small and capital letters, and come as small ones.
        rates.forEach((code, rate) -> all.put(code.toUpperCase(Locale.ROOT), rate));
        all.put(baseCurrency, BigDecimal.ONE);
        return Map.copyOf(all);
    }

    private static int days(Period period) {
        return Math.toIntExact(period.getYears() * 365L + period.getMonths() * 30L + period.getDays());
    }
}
