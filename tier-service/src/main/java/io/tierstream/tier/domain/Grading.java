package io.tierstream.tier.domain;

import io.tierstream.tier.domain.Decision.Decided;
import io.tierstream.tier.domain.Decision.Refusal;
import io.tierstream.tier.domain.Decision.Refused;
import io.tierstream.tier.domain.Grade.Basis;
import io.tierstream.tier.domain.Grade.Below;
import io.tierstream.tier.domain.Grade.Computed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The one place where tiers are decided. */
public final class Grading {

    private final GradingPolicy policy;
    private final @Nullable CutOffs cutOffs;
    private final Instant now;
    private final List<TierChange> changes = new ArrayList<>();

    private Grading(GradingPolicy policy, @Nullable CutOffs cutOffs, Instant now) {
        this.policy = policy;
        this.cutOffs = cutOffs;
        this.now = now;
    }

    /**
     * Decides about one customer. Whatever became due or moved since the grade was last looked at is decided first, with its
     * own cause: a policy that took over, then graces, dwells and overrides that ended, then cut-offs that moved, then the
     * input.
     *
     * @param state null for a customer who has not been graded yet
     * @param policy the policy in force
     * @param cutOffs its cut-offs in force; null before their first calculation: everyone has the entry tier until then
     * @param now never before an earlier decision about this customer
     */
    public static Decision decide(
            @Nullable Grade state, GradingInput input, GradingPolicy policy, @Nullable CutOffs cutOffs, Instant now) {
        Grading grading = new Grading(policy, cutOffs, now);
        return state == null ? grading.first(input) : grading.next(grading.caughtUp(state), input);
    }

    /**
     * When the customer must be looked at again though nothing arrives: an override, a grace or a dwell ends. Null when time
     * alone changes nothing.
     */
    public static @Nullable Instant nextDue(Grade grade, GradingPolicy policy) {
        Instant demotion = demotionDue(grade, policy);
        Instant end = grade.override() == null ? null : grade.override().until();
        if (demotion == null || end == null) {
            return demotion == null ? end : demotion;
        }
        return demotion.isBefore(end) ? demotion : end;
    }

    /** When the customer's computed tier falls if nothing moves; null when it does not. */
    static @Nullable Instant demotionDue(Grade grade, GradingPolicy policy) {
        Computed computed = grade.computed();
        if (computed.below() == null) {
            return null;
        }
        Instant dwellEnds = computed.since().plus(policy.minimumDwell());
        if (isBeyondMargin(grade, policy)) {
            return dwellEnds;
        }
        Instant graceEnds = computed.below().since().plus(policy.demotionGrace());
        return graceEnds.isAfter(dwellEnds) ? graceEnds : dwellEnds;
    }

    private static boolean isBeyondMargin(Grade grade, GradingPolicy policy) {
        Points composite = grade.basis().composite();
        CutOffs known = grade.basis().cutOffs();
        return composite != null
                && known != null
                && composite.hundredths()
                        < known.of(grade.computed().tier()).hundredths()
                                - policy.demotionMargin().hundredths();
    }

    private Decision first(GradingInput input) {
        return switch (input) {
            case GradingInput.Scored scored -> decided(firstGraded(scored));
            case GradingInput.CircumstancesChanged ignored -> refused(Refusal.UNKNOWN_CUSTOMER, null);
            case GradingInput.OverrideWanted ignored -> refused(Refusal.UNKNOWN_CUSTOMER, null);
            case GradingInput.OverrideUnwanted ignored -> refused(Refusal.UNKNOWN_CUSTOMER, null);
        };
    }

    private Decision next(Grade grade, GradingInput input) {
        return switch (input) {
            case GradingInput.Scored scored -> decided(judged(grade, grade.with(basisOf(scored)), Cause.SCORE));
            case GradingInput.CircumstancesChanged ignored -> decided(grade);
            case GradingInput.OverrideWanted wanted -> overridden(grade, wanted);
            case GradingInput.OverrideUnwanted ignored ->
                grade.override() == null
                        ? refused(Refusal.NO_OVERRIDE, grade)
                        : decided(overrideEnded(grade, grade.override()));
        };
    }

    private Decision decided(Grade grade) {
        return new Decided(grade, List.copyOf(changes));
    }

    private Decision refused(Refusal refusal, @Nullable Grade grade) {
        return new Refused(refusal, grade, List.copyOf(changes));
    }

    private Grade firstGraded(GradingInput.Scored scored) {
        Basis basis = basisOf(scored);
        Tier tier = belongsIn(basis.composite());
        Grade grade = new Grade(scored.customerId(), tier, now, 1, new Computed(tier, now, null), basis, null);
        announce(null, grade, Cause.FIRST_GRADING, null, null);
        return grade;
    }

    private Grade caughtUp(Grade state) {
        Grade grade = state.basis().policyVersion() == policy.version() ? state : regraded(state);
        Instant due = nextDue(grade, policy);
        while (due != null && !due.isAfter(now)) {
            TierOverride override = grade.override();
            grade = override != null && due.equals(override.until())
                    ? overrideEnded(grade, override)
                    : heldBackNoLonger(grade);
            due = nextDue(grade, policy);
        }
        return Objects.equals(grade.basis().cutOffs(), cutOffs)
                ? grade
                : judged(grade, grade.with(grade.basis().with(cutOffs)), Cause.CUT_OFF);
    }

    /** Another policy acts at once: no margin, no grace, no dwell. */
    private Grade regraded(Grade before) {
        Basis old = before.basis();
        Points composite = policy.composite(old.criteria());
        Grade after = before.with(new Basis(
                        old.criteria(), composite, old.scoreVersion(), policy.version(), policy.weights(), cutOffs))
                .with(before.computed().with(null));
        return moved(before, after, belongsIn(composite), Cause.POLICY, null);
    }

    /** The grace or the dwell that kept a customer in the tier has ended. */
    private Grade heldBackNoLonger(Grade before) {
        Below below = Objects.requireNonNull(before.computed().below());
        Points composite = Objects.requireNonNull(before.basis().composite());
        CutOffs known = Objects.requireNonNull(before.basis().cutOffs());
        return moved(before, before, known.tierOf(composite), below.through(), below.since());
    }

    /** Compares the composite with the cut-offs, of which one has moved, and applies the protections. */
    private Grade judged(Grade before, Grade after, Cause cause) {
        Points composite = after.basis().composite();
        Computed computed = after.computed();
        Tier belongs = belongsIn(composite);
        if (belongs == computed.tier()) {
            return after.with(computed.with(null));
        }
        if (belongs.isAbove(computed.tier()) || composite == null || cutOffs == null) {
            return moved(before, after, belongs, cause, null);
        }
        Below below = computed.below() == null ? new Below(now, cause) : computed.below();
        Grade falling = after.with(computed.with(below));
        Instant due = demotionDue(falling, policy);
        return due == null || due.isAfter(now) ? falling : moved(before, falling, belongs, cause, below.since());
    }

    private Basis basisOf(GradingInput.Scored scored) {
        return new Basis(
                scored.criteria(),
                policy.composite(scored.criteria()),
                scored.scoreVersion(),
                policy.version(),
                policy.weights(),
                cutOffs);
    }

    private Tier belongsIn(@Nullable Points composite) {
        return composite == null || cutOffs == null ? Tier.ENTRY : cutOffs.tierOf(composite);
    }

    /** The computed tier becomes {@code to}; the tier that applies follows unless it is overridden. */
    private Grade moved(Grade before, Grade after, Tier to, Cause cause, @Nullable Instant belowSince) {
        if (to == after.computed().tier()) {
            return after;
        }
        Computed computed = new Computed(to, now, null);
        if (after.override() != null) {
            return after.with(computed);
        }
        Grade grade = new Grade(after.customerId(), to, now, after.changeNumber() + 1, computed, after.basis(), null);
        announce(before, grade, cause, belowSince, null);
        return grade;
    }

    private Decision overridden(Grade grade, GradingInput.OverrideWanted wanted) {
        if (wanted.reason().isBlank()) {
            return refused(Refusal.REASON_MISSING, grade);
        }
        if (wanted.until() != null && !wanted.until().isAfter(now)) {
            return refused(Refusal.UNTIL_HAS_PASSED, grade);
        }
        TierOverride override = new TierOverride(wanted.tier(), wanted.reason(), wanted.by(), wanted.until());
        if (override.equals(grade.override())) {
            return decided(grade);
        }
        Grade after = applying(grade, wanted.tier(), grade.computed(), override);
        Cause cause = grade.override() == null ? Cause.OVERRIDE_SET : Cause.OVERRIDE_CHANGED;
        announce(grade, after, cause, belowSince(grade), override);
        return decided(after);
    }

    /** The computed tier applies again. Its dwell is that of the tier that applies, which starts anew when this moves it. */
    private Grade overrideEnded(Grade before, TierOverride ended) {
        Computed computed = before.computed();
        Instant since = before.tier() == computed.tier() ? before.since() : now;
        Grade after = applying(before, computed.tier(), new Computed(computed.tier(), since, computed.below()), null);
        announce(before, after, Cause.OVERRIDE_ENDED, belowSince(before), ended);
        return after;
    }

    private Grade applying(Grade before, Tier tier, Computed computed, @Nullable TierOverride override) {
        return new Grade(
                before.customerId(),
                tier,
                tier == before.tier() ? before.since() : now,
                before.changeNumber() + 1,
                computed,
                before.basis(),
                override);
    }

    private static @Nullable Instant belowSince(Grade grade) {
        return grade.computed().below() == null
                ? null
                : grade.computed().below().since();
    }

    private void announce(
            @Nullable Grade before,
            Grade after,
            Cause cause,
            @Nullable Instant belowSince,
            @Nullable TierOverride override) {
        Basis basis = after.basis();
        changes.add(new TierChange(
                after.customerId(),
                after.changeNumber(),
                before == null ? null : before.tier(),
                after.tier(),
                cause,
                after.computed().tier(),
                basis.composite(),
                before == null ? null : before.basis().composite(),
                Composite.explain(basis, before == null ? null : before.basis()),
                policy.mode(),
                basis.cutOffs(),
                basis.policyVersion(),
                basis.scoreVersion(),
                belowSince,
                before == null ? now : before.since(),
                override,
                now));
    }
}
