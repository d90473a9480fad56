package io.tierstream.tier.domain.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.Decision;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.domain.Grading;
import io.tierstream.tier.domain.GradingInput;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Histogram;
import io.tierstream.tier.domain.Mode;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Shares;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.Weights;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final Instant NOW = START.plus(Duration.ofDays(20));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void shouldSayExactlyWhatActivationThenDoes(long seed) {
        Random random = new Random(seed);
        List<Grade> population = livedThrough(random);
        GradingPolicy policy = policy(random);

        Simulation simulation = Simulation.of(policy, view(population), NOW);

        List<Grade> activated = activate(policy, population);
        MigrationMatrix moved = new MigrationMatrix();
        for (int i = 0; i < population.size(); i++) {
            Grade then = activated.get(i);
            assertThat(simulation.tierNow(i))
                    .as("seed %s", seed)
                    .isEqualTo(population.get(i).tier());
            assertThat(simulation.tierThen(i)).as("seed %s", seed).isEqualTo(then.tier());
            assertThat(simulation.compositeThen(i))
                    .as("seed %s", seed)
                    .isEqualTo(then.basis().composite());
            moved.count(population.get(i).tier(), then.tier());
        }
        assertThat(simulation.cutOffs())
                .as("seed %s", seed)
                .isEqualTo(activated.getFirst().basis().cutOffs());
        for (Tier from : Tier.values()) {
            for (Tier to : Tier.values()) {
                assertThat(simulation.matrix().get(from, to)).isEqualTo(moved.get(from, to));
            }
        }
        assertThat(simulation.matrix().total()).isEqualTo(population.size());
    }

    @Test
    void shouldSayWhichCustomersMoveUnderWhichPolicyAndWhen() {
        List<Grade> population = livedThrough(new Random(1));
        GradingPolicy policy = policy(new Random(1));

        Simulation simulation = Simulation.of(policy, view(population), NOW);

        assertThat(simulation.policy()).isEqualTo(policy);
        assertThat(simulation.at()).isEqualTo(NOW);
        assertThat(simulation.size()).isEqualTo(population.size());
        for (int i = 0; i < simulation.size(); i++) {
            assertThat(simulation.moves(i)).isEqualTo(simulation.tierNow(i) != simulation.tierThen(i));
        }
        assertThat(IntStream.range(0, simulation.size()).filter(simulation::moves))
                .hasSize(Math.toIntExact(simulation.matrix().moved()))
                .isNotEmpty();
    }

    /** What the topology does when a policy takes over: everyone's composite, the cut-offs, then everyone's decision. */
    private static List<Grade> activate(GradingPolicy policy, List<Grade> population) {
        Histogram composites = new Histogram();
        for (Grade grade : population) {
            Points composite = policy.composite(grade.basis().criteria());
            if (composite != null) {
                composites.add(composite);
            }
        }
        CutOffs cutOffs = policy.cutOffs(composites);
        return population.stream()
                .map(grade -> decided(grade, new GradingInput.CircumstancesChanged(), policy, cutOffs, NOW))
                .toList();
    }

    /** Customers that were scored, fell below cut-offs, and were overridden, some until a time that has passed by now. */
    private static List<Grade> livedThrough(Random random) {
        List<Grade> grades = new ArrayList<>();
        CutOffs cutOffs = new CutOffs(Points.of("60"), Points.of("30"));
        for (int i = 0; i < 300; i++) {
            Grade grade = null;
            for (int day = 0; day < 3; day++) {
                Instant at = START.plus(Duration.ofDays(day * 5L + random.nextInt(3)));
                GradingInput scored = new GradingInput.Scored("c" + i, criteria(random), day + 1);
                grade = decided(grade, scored, GradingPolicy.INITIAL, day == 0 ? null : cutOffs, at);
            }
            if (random.nextInt(5) == 0) {
                Instant until = random.nextBoolean() ? null : NOW.minus(Duration.ofDays(random.nextInt(4) - 1L));
                grade = decided(
                        grade,
                        new GradingInput.OverrideWanted(Tier.values()[random.nextInt(3)], "why", "mia", until),
                        GradingPolicy.INITIAL,
                        cutOffs,
                        START.plus(Duration.ofDays(14)));
            }
            grades.add(grade);
        }
        return grades;
    }

    private static GradingPolicy policy(Random random) {
        int volume = random.nextInt(101);
        GradingPolicy initial = GradingPolicy.INITIAL;
        return new GradingPolicy(
                2,
                new Weights(
                        BigDecimal.ZERO,
                        BigDecimal.valueOf(volume),
                        BigDecimal.valueOf(100L - volume),
                        BigDecimal.ZERO),
                random.nextBoolean() ? Mode.RATIO : Mode.THRESHOLD,
                new Shares(BigDecimal.valueOf(1L + random.nextInt(50)), BigDecimal.valueOf(random.nextInt(50))),
                initial.thresholds(),
                initial.demotionMargin(),
                initial.demotionGrace(),
                initial.minimumDwell(),
                "");
    }

    private static Grade decided(
            @Nullable Grade grade, GradingInput input, GradingPolicy policy, @Nullable CutOffs cutOffs, Instant at) {
        Decision decision = Grading.decide(grade, input, policy, cutOffs, at);
        return decision.grade();
    }

    private static Criteria criteria(Random random) {
        return new Criteria(points(random), points(random), points(random), points(random));
    }

    private static @Nullable Points points(Random random) {
        return random.nextInt(6) == 0 ? null : new Points(random.nextInt(10_001));
    }

    private static GradedPopulation view(List<Grade> grades) {
        return new GradedPopulation() {
            @Override
            public int size() {
                return grades.size();
            }

            @Override
            public Grade grade(int index) {
                return grades.get(index);
            }
        };
    }
}
