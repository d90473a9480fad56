package io.tierstream.tier.domain;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What it would take to move a customer's computed tier, all else staying as it is.
 *
 * @param up null in the best tier, and before the first calculation of cut-offs
 * @param down null in the last tier, before the first calculation, and without a composite
 */
public record Outlook(@Nullable Up up, @Nullable Down down) {

    /**
     * The way up.
     *
     * @param to the next better tier
     * @param cutOff the composite that it takes
     * @param missing how far the composite is from it; absent without a composite
     * @param alone for each criterion that could do it alone: the points it would have to reach
     */
    public record Up(Tier to, Points cutOff, @Nullable Points missing, List<Needed> alone) {}

    /**
     * One criterion that could bring the customer up alone.
     *
     * @param points the points it has; absent when the criterion is
     * @param needed the fewest points that would do, the other criteria as they are
     */
    public record Needed(Criterion criterion, @Nullable Points points, Points needed) {}

    /**
     * The way down.
     *
     * @param cutOff below this composite the grace begins
     * @param atOnceBelow below this composite the tier falls without a grace
     * @param distance how far the composite is above the cut-off; negative when the grace runs
     * @param belowSince since when it has been below
     * @param dueAt when the tier falls if nothing moves
     * @param to where the tier falls to if nothing moves
     */
    public record Down(
            Points cutOff,
            Points atOnceBelow,
            BigDecimal distance,
            @Nullable Instant belowSince,
            @Nullable Instant dueAt,
            @Nullable Tier to) {}

    /** The outlook of a grade under the policy that it follows, with the cut-offs in force. */
    public static Outlook of(Grade grade, GradingPolicy policy, @Nullable CutOffs cutOffs) {
        if (cutOffs == null) {
            return new Outlook(null, null);
        }
        return new Outlook(up(grade, policy, cutOffs), down(grade, policy, cutOffs));
    }

    private static @Nullable Up up(Grade grade, GradingPolicy policy, CutOffs cutOffs) {
        if (grade.computed().tier() == Tier.A) {
            return null;
        }
        Tier to = Tier.values()[grade.computed().tier().ordinal() - 1];
        Points cutOff = cutOffs.of(to);
        Points composite = grade.basis().composite();
        Points missing =
                composite == null ? null : new Points(Math.max(0, cutOff.hundredths() - composite.hundredths()));
        List<Needed> alone = new ArrayList<>();
        for (Criterion criterion : Criterion.values()) {
            Points needed = needed(criterion, grade.basis().criteria(), policy.weights(), cutOff);
            if (needed != null) {
                alone.add(new Needed(criterion, grade.basis().criteria().of(criterion), needed));
            }
        }
        return new Up(to, cutOff, missing, List.copyOf(alone));
    }

    /** The fewest points of one criterion that bring the composite to the cut-off; found by halving, for more never is less. */
    private static @Nullable Points needed(Criterion criterion, Criteria criteria, Weights weights, Points cutOff) {
        if (weights.of(criterion).signum() == 0 || !reaches(Points.MAX, criterion, criteria, weights, cutOff)) {
            return null;
        }
        int low = 0;
        int high = Points.MAX.hundredths();
        while (low < high) {
            int middle = (low + high) / 2;
            if (reaches(new Points(middle), criterion, criteria, weights, cutOff)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return new Points(low);
    }

    private static boolean reaches(
            Points points, Criterion criterion, Criteria criteria, Weights weights, Points cutOff) {
        Points composite = Composite.of(weights, criteria.with(criterion, points));
        return composite != null && !composite.isBelow(cutOff);
    }

    private static @Nullable Down down(Grade grade, GradingPolicy policy, CutOffs cutOffs) {
        Points composite = grade.basis().composite();
        if (grade.computed().tier() == Tier.ENTRY || composite == null) {
            return null;
        }
        Points cutOff = cutOffs.of(grade.computed().tier());
        Points atOnce = new Points(
                Math.max(0, cutOff.hundredths() - policy.demotionMargin().hundredths()));
        // A grade that is served does not carry what it was last compared with.
        Instant dueAt = Grading.demotionDue(grade.with(grade.basis().with(cutOffs)), policy);
        return new Down(
                cutOff,
                atOnce,
                composite.toBigDecimal().subtract(cutOff.toBigDecimal()),
                grade.computed().below() == null
                        ? null
                        : grade.computed().below().since(),
                dueAt,
                dueAt == null ? null : cutOffs.tierOf(composite));
    }
}
