package io.tierstream.tier.domain.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import java.time.LocalDate;
import java.time.Period;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VisitPlanTest {

    private static final LocalDate SINCE = LocalDate.of(2026, 1, 31);

    @Test
    void shouldVisitAMonthlyBQuarterlyAndCHalfYearly() {
        LocalDate last = LocalDate.of(2026, 8, 31);

        assertThat(VisitPlan.DEFAULT.due(Tier.A, last, SINCE)).isEqualTo("2026-09-30");
        assertThat(VisitPlan.DEFAULT.due(Tier.B, last, SINCE)).isEqualTo("2026-11-30");
        assertThat(VisitPlan.DEFAULT.due(Tier.C, last, SINCE)).isEqualTo("2027-02-28");
    }

    @Test
    void shouldCountFromTheBeginOfTheTierWithoutAVisit() {
        assertThat(VisitPlan.DEFAULT.due(Tier.A, null, SINCE)).isEqualTo("2026-02-28");
    }

    @Test
    void shouldNeedAPeriodAboveZeroForEveryTier() {
        assertThatThrownBy(() -> new VisitPlan(Map.of(Tier.A, Period.ofDays(1), Tier.B, Period.ofDays(1))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> everyCustomer(Period.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> everyCustomer(Period.ofDays(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(everyCustomer(Period.ofDays(1)).due(Tier.B, null, SINCE)).isEqualTo("2026-02-01");
    }

    private static VisitPlan everyCustomer(Period period) {
        return new VisitPlan(Map.of(Tier.A, period, Tier.B, period, Tier.C, period));
    }

    @Test
    void shouldGradeProspectsAtEightySixtyAndForty() {
        assertThat(ProspectGrade.of(Points.of("80"))).isEqualTo(ProspectGrade.A);
        assertThat(ProspectGrade.of(Points.of("79.99"))).isEqualTo(ProspectGrade.B);
        assertThat(ProspectGrade.of(Points.of("60"))).isEqualTo(ProspectGrade.B);
        assertThat(ProspectGrade.of(Points.of("59.99"))).isEqualTo(ProspectGrade.C);
        assertThat(ProspectGrade.of(Points.of("40"))).isEqualTo(ProspectGrade.C);
        assertThat(ProspectGrade.of(Points.of("39.99"))).isEqualTo(ProspectGrade.D);
    }
}
