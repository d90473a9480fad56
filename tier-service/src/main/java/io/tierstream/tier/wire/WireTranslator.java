package io.tierstream.tier.wire;

import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.tier.v1.CriterionContribution;
import io.tierstream.contracts.tier.v1.GradingMode;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.contracts.tier.v1.TierChanged;
import io.tierstream.tier.domain.Cause;
import io.tierstream.tier.domain.Composite;
import io.tierstream.tier.domain.Contribution;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Histogram;
import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Shares;
import io.tierstream.tier.domain.TierChange;
import io.tierstream.tier.domain.TierOverride;
import io.tierstream.tier.domain.Weights;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between the domain and what travels. */
public final class WireTranslator {

    private WireTranslator() {}

    /** The policy to be sent. */
    public static Policy toWire(GradingPolicy policy) {
        return new Policy(
                policy.version(),
                new Policy.Weights(
                        policy.weights().credit(),
                        policy.weights().volume(),
                        policy.weights().profit(),
                        policy.weights().prospect()),
                toWire(policy.mode()),
                new Policy.Shares(policy.shares().a(), policy.shares().b()),
                new io.tierstream.contracts.tier.v1.CutOffs(
                        policy.thresholds().a().toBigDecimal(),
                        policy.thresholds().b().toBigDecimal()),
                policy.demotionMargin().toBigDecimal(),
                policy.demotionGrace(),
                policy.minimumDwell(),
                policy.comment());
    }

    /** The policy that was sent. */
    public static GradingPolicy toDomain(Policy policy) {
        return new GradingPolicy(
                policy.policyVersion(),
                new Weights(
                        policy.weights().credit(),
                        policy.weights().volume(),
                        policy.weights().profit(),
                        policy.weights().prospect()),
                switch (policy.mode()) {
                    case RATIO -> Mode.RATIO;
                    case THRESHOLD -> Mode.THRESHOLD;
                },
                new Shares(policy.shares().a(), policy.shares().b()),
                new CutOffs(
                        Points.of(policy.thresholds().a()),
                        Points.of(policy.thresholds().b())),
                Points.of(policy.demotionMargin()),
                policy.demotionGrace(),
                policy.minimumDwell(),
                policy.comment());
    }

    /** The grade behind a snapshot: what {@link io.tierstream.tier.domain.Outlook} asks for. */
    public static Grade toDomain(GradeSnapshot snapshot) {
        GradeSnapshot.Override override = snapshot.override();
        return new Grade(
                snapshot.customerId(),
                toDomain(snapshot.tier()),
                snapshot.since(),
                snapshot.changeNumber(),
                new Grade.Computed(
                        toDomain(snapshot.computedTier()),
                        snapshot.computedSince(),
                        snapshot.belowSince() == null || snapshot.belowThrough() == null
                                ? null
                                : new Grade.Below(snapshot.belowSince(), Cause.valueOf(snapshot.belowThrough()))),
                new Grade.Basis(
                        new Criteria(
                                points(snapshot, "credit"),
                                points(snapshot, "volume"),
                                points(snapshot, "profit"),
                                points(snapshot, "prospect")),
                        snapshot.composite() == null ? null : Points.of(snapshot.composite()),
                        snapshot.scoreVersion(),
                        snapshot.policyVersion(),
                        new Weights(
                                weight(snapshot, "credit"),
                                weight(snapshot, "volume"),
                                weight(snapshot, "profit"),
                                weight(snapshot, "prospect")),
                        toDomain(snapshot.cutOffs())),
                override == null
                        ? null
                        : new TierOverride(
                                toDomain(override.tier()), override.reason(), override.by(), override.until()));
    }

    /**
     * All that is to be seen of a customer.
     *
     * @param version of this snapshot
     * @param nextDue when a grace, a dwell or the override ends; null when time alone changes nothing
     * @param mode of the policy that the grade follows
     * @param score the latest one
     * @param profile null until the customer is named
     */
    public static GradeSnapshot toSnapshot(
            long version,
            Grade grade,
            @Nullable Instant nextDue,
            GradingMode mode,
            CustomerScored score,
            GradeSnapshot.@Nullable Profile profile) {
        TierOverride override = grade.override();
        Grade.Below below = grade.computed().below();
        return new GradeSnapshot(
                grade.customerId(),
                version,
                toWire(grade.tier()),
                grade.since(),
                grade.changeNumber(),
                toWire(grade.computed().tier()),
                grade.computed().since(),
                below == null ? null : below.since(),
                below == null ? null : below.through().name(),
                nextDue,
                decimal(grade.basis().composite()),
                toWire(Composite.explain(grade.basis(), null)),
                mode,
                toWire(grade.basis().cutOffs()),
                grade.basis().policyVersion(),
                grade.basis().scoreVersion(),
                override == null
                        ? null
                        : new GradeSnapshot.Override(
                                toWire(override.tier()), override.reason(), override.by(), override.until()),
                score.asOf(),
                score.currency(),
                score.metrics(),
                score.flags(),
                score.scorecardVersion(),
                profile);
    }

    /** The change as others hear of it. */
    public static TierChanged toEvent(TierChange change, @Nullable String name) {
        TierOverride override = change.override();
        return new TierChanged(
                change.customerId(),
                change.from() == null ? null : toWire(change.from()),
                toWire(change.to()),
                toWire(change.cause()),
                decimal(change.composite()),
                decimal(change.previousComposite()),
                toWire(change.computedTier()),
                toWire(change.mode()),
                toWire(change.cutOffs()),
                change.policyVersion(),
                change.scoreVersion(),
                change.belowSince(),
                change.tierSince(),
                change.decidedAt(),
                toWire(change.criteria()),
                override == null
                        ? null
                        : new io.tierstream.contracts.tier.v1.TierOverride(
                                override.by(), override.reason(), override.until()),
                change.changeNumber(),
                name);
    }

    /** The criteria of a score. */
    public static Criteria toDomain(io.tierstream.contracts.score.v1.Criteria criteria) {
        return new Criteria(
                points(criteria.credit()),
                points(criteria.volume()),
                points(criteria.profit()),
                points(criteria.prospect()));
    }

    /** The criteria as a score has them. */
    public static io.tierstream.contracts.score.v1.Criteria toWire(Criteria criteria) {
        return new io.tierstream.contracts.score.v1.Criteria(
                decimal(criteria.credit()),
                decimal(criteria.volume()),
                decimal(criteria.profit()),
                decimal(criteria.prospect()));
    }

    public static Tier toWire(io.tierstream.tier.domain.Tier tier) {
        return switch (tier) {
            case A -> Tier.A;
            case B -> Tier.B;
            case C -> Tier.C;
        };
    }

    public static io.tierstream.tier.domain.Tier toDomain(Tier tier) {
        return switch (tier) {
            case A -> io.tierstream.tier.domain.Tier.A;
            case B -> io.tierstream.tier.domain.Tier.B;
            case C -> io.tierstream.tier.domain.Tier.C;
        };
    }

    public static GradingMode toWire(Mode mode) {
        return switch (mode) {
            case RATIO -> GradingMode.RATIO;
            case THRESHOLD -> GradingMode.THRESHOLD;
        };
    }

    public static io.tierstream.contracts.tier.v1.@Nullable CutOffs toWire(@Nullable CutOffs cutOffs) {
        return cutOffs == null
                ? null
                : new io.tierstream.contracts.tier.v1.CutOffs(
                        cutOffs.a().toBigDecimal(), cutOffs.b().toBigDecimal());
    }

    public static @Nullable CutOffs toDomain(io.tierstream.contracts.tier.v1.@Nullable CutOffs cutOffs) {
        return cutOffs == null ? null : new CutOffs(Points.of(cutOffs.a()), Points.of(cutOffs.b()));
    }

    /** Only the composites that somebody has. */
    public static Map<Integer, Integer> toWire(Histogram histogram) {
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i <= Points.MAX.hundredths(); i++) {
            int count = histogram.count(new Points(i));
            if (count > 0) {
                counts.put(i, count);
            }
        }
        return counts;
    }

    private static TierChangeCause toWire(Cause cause) {
        return switch (cause) {
            case FIRST_GRADING -> TierChangeCause.FIRST_GRADING;
            case SCORE -> TierChangeCause.SCORE;
            case CUT_OFF -> TierChangeCause.CUT_OFF;
            case POLICY -> TierChangeCause.POLICY;
            case OVERRIDE_SET -> TierChangeCause.OVERRIDE_SET;
            case OVERRIDE_CHANGED -> TierChangeCause.OVERRIDE_CHANGED;
            case OVERRIDE_ENDED -> TierChangeCause.OVERRIDE_ENDED;
        };
    }

    private static List<CriterionContribution> toWire(List<Contribution> contributions) {
        return contributions.stream()
                .map(contribution -> new CriterionContribution(
                        contribution.criterion().name().toLowerCase(Locale.ROOT),
                        contribution.weight(),
                        decimal(contribution.points()),
                        decimal(contribution.contribution()),
                        contribution.previousWeight(),
                        decimal(contribution.previousPoints()),
                        decimal(contribution.previousContribution())))
                .toList();
    }

    private static CriterionContribution part(GradeSnapshot snapshot, String criterion) {
        return snapshot.criteria().stream()
                .filter(part -> part.criterion().equals(criterion))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a snapshot without " + criterion));
    }

    private static @Nullable Points points(GradeSnapshot snapshot, String criterion) {
        return points(part(snapshot, criterion).points());
    }

    private static BigDecimal weight(GradeSnapshot snapshot, String criterion) {
        return part(snapshot, criterion).weight();
    }

    private static @Nullable Points points(@Nullable BigDecimal value) {
        return value == null ? null : Points.of(value);
    }

    private static @Nullable BigDecimal decimal(@Nullable Points points) {
        return points == null ? null : points.toBigDecimal();
    }
}
