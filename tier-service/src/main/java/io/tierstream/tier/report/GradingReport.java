package io.tierstream.tier.report;

import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.tier.domain.Criteria;
import io.tierstream.tier.domain.Criterion;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.population.Customer;
import io.tierstream.tier.population.CustomerFilter;
import io.tierstream.tier.population.CustomerLists;
import io.tierstream.tier.population.CustomerOrder;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Figure;
import io.tierstream.tier.population.Population;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every customer with tier, points and all metrics; per tier how many they are and what they bring; and how their
 * composites spread.
 */
@Component
public class GradingReport {

    private static final List<Column<Customer>> COLUMNS = List.of(
            Column.text("customerId", Customer::customerId),
            Column.text("name", Customer::name),
            Column.text("accountManager", Customer::accountManager),
            Column.text("segment", Customer::segment),
            Column.text("region", Customer::region),
            Column.day("customerSince", Customer::customerSince),
            Column.text("tier", Customer::tier),
            Column.text("computedTier", Customer::computedTier),
            Column.time("since", Customer::since),
            Column.number("composite", customer -> points(customer.composite())),
            criterion("credit", Criterion.CREDIT),
            criterion("volume", Criterion.VOLUME),
            criterion("profitPoints", Criterion.PROFIT),
            criterion("prospect", Criterion.PROSPECT),
            Column.text("flags", customer -> customer.flags().isEmpty() ? null : customer.flags()),
            money("orderAmount", Metrics::orderAmount),
            number("quantity", Metrics::quantity),
            metric("orderCount", Metrics::orderCount),
            money("grossOrderAmount", Metrics::grossOrderAmount),
            money("cancelledAmount", Metrics::cancelledAmount),
            money("returnedAmount", Metrics::returnedAmount),
            money("profit", Metrics::profit),
            number("profitCoverage", Metrics::profitCoverage),
            money("previousOrderAmount", Metrics::previousOrderAmount),
            number("growth", Metrics::growth),
            number("averageDaysLate", Metrics::averageDaysLate),
            metric("maxDaysLate", Metrics::maxDaysLate),
            number("onTimeShare", Metrics::onTimeShare),
            money("overdueAmount", Metrics::overdueAmount),
            Column.day("overdueSince", customer -> customer.metrics().overdueSince()),
            metric("complaintCount", Metrics::complaintCount),
            metric("openComplaints", Metrics::openComplaints),
            Column.day("firstOrderDay", customer -> customer.metrics().firstOrderDay()),
            Column.day("lastOrderDay", customer -> customer.metrics().lastOrderDay()),
            number("largestOrderShare", Metrics::largestOrderShare),
            Column.day("asOf", Customer::asOf));

    private final Population population;
    private final ReportSettings settings;

    GradingReport(Population population, ReportSettings settings) {
        this.population = population;
        this.settings = settings;
    }

    /** The customers that are wanted, in that order. */
    public Report<Customer> of(CustomerFilter filter, CustomerOrder order) {
        return new Report<>(
                "grading",
                population.read(table -> summary(table, CustomerLists.wanted(table, filter))),
                COLUMNS,
                new RowReader<>(
                        population,
                        table -> CustomerLists.wanted(table, filter),
                        table -> order,
                        CustomerTable::customer));
    }

    private ObjectNode summary(CustomerTable table, IntPredicate wanted) {
        Map<Tier, Sums> byTier = new EnumMap<>(Tier.class);
        Sums all = new Sums();
        Bands distribution = new Bands();
        for (Tier tier : Tier.values()) {
            byTier.put(tier, new Sums());
        }
        for (int row = 0; row < table.rows(); row++) {
            if (table.isGraded(row) && wanted.test(row)) {
                all.add(table, row);
                distribution.add(table.composite(row));
                byTier.getOrDefault(table.tier(row), all).add(table, row);
            }
        }
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("currency", settings.baseCurrency());
        summary.put("customers", all.customers);
        put(summary, all);
        ArrayNode tiers = summary.putArray("tiers");
        byTier.forEach((tier, sums) -> {
            ObjectNode one = tiers.addObject().put("tier", tier.name()).put("customers", sums.customers);
            one.put(
                    "customerShare",
                    Amounts.share(BigDecimal.valueOf(sums.customers), BigDecimal.valueOf(all.customers)));
            put(one, sums);
            one.put("orderAmountShare", Amounts.share(sums.orderAmount(), all.orderAmount()));
            one.put("profitShare", Amounts.share(sums.profit(), all.profit()));
        });
        distribution.into(summary.putObject("distribution").putArray("now"));
        return summary;
    }

    private static void put(ObjectNode node, Sums sums) {
        node.put("orderAmount", String.valueOf(Amounts.money(sums.orderAmount())));
        node.put("profit", String.valueOf(Amounts.money(sums.profit())));
    }

    private static Column<Customer> criterion(String key, Criterion criterion) {
        Function<Criteria, @Nullable Points> points = criteria -> criteria.of(criterion);
        return Column.number(key, customer -> points(points.apply(customer.criteria())));
    }

    private static Column<Customer> money(String key, Function<Metrics, @Nullable BigDecimal> metric) {
        return Column.money(key, customer -> Amounts.money(metric.apply(customer.metrics())));
    }

    private static Column<Customer> number(String key, Function<Metrics, @Nullable BigDecimal> metric) {
        return Column.number(key, customer -> Amounts.number(metric.apply(customer.metrics())));
    }

    private static Column<Customer> metric(String key, Function<Metrics, @Nullable Object> metric) {
        return Column.number(key, customer -> metric.apply(customer.metrics()));
    }

    private static @Nullable BigDecimal points(@Nullable Points points) {
        return points == null ? null : points.toBigDecimal();
    }

    /** Sums that stay exact; of longs where they fit, which is nearly always. */
    private static final class Sums {
        private long customers;
        private final FigureSum orderAmount = new FigureSum(Figure.ORDER_AMOUNT);
        private final FigureSum profit = new FigureSum(Figure.PROFIT);

        void add(CustomerTable table, int row) {
            customers++;
            orderAmount.add(table, row);
            profit.add(table, row);
        }

        BigDecimal orderAmount() {
            return orderAmount.value();
        }

        BigDecimal profit() {
            return profit.value();
        }
    }
}
