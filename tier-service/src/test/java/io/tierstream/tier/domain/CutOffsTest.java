package io.tierstream.tier.domain;

import static io.tierstream.tier.domain.Grades.cutOffs;
import static io.tierstream.tier.domain.Grades.points;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutOffsTest {

    private static final Shares SHARES = GradingPolicy.INITIAL.shares();

    @Test
    void shouldMakeASingleCustomerAnA() {
        CutOffs cutOffs = CutOffs.byShares(histogram(List.of(points("12.34"))), SHARES);

        assertThat(cutOffs.tierOf(points("12.34"))).isEqualTo(Tier.A);
    }

    @Test
    void shouldLetTiesGoUp() {
        CutOffs cutOffs = CutOffs.byShares(
                histogram(List.of(points("50"), points("50"), points("50"), points("10"), points("10"))), SHARES);

        assertThat(cutOffs).isEqualTo(cutOffs("50", "50"));
    }

    @Test
    void shouldHaveNoCutOffsWithoutCustomers() {
        assertThat(CutOffs.byShares(new Histogram(), SHARES)).isNull();
    }

    @Test
    void shouldBeTheThresholdsWhereThePolicySaysSoWhoeverTheCustomersAre() {
        GradingPolicy thresholds = Grades.policy(2, Mode.THRESHOLD, null, null, null);

        assertThat(thresholds.cutOffs(histogram(List.of(points("12.34"))))).isEqualTo(cutOffs("80", "60"));
        assertThat(thresholds.cutOffs(new Histogram())).isEqualTo(cutOffs("80", "60"));
    }

    @Test
    void shouldTouchEverybodyTheFirstTime() {
        assertThat(cutOffs("80", "60").touchedSince(null, points("2"))).containsExactly(CompositeRange.ALL);
    }

    @Test
    void shouldTouchNobodyBelowAMarginThatReachesToZero() {
        assertThat(cutOffs("80", "2").touchedSince(cutOffs("80", "1"), points("2")))
                .containsExactly(new CompositeRange(100, 200));
    }

    @Test
    void shouldRefuseRangesOfNoComposite() {
        assertThat(new CompositeRange(10_000, 10_001).contains(Points.MAX)).isTrue();
        assertThatThrownBy(() -> new CompositeRange(-1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CompositeRange(5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new CompositeRange(5, 10_002)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldKnowAnotherGradeFromOneThatDiffersInTheCutOffsAlone() {
        Grade grade = new Grades().scored("70").grade;

        assertThat(grade.equalsButForCutOffs(new Grades().scored("70").cutOffsMove("90", "60").grade))
                .isTrue();
        assertThat(grade.equalsButForCutOffs(new Grades().scored("71").grade)).isFalse();
    }

    @Test
    void shouldEqualTheRanksOfASortedListOnRandomPopulations() {
        for (long seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            int n = 1 + random.nextInt(300);
            int distinct = 1 + random.nextInt(10_001);
            List<Points> composites = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                composites.add(new Points(random.nextInt(distinct)));
            }
            int a = 1 + random.nextInt(9_999);
            Shares shares = new Shares(BigDecimal.valueOf(a, 2), BigDecimal.valueOf(random.nextInt(10_001 - a), 2));

            CutOffs cutOffs = CutOffs.byShares(histogram(composites), shares);

            composites.sort(Comparator.reverseOrder());
            assertThat(cutOffs)
                    .as("seed %s", seed)
                    .isEqualTo(new CutOffs(
                            composites.get(rank(shares.a(), n) - 1),
                            composites.get(rank(shares.a().add(shares.b()), n) - 1)));
        }
    }

    @Test
    void shouldTouchExactlyTheCustomersWhoseStandingAMoveCanChange() {
        for (long seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            CutOffs before = random(random);
            CutOffs after = random(random);
            Points margin = new Points(random.nextInt(3) == 0 ? 0 : random.nextInt(1_000));

            List<CompositeRange> touched = after.touchedSince(before, margin);

            for (int i = 0; i <= 10_000; i++) {
                Points composite = new Points(i);
                boolean differs = differs(composite, before.a(), after.a(), margin)
                        || differs(composite, before.b(), after.b(), margin);
                assertThat(touched.stream().anyMatch(range -> range.contains(composite)))
                        .as("seed %s: %s from %s to %s, margin %s", seed, composite, before, after, margin)
                        .isEqualTo(differs);
            }
        }
    }

    @Test
    void shouldDecideTheSameForThoseNotTouchedAsForAll() {
        for (long seed = 0; seed < 2_000; seed++) {
            Random random = new Random(seed);
            Grades customer = new Grades();
            customer.policy = Grades.protecting("2", Duration.ofDays(3), Duration.ofDays(random.nextInt(3)));
            customer.cutOffs = random(random);
            for (int i = 0; i < 4; i++) {
                customer.scored(new Points(random.nextInt(10_001)).toString())
                        .after(Duration.ofHours(random.nextInt(48)));
            }
            CutOffs before = customer.cutOffs;
            Grade grade = customer.grade;
            int changes = customer.changes.size();
            CutOffs moved = random(random);

            customer.cutOffsMove(moved.a().toString(), moved.b().toString());

            boolean touched = moved.touchedSince(before, customer.policy.demotionMargin()).stream()
                    .anyMatch(range -> range.contains(grade.basis().composite()));
            if (!touched) {
                assertThat(customer.grade.equalsButForCutOffs(grade))
                        .as("seed %s", seed)
                        .isTrue();
                assertThat(customer.changes).as("seed %s", seed).hasSize(changes);
            }
        }
    }

    private static boolean differs(Points composite, Points before, Points after, Points margin) {
        return composite.isBelow(before) != composite.isBelow(after)
                || beyond(composite, before, margin) != beyond(composite, after, margin);
    }

    private static boolean beyond(Points composite, Points cutOff, Points margin) {
        return composite.hundredths() < cutOff.hundredths() - margin.hundredths();
    }

    private static CutOffs random(Random random) {
        int b = random.nextInt(10_001);
        return new CutOffs(new Points(b + random.nextInt(10_001 - b)), new Points(b));
    }

    private static int rank(BigDecimal percent, int n) {
        return percent.multiply(BigDecimal.valueOf(n))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                .intValueExact();
    }

    private static Histogram histogram(List<Points> composites) {
        Histogram histogram = new Histogram();
        composites.forEach(histogram::add);
        return histogram;
    }
}
