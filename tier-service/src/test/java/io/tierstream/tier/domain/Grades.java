package io.tierstream.tier.domain;

import io.tierstream.tier.domain.Decision.Decided;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One customer, who lives through what a test says. */
final class Grades {

    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    static final String CUSTOMER = "alpha";

    GradingPolicy policy = GradingPolicy.INITIAL;
    CutOffs cutOffs = cutOffs("80", "60");
    Instant now = START;
    Grade grade;
    final List<TierChange> changes = new ArrayList<>();
    private long scores;

    static Points points(String value) {
        return Points.of(value);
    }

    static CutOffs cutOffs(String a, String b) {
        return new CutOffs(points(a), points(b));
    }

    static Criteria criteria(String credit, String volume, String profit, String prospect) {
        return new Criteria(orNull(credit), orNull(volume), orNull(profit), orNull(prospect));
    }

    static Criteria randomCriteria(Random random) {
        return new Criteria(randomPoints(random), randomPoints(random), randomPoints(random), randomPoints(random));
    }

    private static Points randomPoints(Random random) {
        return random.nextInt(4) == 0 ? null : new Points(random.nextInt(10_001));
    }

    private static Points orNull(String value) {
        return value == null ? null : points(value);
    }

    /** A policy like the first one, but for the protections. */
    static GradingPolicy protecting(String margin, Duration grace, Duration dwell) {
        return policy(1, null, new BigDecimal(margin), grace, dwell);
    }

    static GradingPolicy policy(int version, Mode mode, BigDecimal margin, Duration grace, Duration dwell) {
        PolicyDraft draft = new PolicyDraft(null, mode, null, null, margin, grace, dwell, null);
        return ((PolicyDraft.Outcome.Accepted) draft.over(GradingPolicy.INITIAL, version)).policy();
    }

    /** Scores the customer; profit alone is known, so that its points are the composite. */
    Grades scored(String composite) {
        return take(new GradingInput.Scored(CUSTOMER, criteria(null, null, composite, null), ++scores));
    }

    Grades scored(Criteria criteria) {
        return take(new GradingInput.Scored(CUSTOMER, criteria, ++scores));
    }

    Grades cutOffsMove(String a, String b) {
        cutOffs = cutOffs(a, b);
        return take(new GradingInput.CircumstancesChanged());
    }

    Grades overridden(Tier tier, Instant until) {
        return take(new GradingInput.OverrideWanted(tier, "a promise", "Ann", until));
    }

    Grades overrideRemoved() {
        return take(new GradingInput.OverrideUnwanted());
    }

    /** Lets time pass, with the agenda acting at every instant that is due. */
    Grades after(Duration duration) {
        Instant until = now.plus(duration);
        Instant due = Grading.nextDue(grade, policy);
        while (due != null && !due.isAfter(until)) {
            now = due.isBefore(now) ? now : due;
            take(new GradingInput.CircumstancesChanged());
            due = Grading.nextDue(grade, policy);
        }
        now = until;
        return this;
    }

    Grades policyTakesOver(GradingPolicy next, CutOffs itsCutOffs) {
        policy = next;
        cutOffs = itsCutOffs;
        return take(new GradingInput.CircumstancesChanged());
    }

    Grades take(GradingInput input) {
        Decision decision = Grading.decide(grade, input, policy, cutOffs, now);
        if (!(decision instanceof Decided)) {
            throw new AssertionError(decision.toString());
        }
        grade = decision.grade();
        changes.addAll(decision.changes());
        return this;
    }

    TierChange lastChange() {
        return changes.getLast();
    }
}
