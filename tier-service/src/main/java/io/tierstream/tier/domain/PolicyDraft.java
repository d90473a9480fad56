package io.tierstream.tier.domain;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A policy on its way: what it leaves out, at any depth, it takes from the active one. Only the comment is not inherited,
 * for it tells why this policy was made.
 */
public record PolicyDraft(
        @Nullable WeightsDraft weights,
        @Nullable Mode mode,
        @Nullable BandsDraft shares,
        @Nullable BandsDraft thresholds,
        @Nullable BigDecimal demotionMargin,
        @Nullable Duration demotionGrace,
        @Nullable Duration minimumDwell,
        @Nullable String comment) {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final int MOST_DIGITS = 100;
    private static final Duration LONGEST = Duration.ofDays(3650);

    /** Weights in percent; absent ones are the active policy's. */
    public record WeightsDraft(
            @Nullable BigDecimal credit,
            @Nullable BigDecimal volume,
            @Nullable BigDecimal profit,
            @Nullable BigDecimal prospect) {}

    /** Shares in percent or thresholds in points; absent ones are the active policy's. */
    public record BandsDraft(
            @Nullable BigDecimal a, @Nullable BigDecimal b) {}

    /** What became of a draft. */
    public sealed interface Outcome {

        /** A policy that could be activated. */
        record Accepted(GradingPolicy policy) implements Outcome {}

        /** Everything that is wrong, in the order of the policy's parts. */
        record Rejected(List<Violation> violations) implements Outcome {}
    }

    /**
     * One thing that is wrong.
     *
     * @param pointer a JSON pointer into the policy
     * @param code stable, for programs
     * @param message for people: what to change
     */
    public record Violation(String pointer, String code, String message) {}

    /** The draft as a full policy of this version, or what is wrong with it. */
    public Outcome over(GradingPolicy active, int version) {
        List<Violation> violations = new ArrayList<>();
        WeightsDraft givenWeights = weights == null ? new WeightsDraft(null, null, null, null) : weights;
        Weights merged = new Weights(
                orElse(givenWeights.credit, active.weights().credit()),
                orElse(givenWeights.volume, active.weights().volume()),
                orElse(givenWeights.profit, active.weights().profit()),
                orElse(givenWeights.prospect, active.weights().prospect()));
        checkWeights(merged, violations);

        Shares mergedShares = new Shares(
                orElse(shares == null ? null : shares.a, active.shares().a()),
                orElse(shares == null ? null : shares.b, active.shares().b()));
        checkShares(mergedShares, violations);

        BigDecimal a = orElse(
                thresholds == null ? null : thresholds.a,
                active.thresholds().a().toBigDecimal());
        BigDecimal b = orElse(
                thresholds == null ? null : thresholds.b,
                active.thresholds().b().toBigDecimal());
        if (checkNumber("/thresholds/A", a, violations) & checkNumber("/thresholds/B", b, violations)
                && a.compareTo(b) < 0) {
            violations.add(new Violation(
                    "/thresholds", "ORDER", "A's threshold " + plain(a) + " must not be below B's " + plain(b)));
        }

        BigDecimal margin = orElse(demotionMargin, active.demotionMargin().toBigDecimal());
        checkNumber("/demotionMargin", margin, violations);
        Duration grace = orElse(demotionGrace, active.demotionGrace());
        checkDuration("/demotionGrace", grace, violations);
        Duration dwell = orElse(minimumDwell, active.minimumDwell());
        checkDuration("/minimumDwell", dwell, violations);
        String text = comment == null ? "" : comment;
        if (text.length() > 1000) {
            violations.add(new Violation("/comment", "TOO_LONG", "The comment must have at most 1000 characters"));
        }
        if (!violations.isEmpty()) {
            return new Outcome.Rejected(List.copyOf(violations));
        }
        return new Outcome.Accepted(new GradingPolicy(
                version,
                merged,
                orElse(mode, active.mode()),
                mergedShares,
                new CutOffs(Points.of(a), Points.of(b)),
                Points.of(margin),
                grace,
                dwell,
                text));
    }

    private static void checkWeights(Weights weights, List<Violation> violations) {
        boolean numbers = true;
        BigDecimal sum = BigDecimal.ZERO;
        BigDecimal worth = BigDecimal.ZERO;
        for (Criterion criterion : Criterion.values()) {
            BigDecimal weight = weights.of(criterion);
            if (checkNumber("/weights/" + criterion.name().toLowerCase(Locale.ROOT), weight, violations)) {
                sum = sum.add(weight);
                worth = criterion.saysWorth() ? worth.add(weight) : worth;
            } else {
                numbers = false;
            }
        }
        if (numbers && sum.compareTo(HUNDRED) != 0) {
            violations.add(new Violation(
                    "/weights",
                    "SUM",
                    "The weights must make 100 together, with what is taken from the active policy they make "
                            + plain(sum)));
        } else if (numbers && worth.signum() == 0) {
            violations.add(new Violation(
                    "/weights",
                    "NO_WORTH",
                    "Volume, profit or prospect needs a weight above 0: credit alone grades nobody"));
        }
    }

    private static void checkShares(Shares shares, List<Violation> violations) {
        boolean numbers =
                checkNumber("/shares/A", shares.a(), violations) & checkNumber("/shares/B", shares.b(), violations);
        if (!numbers) {
            return;
        }
        if (shares.a().signum() == 0) {
            violations.add(new Violation("/shares/A", "TOO_SMALL", "A's share must be above 0"));
        }
        BigDecimal sum = shares.a().add(shares.b());
        if (sum.compareTo(HUNDRED) > 0) {
            violations.add(new Violation(
                    "/shares", "SUM", "The shares of A and B must make at most 100 together, they make " + plain(sum)));
        }
    }

    private static boolean checkNumber(String pointer, BigDecimal value, List<Violation> violations) {
        if (value.signum() < 0 || value.compareTo(HUNDRED) > 0) {
            violations.add(new Violation(pointer, "RANGE", "Must be from 0 to 100"));
            return false;
        }
        // Of a zero the scale says nothing, but 0e-400000000 must not be rounded: that expands it.
        if (Math.abs((long) value.scale()) > MOST_DIGITS
                || value.stripTrailingZeros().scale() > 2) {
            violations.add(new Violation(pointer, "DECIMALS", "Must have at most two decimals"));
            return false;
        }
        return true;
    }

    private static void checkDuration(String pointer, Duration value, List<Violation> violations) {
        if (value.isNegative() || value.compareTo(LONGEST) > 0) {
            violations.add(new Violation(pointer, "RANGE", "Must be from PT0S to P3650D"));
        }
    }

    private static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static <T> T orElse(@Nullable T given, T active) {
        return given == null ? active : given;
    }
}
