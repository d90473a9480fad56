package io.tierstream.tier.report;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.report.Concentration;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Figure;
import io.tierstream.tier.population.Population;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How much of the value few customers bring, over all who ever ordered; and what the tiers make of it. */
@Component
public class ConcentrationReport {

    private static final List<Column<Concentration.Point>> COLUMNS = List.of(
            Column.number("customerShare", Concentration.Point::customers),
            Column.number("valueShare", Concentration.Point::value));

    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final Population population;
    private final ReportSettings settings;

    ConcentrationReport(Population population, ReportSettings settings) {
        this.population = population;
        this.settings = settings;
    }

    /** By an amount. Values below zero count as zero. */
    public Report<Concentration.Point> by(Figure figure) {
        Values values = population.read(table -> values(table, figure));
        Concentration concentration = Concentration.of(values.all, values.decimals);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("by", figure.metric());
        summary.put("currency", settings.baseCurrency());
        summary.put("customers", concentration.customers());
        summary.put("total", String.valueOf(Amounts.money(concentration.total())));
        if (concentration.topFifth() != null) {
            summary.put("topFifthShare", concentration.topFifth());
        }
        if (concentration.gini() != null) {
            summary.put("gini", concentration.gini());
        }
        summary.put("gradingPays", concentration.verdict().name());
        ArrayNode tiers = summary.putArray("tiers");
        for (Tier tier : Tier.values()) {
            long customers = values.customers.getOrDefault(tier, 0L);
            BigDecimal value = values.sums.getOrDefault(tier, BigDecimal.ZERO);
            tiers.addObject()
                    .put("tier", tier.name())
                    .put("customers", customers)
                    .put(
                            "customerShare",
                            Amounts.share(BigDecimal.valueOf(customers), BigDecimal.valueOf(concentration.customers())))
                    .put("value", String.valueOf(Amounts.money(value)))
                    .put("valueShare", Amounts.share(value, concentration.total()));
        }
        return new Report<>("concentration", summary, COLUMNS, Report.Rows.of(concentration.curve()));
    }

    private static Values values(CustomerTable table, Figure figure) {
        boolean small = table.isSmall(figure);
        long[] values = new long[table.graded()];
        Map<Tier, Long> customers = new EnumMap<>(Tier.class);
        Map<Tier, BigDecimal> sums = new EnumMap<>(Tier.class);
        long[] parts = new long[Tier.values().length];
        int n = 0;
        for (int row = 0; row < table.rows(); row++) {
            if (table.isGraded(row) && table.firstOrderDay(row) != null) {
                long value = Math.max(0, small ? table.tenThousandths(row, figure) : units(table.figure(row, figure)));
                values[n++] = value;
                Tier tier = table.tier(row);
                customers.merge(tier, 1L, Long::sum);
                long part = parts[tier.ordinal()] + value;
                if (part < 0) {
                    sums.merge(tier, exact(parts[tier.ordinal()], small), BigDecimal::add);
                    part = value;
                }
                parts[tier.ordinal()] = part;
            }
        }
        for (Tier tier : Tier.values()) {
            sums.merge(tier, exact(parts[tier.ordinal()], small), BigDecimal::add);
        }
        return new Values(Arrays.copyOf(values, n), small ? 4 : 0, customers, sums);
    }

    private static BigDecimal exact(long value, boolean small) {
        return BigDecimal.valueOf(value, small ? 4 : 0);
    }

    /** Whole units, where some amount is too large for ten-thousandths; what is beyond a long counts as the largest. */
    private static long units(@Nullable BigDecimal value) {
        return value == null
                ? 0
                : value.max(BigDecimal.ZERO)
                        .setScale(0, RoundingMode.HALF_UP)
                        .min(LARGEST)
                        .longValue();
    }

    private static final class Values {
        private final long[] all;
        private final int decimals;
        private final Map<Tier, Long> customers;
        private final Map<Tier, BigDecimal> sums;

        Values(long[] all, int decimals, Map<Tier, Long> customers, Map<Tier, BigDecimal> sums) {
            this.all = all;
            this.decimals = decimals;
            this.customers = customers;
            this.sums = sums;
        }
    }
}
