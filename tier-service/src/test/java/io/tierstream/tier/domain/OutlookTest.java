package io.tierstream.tier.domain;

import static io.tierstream.tier.domain.Grades.criteria;
import static io.tierstream.tier.domain.Grades.cutOffs;
import static io.tierstream.tier.domain.Grades.points;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutlookTest {

    private final Grades customer = new Grades();

    @Test
    void shouldSayWhatItWouldTakeToMoveUp() {
        customer.scored(criteria(null, "60", "60", null));

        Outlook.Up up = outlook().up();

        assertThat(up.to()).isEqualTo(Tier.A);
        assertThat(up.missing()).isEqualTo(points("20"));
        assertThat(up.alone())
                .containsExactly(
                        // (30·60 + 60·90) / 90 = 80; half a hundredth of the composite may be missing
                        new Outlook.Needed(Criterion.PROFIT, points("60"), points("90.00")));
    }

    @Test
    void shouldSayWhichCriteriaCouldDoItAlone() {
        customer.policy = new GradingPolicy(
                1,
                new Weights(BigDecimal.ZERO, BigDecimal.valueOf(50), BigDecimal.ZERO, BigDecimal.valueOf(50)),
                Mode.THRESHOLD,
                GradingPolicy.INITIAL.shares(),
                GradingPolicy.INITIAL.thresholds(),
                Points.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                "");
        customer.scored(criteria("10", "60", null, "40"));

        Outlook.Up up = outlook().up();

        assertThat(up.to()).isEqualTo(Tier.B);
        // (60 + 60) / 2 and (80 + 40) / 2, less half a hundredth
        assertThat(up.alone())
                .containsExactly(
                        new Outlook.Needed(Criterion.VOLUME, points("60"), points("79.99")),
                        new Outlook.Needed(Criterion.PROSPECT, points("40"), points("59.99")));
    }

    @Test
    void shouldSayWhatWouldMoveItDown() {
        customer.scored("85");

        Outlook.Down down = outlook().down();

        assertThat(down.cutOff()).isEqualTo(points("80"));
        assertThat(down.atOnceBelow()).isEqualTo(points("78"));
        assertThat(down.distance()).isEqualByComparingTo("5");
        assertThat(down.dueAt()).isNull();
    }

    @Test
    void shouldSayWhenAGraceEndsAndWhereTheTierFallsTo() {
        customer.scored("85").scored("79");

        Outlook.Down down = outlook().down();

        assertThat(down.distance()).isEqualByComparingTo("-1");
        assertThat(down.dueAt()).isEqualTo(Grades.START.plus(Duration.ofDays(30)));
        assertThat(down.to()).isEqualTo(Tier.B);
    }

    @Test
    void shouldSayThatATierBeyondTheMarginFallsWhenItsDwellEnds() {
        customer.policy = Grades.protecting("2", Duration.ofDays(30), Duration.ofDays(7));
        customer.scored("85").scored("70");
        Instant fallsAt = Grades.START.plus(Duration.ofDays(7));
        assertThat(Grading.nextDue(customer.grade, customer.policy)).isEqualTo(fallsAt);

        assertThat(outlook().down().dueAt()).isEqualTo(fallsAt);
        customer.grade = customer.grade.with(customer.grade.basis().with(null));
        assertThat(outlook().down().dueAt()).as("as it is served").isEqualTo(fallsAt);
    }

    @Test
    void shouldSayNothingBeforeTheFirstCalculation() {
        customer.cutOffs = null;
        customer.scored("85");

        assertThat(Outlook.of(customer.grade, customer.policy, null)).isEqualTo(new Outlook(null, null));
    }

    @Test
    void shouldNameTheFewestPointsThatReallyDo() {
        customer.cutOffs = cutOffs("77.77", "33.33");
        customer.scored(criteria("31.07", "64.19", "42.42", null));

        for (Outlook.Needed needed : outlook().up().alone()) {
            Criteria basis = customer.grade.basis().criteria();
            assertThat(Composite.of(customer.policy.weights(), basis.with(needed.criterion(), needed.needed())))
                    .isGreaterThanOrEqualTo(points("77.77"));
            Points less = new Points(needed.needed().hundredths() - 1);
            assertThat(Composite.of(customer.policy.weights(), basis.with(needed.criterion(), less)))
                    .isLessThan(points("77.77"));
        }
    }

    private Outlook outlook() {
        return Outlook.of(customer.grade, customer.policy, customer.cutOffs);
    }
}
