package io.tierstream.tier.web;

import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.PolicyDraft;
import io.tierstream.tier.domain.PolicyDraft.BandsDraft;
import io.tierstream.tier.domain.PolicyDraft.Violation;
import io.tierstream.tier.domain.PolicyDraft.WeightsDraft;
import io.tierstream.tier.wire.Policy;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A draft as it stands in the form: texts, durations in days. What is empty is as in force. */
record PolicyForm(
        @Nullable String credit,
        @Nullable String volume,
        @Nullable String profit,
        @Nullable String prospect,
        @Nullable String mode,
        @Nullable String shareA,
        @Nullable String shareB,
        @Nullable String thresholdA,
        @Nullable String thresholdB,
        @Nullable String demotionMargin,
        @Nullable String graceDays,
        @Nullable String dwellDays,
        @Nullable String comment) {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,6}([.,]\\d{1,6})?");
    private static final BigDecimal SECONDS_OF_A_DAY = BigDecimal.valueOf(86_400);

    /** The form that says what a policy says. */
    static PolicyForm of(Policy policy, String comment) {
        return new PolicyForm(
                plain(policy.weights().credit()),
                plain(policy.weights().volume()),
                plain(policy.weights().profit()),
                plain(policy.weights().prospect()),
                policy.mode().name(),
                plain(policy.shares().a()),
                plain(policy.shares().b()),
                plain(policy.thresholds().a()),
                plain(policy.thresholds().b()),
                plain(policy.demotionMargin()),
                days(policy.demotionGrace()),
                days(policy.minimumDwell()),
                comment);
    }

    /**
     * What it says as a draft.
     *
     * @param wrong is told of every field that is not understood
     */
    PolicyDraft draft(Consumer<Violation> wrong) {
        return new PolicyDraft(
                new WeightsDraft(
                        number("/weights/credit", credit, wrong),
                        number("/weights/volume", volume, wrong),
                        number("/weights/profit", profit, wrong),
                        number("/weights/prospect", prospect, wrong)),
                "THRESHOLD".equals(mode) ? Mode.THRESHOLD : Mode.RATIO,
                new BandsDraft(number("/shares/A", shareA, wrong), number("/shares/B", shareB, wrong)),
                new BandsDraft(number("/thresholds/A", thresholdA, wrong), number("/thresholds/B", thresholdB, wrong)),
                number("/demotionMargin", demotionMargin, wrong),
                duration("/demotionGrace", graceDays, wrong),
                duration("/minimumDwell", dwellDays, wrong),
                comment == null ? "" : comment.strip());
    }

    private static @Nullable BigDecimal number(String pointer, @Nullable String text, Consumer<Violation> wrong) {
        if (text == null || text.isBlank()) {
            return null;
        }
        if (!NUMBER.matcher(text.strip()).matches()) {
            wrong.accept(new Violation(pointer, "NOT_A_NUMBER", "Must be a number"));
            return null;
        }
        return new BigDecimal(text.strip().replace(',', '.'));
    }

    private static @Nullable Duration duration(String pointer, @Nullable String text, Consumer<Violation> wrong) {
        BigDecimal days = number(pointer, text, wrong);
        return days == null
                ? null
                : Duration.ofSeconds(days.multiply(SECONDS_OF_A_DAY)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValue());
    }

    /** Five decimals are less than half a second away, so that whole seconds come back as they were. */
    private static String days(Duration duration) {
        return plain(BigDecimal.valueOf(duration.toSeconds()).divide(SECONDS_OF_A_DAY, 5, RoundingMode.HALF_UP));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    /** The weights, for the form. */
    public List<Field> weights() {
        return List.of(
                new Field("credit", credit),
                new Field("volume", volume),
                new Field("profit", profit),
                new Field("prospect", prospect));
    }

    /** A field and what stands in it. */
    record Field(String name, @Nullable String value) {}
}
