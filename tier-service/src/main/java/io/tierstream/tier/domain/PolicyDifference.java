package io.tierstream.tier.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One part in which two policies differ.
 *
 * @param pointer where in the policy, as a JSON pointer
 * @param before what one says; durations as ISO 8601
 * @param after what the other says
 */
public record PolicyDifference(String pointer, String before, String after) {

    /** All parts but version and comment that decide a tier, in the order of the policy. */
    public static List<PolicyDifference> between(GradingPolicy before, GradingPolicy after) {
        List<PolicyDifference> found = new ArrayList<>();
        for (Criterion criterion : Criterion.values()) {
            add(
                    found,
                    "/weights/" + criterion.name().toLowerCase(Locale.ROOT),
                    plain(before.weights().of(criterion)),
                    plain(after.weights().of(criterion)));
        }
        add(found, "/mode", before.mode().name(), after.mode().name());
        add(found, "/shares/A", plain(before.shares().a()), plain(after.shares().a()));
        add(found, "/shares/B", plain(before.shares().b()), plain(after.shares().b()));
        add(
                found,
                "/thresholds/A",
                plain(before.thresholds().a().toBigDecimal()),
                plain(after.thresholds().a().toBigDecimal()));
        add(
                found,
                "/thresholds/B",
                plain(before.thresholds().b().toBigDecimal()),
                plain(after.thresholds().b().toBigDecimal()));
        add(
                found,
                "/demotionMargin",
                plain(before.demotionMargin().toBigDecimal()),
                plain(after.demotionMargin().toBigDecimal()));
        add(
                found,
                "/demotionGrace",
                before.demotionGrace().toString(),
                after.demotionGrace().toString());
        add(
                found,
                "/minimumDwell",
                before.minimumDwell().toString(),
                after.minimumDwell().toString());
        return List.copyOf(found);
    }

    private static void add(List<PolicyDifference> found, String pointer, String before, String after) {
        if (!before.equals(after)) {
            found.add(new PolicyDifference(pointer, before, after));
        }
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
