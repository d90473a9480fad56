package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a customer: figures, points per criterion (absent without data), flags.
 *
 * @param scorecardVersion whose curves made the points
 */
public record Score(
        Figures figures,
        @Nullable BigDecimal credit,
        @Nullable BigDecimal volume,
        @Nullable BigDecimal profit,
        @Nullable BigDecimal prospect,
        Set<Flag> flags,
        int scorecardVersion) {

    private static final BigDecimal BULK_SHARE = new BigDecimal("0.6");
    private static final int BULK_ORDERS = 2;
    private static final BigDecimal LOW_MARGIN_POINTS = new BigDecimal("60");
    private static final BigDecimal LOW_MARGIN = new BigDecimal("0.05");
    private static final BigDecimal SLOW_DAYS = new BigDecimal("30");
    private static final BigDecimal RETURNS_SHARE = new BigDecimal("0.3");

    /** The score of a state, for its day. */
    public static Score of(CustomerMetrics state, Scorecard scorecard) {
        return of(Figures.of(state), scorecard);
    }

    /** What these figures are worth. Points and flags follow from figures and scorecard alone. */
    public static Score of(Figures figures, Scorecard scorecard) {
        OrderFigures orders = figures.orders();
        BigDecimal averageDaysLate = figures.averageDaysLate();
        BigDecimal prospect = figures.prospect();
        BigDecimal volume = figures.firstOrderDay() == null
                ? null
                : scorecard
                        .volume()
                        .points(
                                switch (scorecard.volumeMetric()) {
                                    case ORDER_AMOUNT -> figures.orderAmount();
                                    case QUANTITY -> orders.quantity();
                                });
        return new Score(
                figures,
                averageDaysLate == null ? null : scorecard.credit().points(averageDaysLate),
                volume,
                orders.costedOrders() == 0 ? null : scorecard.profit().points(figures.profit()),
                prospect == null ? null : scorecard.prospect().points(prospect),
                flags(figures, volume),
                scorecard.version());
    }

    private static Set<Flag> flags(Figures figures, @Nullable BigDecimal volume) {
        OrderFigures orders = figures.orders();
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        BigDecimal largest = figures.largestOrderShare();
        if (largest != null && largest.compareTo(BULK_SHARE) >= 0 && orders.orders() <= BULK_ORDERS) {
            flags.add(Flag.ONE_OFF_BULK);
        }
        if (volume != null
                && volume.compareTo(LOW_MARGIN_POINTS) >= 0
                && figures.profit().compareTo(orders.costedAmount().multiply(LOW_MARGIN)) < 0) {
            flags.add(Flag.LOW_MARGIN);
        }
        BigDecimal averageDaysLate = figures.averageDaysLate();
        if (averageDaysLate != null && averageDaysLate.compareTo(SLOW_DAYS) > 0) {
            flags.add(Flag.SLOW_PAYER);
        }
        BigDecimal taken = orders.cancelled().add(orders.returned());
        if (taken.signum() > 0 && taken.compareTo(orders.gross().multiply(RETURNS_SHARE)) >= 0) {
            flags.add(Flag.RETURNS_HEAVY);
        }
        return flags;
    }
}
