package io.tierstream.tier.domain.simulation;

import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.Decision;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.Grading;
import io.tierstream.tier.domain.GradingInput.CircumstancesChanged;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Histogram;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What activating a policy would make of a population. It takes the steps of an activation, with the same code: the
 * composites under the new weights, the cut-offs from their distribution, then a decision about every customer. So for the
 * same grades and the same time, activation does exactly this.
 */
public final class Simulation {

    private static final short NONE = -1;

    private final GradingPolicy policy;
    private final Instant at;
    private final @Nullable CutOffs cutOffs;
    private final short[] compositeThen;
    private final byte[] tierNow;
    private final byte[] tierThen;
    private final MigrationMatrix matrix = new MigrationMatrix();

    private Simulation(GradingPolicy policy, GradedPopulation population, Instant at) {
        this.policy = policy;
        this.at = at;
        int size = population.size();
        compositeThen = new short[size];
        tierNow = new byte[size];
        tierThen = new byte[size];
        Histogram composites = new Histogram();
        for (int i = 0; i < size; i++) {
            Points composite = policy.composite(population.grade(i).basis().criteria());
            compositeThen[i] = composite == null ? NONE : (short) composite.hundredths();
            if (composite != null) {
                composites.add(composite);
            }
        }
        cutOffs = policy.cutOffs(composites);
        for (int i = 0; i < size; i++) {
            Grade grade = population.grade(i);
            Tier then = tierThen(grade);
            tierNow[i] = (byte) grade.tier().ordinal();
            tierThen[i] = (byte) then.ordinal();
            matrix.count(grade.tier(), then);
        }
    }

    /**
     * Runs a policy on a population; nothing changes.
     *
     * @param policy another one than the grades follow
     * @param at when it would be activated
     */
    public static Simulation of(GradingPolicy policy, GradedPopulation population, Instant at) {
        return new Simulation(policy, population, at);
    }

    private Tier tierThen(Grade grade) {
        Decision decision = Grading.decide(grade, new CircumstancesChanged(), policy, cutOffs, at);
        return Objects.requireNonNull(decision.grade()).tier();
    }

    /** The policy that was run. */
    public GradingPolicy policy() {
        return policy;
    }

    /** When it would have been activated. */
    public Instant at() {
        return at;
    }

    /** Its cut-offs; null when nobody would have a composite in mode RATIO. */
    public @Nullable CutOffs cutOffs() {
        return cutOffs;
    }

    /** How many customers go where, by the tier in force, overrides included. */
    public MigrationMatrix matrix() {
        return matrix;
    }

    /** How many customers there were. */
    public int size() {
        return tierNow.length;
    }

    /** The tier of the customer at this index now. */
    public Tier tierNow(int index) {
        return Tier.values()[tierNow[index]];
    }

    /** The tier of the customer at this index then. */
    public Tier tierThen(int index) {
        return Tier.values()[tierThen[index]];
    }

    /** Whether the customer at this index would change the tier. */
    public boolean moves(int index) {
        return tierNow[index] != tierThen[index];
    }

    /** The composite of the customer at this index then; null when there is none. */
    public @Nullable Points compositeThen(int index) {
        return compositeThen[index] == NONE ? null : new Points(compositeThen[index]);
    }
}
