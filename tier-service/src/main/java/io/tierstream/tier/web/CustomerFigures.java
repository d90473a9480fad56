package io.tierstream.tier.web;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A customer's figures as people read them, and what the signs of a false big customer mean in them. */
final class CustomerFigures {

    private static final int DECIMALS = 4;

    private CustomerFigures() {}

    /**
     * A figure.
     *
     * @param metric its name in the API
     */
    record Figure(String metric, String value) {}

    /** A sign of a false big customer, explained with the figures that raised it. */
    record Warning(Flag flag, String text) {}

    /**
     * Figures that belong together.
     *
     * @param name the message {@code figures.<name>}
     */
    record Group(String name, List<Figure> figures) {}

    static List<Group> of(Metrics metrics, Show show) {
        return List.of(
                new Group(
                        "orders",
                        List.of(
                                new Figure("orderAmount", show.money(metrics.orderAmount())),
                                new Figure("orderCount", show.number(metrics.orderCount())),
                                new Figure("quantity", show.number(metrics.quantity())),
                                new Figure("grossOrderAmount", show.money(metrics.grossOrderAmount())),
                                new Figure("returnedAmount", show.money(metrics.returnedAmount())),
                                new Figure("cancelledAmount", show.money(metrics.cancelledAmount())),
                                new Figure("previousOrderAmount", show.money(metrics.previousOrderAmount())),
                                new Figure("growth", show.percent(metrics.growth())),
                                new Figure("largestOrderShare", show.percent(metrics.largestOrderShare())),
                                new Figure("firstOrderDay", show.day(metrics.firstOrderDay())),
                                new Figure("lastOrderDay", show.day(metrics.lastOrderDay())))),
                new Group(
                        "profit",
                        List.of(
                                new Figure("profit", show.money(metrics.profit())),
                                new Figure("profitCoverage", show.percent(metrics.profitCoverage())))),
                new Group(
                        "payments",
                        List.of(
                                new Figure("averageDaysLate", show.number(metrics.averageDaysLate())),
                                new Figure("maxDaysLate", show.number(metrics.maxDaysLate())),
                                new Figure("onTimeShare", show.percent(metrics.onTimeShare())),
                                new Figure("overdueAmount", show.money(metrics.overdueAmount())),
                                new Figure("overdueSince", show.day(metrics.overdueSince())))),
                new Group(
                        "complaints",
                        List.of(
                                new Figure("complaintCount", show.number(metrics.complaintCount())),
                                new Figure("openComplaints", show.number(metrics.openComplaints())))));
    }

    static List<Warning> warnings(List<Flag> flags, Metrics metrics, Show show) {
        return flags.stream()
                .map(flag -> new Warning(flag, text(flag, metrics, show)))
                .toList();
    }

    private static String text(Flag flag, Metrics metrics, Show show) {
        String key = "warning." + flag;
        return switch (flag) {
            case ONE_OFF_BULK -> show.say(key, show.percent(metrics.largestOrderShare()), metrics.orderCount());
            case LOW_MARGIN -> {
                BigDecimal coverage = metrics.profitCoverage();
                BigDecimal known = coverage == null
                        ? BigDecimal.ZERO
                        : metrics.orderAmount().multiply(coverage);
                yield show.say(key, show.money(metrics.profit()), show.percent(share(metrics.profit(), known)));
            }
            case SLOW_PAYER -> show.say(key, show.roughly(metrics.averageDaysLate()));
            case RETURNS_HEAVY -> {
                BigDecimal taken = metrics.cancelledAmount().add(metrics.returnedAmount());
                yield show.say(
                        key,
                        show.money(taken),
                        show.money(metrics.grossOrderAmount()),
                        show.percent(share(taken, metrics.grossOrderAmount())));
            }
        };
    }

    private static BigDecimal share(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? BigDecimal.ZERO : part.divide(whole, DECIMALS, RoundingMode.HALF_UP);
    }
}
