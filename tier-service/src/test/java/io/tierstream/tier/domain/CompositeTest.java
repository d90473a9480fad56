package io.tierstream.tier.domain;

import static io.tierstream.tier.domain.Grades.criteria;
import static io.tierstream.tier.domain.Grades.points;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompositeTest {

    private static final Weights WEIGHTS = GradingPolicy.INITIAL.weights();

    @Test
    void shouldWeighTheCriteria() {
        // 0.1·80 + 0.3·60 + 0.6·40
        assertThat(Composite.of(WEIGHTS, criteria("80", "60", "40", null))).isEqualTo(points("50.00"));
    }

    @Test
    void shouldLeaveAbsentCriteriaOutInsteadOfCountingThemAsZero() {
        // (30·60 + 60·40) / 90
        assertThat(Composite.of(WEIGHTS, criteria(null, "60", "40", null))).isEqualTo(points("46.67"));
    }

    @Test
    void shouldRoundHalfUp() {
        Weights halves = weights(0, 50, 50, 0);

        assertThat(Composite.of(halves, criteria(null, "0.01", "0.00", null))).isEqualTo(points("0.01"));
    }

    @Test
    void shouldNotGradeByCreditAlone() {
        assertThat(Composite.of(WEIGHTS, criteria("100", null, null, null))).isNull();
    }

    @Test
    void shouldNotGradeByACriterionWithoutWeight() {
        assertThat(Composite.of(WEIGHTS, criteria("100", null, null, "90"))).isNull();
    }

    @Test
    void shouldGradeByZeroPoints() {
        assertThat(Composite.of(WEIGHTS, criteria(null, "0", null, null))).isEqualTo(Points.ZERO);
    }

    @Test
    void shouldGiveWhatRoundingLeftToTheLargestRemainder() {
        // (30·1.00 + 60·0.01) / 90 = 0.34, of which volume gives 0.333… and profit 0.0066…
        Criteria criteria = criteria(null, "1.00", "0.01", null);

        List<Contribution> parts = Composite.explain(
                new Grade.Basis(criteria, Composite.of(WEIGHTS, criteria), 1, 1, WEIGHTS, null), null);

        assertThat(parts)
                .extracting(Contribution::contribution)
                .containsExactly(null, points("0.33"), points("0.01"), null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldExplainTheCompositeByContributionsThatAddUpToIt(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            int credit = random.nextInt(101);
            int volume = random.nextInt(101 - credit);
            int profit = random.nextInt(101 - credit - volume);
            Weights weights = weights(credit, volume, profit, 100 - credit - volume - profit);
            Criteria criteria = Grades.randomCriteria(random);
            Points composite = Composite.of(weights, criteria);
            Grade.Basis basis = new Grade.Basis(criteria, composite, 1, 1, weights, null);

            BigDecimal sum = BigDecimal.ZERO;
            for (Contribution part : Composite.explain(basis, null)) {
                if (part.contribution() != null) {
                    sum = sum.add(part.contribution().toBigDecimal());
                    assertThat(part.points()).isNotNull();
                }
            }

            assertThat(sum)
                    .as("seed %s: %s under %s", seed, criteria, weights)
                    .isEqualByComparingTo(composite == null ? BigDecimal.ZERO : composite.toBigDecimal());
            assertThat(composite).as("seed %s", seed).isEqualTo(byTheBook(weights, criteria));
        }
    }

    private static Points byTheBook(Weights weights, Criteria criteria) {
        BigDecimal weighted = BigDecimal.ZERO;
        BigDecimal total = BigDecimal.ZERO;
        BigDecimal worth = BigDecimal.ZERO;
        for (Criterion criterion : Criterion.values()) {
            if (criteria.of(criterion) != null) {
                weighted = weighted.add(
                        weights.of(criterion).multiply(criteria.of(criterion).toBigDecimal()));
                total = total.add(weights.of(criterion));
                worth = criterion == Criterion.CREDIT ? worth : worth.add(weights.of(criterion));
            }
        }
        return worth.signum() == 0 ? null : Points.of(weighted.divide(total, 2, RoundingMode.HALF_UP));
    }

    private static Weights weights(int credit, int volume, int profit, int prospect) {
        return new Weights(
                BigDecimal.valueOf(credit),
                BigDecimal.valueOf(volume),
                BigDecimal.valueOf(profit),
                BigDecimal.valueOf(prospect));
    }
}
