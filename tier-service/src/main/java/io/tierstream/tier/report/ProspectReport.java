package io.tierstream.tier.report;

import io.tierstream.tier.domain.Criterion;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.report.ProspectGrade;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.KeyOrder;
import io.tierstream.tier.population.Population;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which prospects deserve attention: everyone who was assessed, by the prospect criterion. */
@Component
public class ProspectReport {

    private static final List<Column<Prospect>> COLUMNS = List.of(
            Column.text("customerId", Prospect::customerId),
            Column.text("name", Prospect::name),
            Column.text("accountManager", Prospect::accountManager),
            Column.text("grade", Prospect::grade),
            Column.number("prospect", prospect -> prospect.points().toBigDecimal()),
            Column.text("tier", Prospect::tier),
            Column.day("firstOrderDay", Prospect::firstOrderDay));

    private final Population population;

    ProspectReport(Population population) {
        this.population = population;
    }

    /**
     * Somebody who was assessed.
     *
     * @param firstOrderDay absent while there is no order yet
     */
    public record Prospect(
            String customerId,
            @Nullable String name,
            @Nullable String accountManager,
            ProspectGrade grade,
            Points points,
            Tier tier,
            @Nullable LocalDate firstOrderDay) {}

    /**
     * The prospects, the most promising first.
     *
     * @param grade null for all
     * @param withoutOrder only those who never ordered
     */
    public Report<Prospect> of(@Nullable ProspectGrade grade, boolean withoutOrder) {
        long[] counts = population.read(table -> {
            long[] byGrade = new long[ProspectGrade.values().length];
            for (int row = 0; row < table.rows(); row++) {
                Points points = points(table, row);
                if (points != null && (!withoutOrder || table.firstOrderDay(row) == null)) {
                    byGrade[ProspectGrade.of(points).ordinal()]++;
                }
            }
            return byGrade;
        });
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        ObjectNode grades = summary.putObject("grades");
        for (ProspectGrade each : ProspectGrade.values()) {
            grades.put(each.name(), counts[each.ordinal()]);
        }
        return new Report<>(
                "prospects",
                summary,
                COLUMNS,
                new RowReader<>(
                        population,
                        table -> row -> isWanted(table, row, grade, withoutOrder),
                        ProspectReport::byPoints,
                        ProspectReport::view));
    }

    private static boolean isWanted(CustomerTable table, int row, @Nullable ProspectGrade grade, boolean withoutOrder) {
        Points points = points(table, row);
        return points != null
                && (grade == null || ProspectGrade.of(points) == grade)
                && (!withoutOrder || table.firstOrderDay(row) == null);
    }

    private static KeyOrder byPoints(CustomerTable table) {
        long[] keys = new long[table.rows()];
        for (int row = 0; row < keys.length; row++) {
            Points points = points(table, row);
            keys[row] = points == null ? Long.MAX_VALUE : -points.hundredths();
        }
        return new KeyOrder(keys);
    }

    private static @Nullable Prospect view(CustomerTable table, int row) {
        Points points = points(table, row);
        return points == null
                ? null
                : new Prospect(
                        table.customerId(row),
                        table.name(row),
                        table.accountManager(row),
                        ProspectGrade.of(points),
                        points,
                        table.tier(row),
                        table.firstOrderDay(row));
    }

    private static @Nullable Points points(CustomerTable table, int row) {
        return table.isGraded(row) ? table.points(row, Criterion.PROSPECT) : null;
    }
}
