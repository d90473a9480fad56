package io.tierstream.tier.report;

import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Figure;
import java.math.BigDecimal;

/** The exact sum of a figure over rows: of longs as long as they do, which is nearly always. */
final class FigureSum {

    private static final long LARGE = Long.MAX_VALUE / 2;

    private final Figure figure;
    private BigDecimal full = BigDecimal.ZERO;
    private long part;

    FigureSum(Figure figure) {
        this.figure = figure;
    }

    void add(CustomerTable table, int row) {
        if (table.isSmall(figure)) {
            long value = table.tenThousandths(row, figure);
            if (Math.abs(value) > LARGE || Math.abs(part) > LARGE) {
                full = full.add(BigDecimal.valueOf(part, 4));
                full = full.add(BigDecimal.valueOf(value, 4));
                part = 0;
            } else {
                part += value;
            }
        } else {
            BigDecimal value = table.figure(row, figure);
            full = value == null ? full : full.add(value);
        }
    }

    BigDecimal value() {
        return full.add(BigDecimal.valueOf(part, 4));
    }
}
