package io.tierstream.scoring.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TotalsTest {

    @Test
    void shouldAddUpWhatIsLastKnownOfEachCustomer() {
        Figures first = figures("10", "1", "0", 3, 1, null);
        Figures later = figures("25", "2", "7", 4, 2, 100);
        Figures other = figures("100", "50", "3", 1, 0, 90);

        Totals totals = Totals.NONE.changed(null, first).changed(null, other).changed(first, later);

        assertThat(totals)
                .isEqualTo(new Totals(
                        2,
                        2,
                        later.orders().plus(other.orders()),
                        new BigDecimal("52.0000"),
                        new BigDecimal("10.0000"),
                        5,
                        2));
        assertThat(Totals.NONE.changed(null, first).customersWithOrders()).isZero();
        assertThat(Totals.NONE.changed(null, other).plus(totals))
                .isEqualTo(totals.changed(null, other))
                .isNotEqualTo(totals);
    }

    private static Figures figures(
            String gross,
            String previous,
            String overdue,
            int complaints,
            int openComplaints,
            @Nullable Integer firstOrderDay) {
        BigDecimal zero = Amounts.ZERO;
        return new Figures(
                1_000,
                new OrderFigures(amount(gross), zero, zero, amount("2"), 1, 0, 0, zero, zero, 0),
                null,
                amount(previous),
                null,
                null,
                null,
                null,
                amount(overdue),
                null,
                complaints,
                openComplaints,
                firstOrderDay,
                firstOrderDay,
                null,
                null);
    }

    private static BigDecimal amount(String text) {
        return Amounts.rounded(new BigDecimal(text));
    }
}
