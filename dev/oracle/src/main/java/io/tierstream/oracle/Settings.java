package io.tierstream.oracle;

import io.tierstream.contracts.payment.v1.LateReason;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;

/**
 * What decides the figures besides the events. The {@code with…} methods change one thing of {@link #defaults()}.
 *
 * @param windowDays the rolling window W, in days, at least 1
 * @param zone decides what a day is
 * @param baseCurrency the currency of all figures
 * @param rates one unit of another currency in the base currency
 * @param excusedReasons reasons of lateness that make a part 0 days late
 * @param volumeByQuantity whether the criterion volume looks at {@code quantity} instead of {@code orderAmount}
 * @param credit the curve of {@code averageDaysLate}
 * @param volume the curve of {@code orderAmount} or {@code quantity}
 * @param profit the curve of {@code profit}
 * @param weights the criteria's weights in percent, by name
 * @param shareA tier A's share of the graded customers, in percent
 * @param shareB tier B's share of the graded customers, in percent
 */
public record Settings(
        int windowDays,
        ZoneId zone,
        String baseCurrency,
        Map<String, BigDecimal> rates,
        Set<LateReason> excusedReasons,
        boolean volumeByQuantity,
        Curve credit,
        Curve volume,
        Curve profit,
        Map<String, BigDecimal> weights,
        BigDecimal shareA,
        BigDecimal shareB) {

    public Settings {
        rates = Map.copyOf(rates);
        excusedReasons = Set.copyOf(excusedReasons);
        weights = Map.copyOf(weights);
    }

    /** The defaults of the product. */
    public static Settings defaults() {
        return new Settings(
                365,
                ZoneId.of("UTC"),
                "EUR",
                Map.of(),
                Set.of(LateReason.DISPUTE, LateReason.BANK, LateReason.SELLER),
                false,
                Curve.of(0, 100, 15, 80, 30, 60, 60, 30, 90, 0),
                Curve.of(0, 0, 1_000, 20, 10_000, 40, 100_000, 60, 1_000_000, 80, 10_000_000, 100),
                Curve.of(0, 0, 200, 20, 2_000, 40, 20_000, 60, 200_000, 80, 2_000_000, 100),
                Map.of(
                        "credit", BigDecimal.valueOf(10),
                        "volume", BigDecimal.valueOf(30),
                        "profit", BigDecimal.valueOf(60),
                        "prospect", BigDecimal.ZERO),
                BigDecimal.valueOf(20),
                BigDecimal.valueOf(30));
    }

    public Settings withWindowDays(int days) {
        return new Settings(
                days,
                zone,
                baseCurrency,
                rates,
                excusedReasons,
                volumeByQuantity,
                credit,
                volume,
                profit,
                weights,
                shareA,
                shareB);
    }

    public Settings withZone(ZoneId other) {
        return new Settings(
                windowDays,
                other,
                baseCurrency,
                rates,
                excusedReasons,
                volumeByQuantity,
                credit,
                volume,
                profit,
                weights,
                shareA,
                shareB);
    }

    public Settings withRates(Map<String, BigDecimal> others) {
        return new Settings(
                windowDays,
                zone,
                baseCurrency,
                others,
                excusedReasons,
                volumeByQuantity,
                credit,
                volume,
                profit,
                weights,
                shareA,
                shareB);
    }

    /** How long entries are kept, by their day: both windows, and a year in which an order may still be returned. */
    int retentionDays() {
        return 2 * windowDays + 365;
    }
}
