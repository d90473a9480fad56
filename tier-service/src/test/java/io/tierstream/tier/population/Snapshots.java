package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.GradeSnapshot.Profile;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Grades of made-up customers. */
public final class Snapshots {

    public static final Instant SINCE = Instant.parse("2026-06-01T08:00:00.123456Z");
    private static final LocalDate DAY = LocalDate.of(2026, 11, 22);
    private static final String[] WORDS = {
        "Nord", "Süd", "Acme", "Bäcker", "Light", "Tool", "Garden", "华为", "Paper", "Glass"
    };

    private Snapshots() {}

    /** A customer drawn by the random numbers; the amounts are skewed as those of customers are. */
    public static GradeSnapshot random(int number, Random random) {
        double skew = Math.exp(random.nextGaussian() * 1.8 + 7);
        BigDecimal amount = BigDecimal.valueOf(Math.round(skew * 100), 2);
        BigDecimal profit = amount.multiply(BigDecimal.valueOf(random.nextInt(40) - 5, 2));
        Criteria criteria = new Criteria(
                random.nextInt(10) == 0 ? null : new Points(random.nextInt(10_001)),
                random.nextInt(50) == 0 ? null : new Points(Math.min(10_000, (int) (skew / 3))),
                random.nextInt(20) == 0 ? null : new Points(Math.min(10_000, (int) (skew / 5))),
                random.nextInt(10) == 0 ? new Points(random.nextInt(10_001)) : null);
        String name = WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)] + " " + number;
        Points composite = GradingPolicy.INITIAL.composite(criteria);
        Tier tier = composite == null || composite.hundredths() < 2_000
                ? Tier.C
                : composite.hundredths() < 4_000 ? Tier.B : Tier.A;
        return snapshot(
                "customer-" + number,
                1,
                tier,
                criteria,
                composite,
                amount,
                profit,
                new Profile(
                        name, random.nextInt(5) == 0 ? null : "manager-" + random.nextInt(200), "retail", "EU", DAY),
                random.nextInt(20) == 0 ? List.of(Flag.SLOW_PAYER) : List.of(),
                null);
    }

    public static GradeSnapshot snapshot(
            String customerId,
            long version,
            Tier tier,
            Criteria criteria,
            @Nullable Points composite,
            BigDecimal amount,
            BigDecimal profit,
            @Nullable Profile profile,
            List<Flag> flags,
            GradeSnapshot.@Nullable Override override) {
        return new GradeSnapshot(
                customerId,
                version,
                tier,
                SINCE,
                version,
                tier,
                SINCE,
                null,
                null,
                null,
                decimal(composite),
                List.of(
                        part("credit", "10", criteria.credit()),
                        part("volume", "30", criteria.volume()),
                        part("profit", "60", criteria.profit()),
                        part("prospect", "0", criteria.prospect())),
                GradingMode.RATIO,
                null,
                1,
                version,
                override,
                DAY,
                "EUR",
                new Metrics(
                        amount,
                        BigDecimal.ONE,
                        3,
                        amount,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        profit,
                        BigDecimal.ONE,
                        BigDecimal.TEN,
                        null,
                        new BigDecimal("1.5"),
                        4L,
                        BigDecimal.ONE,
                        BigDecimal.ZERO,
                        null,
                        2,
                        1,
                        DAY.minusDays(100),
                        DAY.minusDays(1),
                        new BigDecimal("0.4000")),
                flags,
                1,
                profile);
    }

    private static CriterionContribution part(String criterion, String weight, @Nullable Points points) {
        return new CriterionContribution(criterion, new BigDecimal(weight), decimal(points), null, null, null, null);
    }

    private static @Nullable BigDecimal decimal(@Nullable Points points) {
        return points == null ? null : points.toBigDecimal();
    }
}
