package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.Metrics;
import java.math.BigDecimal;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The rolling figures that are decimals; the names are those of the metrics. */
public enum Figure {
    ORDER_AMOUNT("orderAmount", Metrics::orderAmount),
    QUANTITY("quantity", Metrics::quantity),
    GROSS_ORDER_AMOUNT("grossOrderAmount", Metrics::grossOrderAmount),
    CANCELLED_AMOUNT("cancelledAmount", Metrics::cancelledAmount),
    RETURNED_AMOUNT("returnedAmount", Metrics::returnedAmount),
    PROFIT("profit", Metrics::profit),
    PROFIT_COVERAGE("profitCoverage", Metrics::profitCoverage),
    PREVIOUS_ORDER_AMOUNT("previousOrderAmount", Metrics::previousOrderAmount),
    GROWTH("growth", Metrics::growth),
    AVERAGE_DAYS_LATE("averageDaysLate", Metrics::averageDaysLate),
    ON_TIME_SHARE("onTimeShare", Metrics::onTimeShare),
    OVERDUE_AMOUNT("overdueAmount", Metrics::overdueAmount),
    LARGEST_ORDER_SHARE("largestOrderShare", Metrics::largestOrderShare);

    private final String metric;
    private final Function<Metrics, @Nullable BigDecimal> value;

    Figure(String metric, Function<Metrics, @Nullable BigDecimal> value) {
        this.metric = metric;
        this.value = value;
    }

    /** The metric's name. */
    public String metric() {
        return metric;
    }

    @Nullable BigDecimal of(Metrics metrics) {
        return value.apply(metrics);
    }
}
