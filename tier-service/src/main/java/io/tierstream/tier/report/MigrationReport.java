package io.tierstream.tier.report;

import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.simulation.MigrationMatrix;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Figure;
import io.tierstream.tier.population.KeyOrder;
import io.tierstream.tier.population.Population;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How customers moved between two times, by the history of their tiers; overrides included. */
@Component
public class MigrationReport {

    private static final List<Column<Migration>> MATRIX = List.of(
            Column.text("from", Migration::from),
            Column.text("to", Migration::to),
            Column.number("customers", Migration::customers));

    private static final List<Column<Mover>> MOVERS = List.of(
            Column.text("customerId", Mover::customerId),
            Column.text("name", Mover::name),
            Column.text("accountManager", Mover::accountManager),
            Column.text("from", Mover::from),
            Column.text("to", Mover::to),
            Column.text("tier", Mover::tier),
            Column.time("since", Mover::since),
            Column.number(
                    "composite",
                    mover ->
                            mover.composite() == null ? null : mover.composite().toBigDecimal()),
            Column.money("orderAmount", mover -> Amounts.money(mover.orderAmount())),
            Column.money("profit", mover -> Amounts.money(mover.profit())));

    private final Population population;
    private final ReportSettings settings;

    MigrationReport(Population population, ReportSettings settings) {
        this.population = population;
        this.settings = settings;
    }

    /**
     * So many customers went from one tier to the other, or stayed.
     *
     * @param from absent for those who were graded for the first time meanwhile
     */
    public record Migration(@Nullable Tier from, Tier to, long customers) {}

    /** A customer who is in another tier at the end than at the beginning; {@code tier} is the present one. */
    public record Mover(
            String customerId,
            @Nullable String name,
            @Nullable String accountManager,
            Tier from,
            Tier to,
            Tier tier,
            Instant since,
            @Nullable Points composite,
            @Nullable BigDecimal orderAmount,
            @Nullable BigDecimal profit) {}

    /** The matrix: the tiers at the first time × the tiers at the second. */
    public Report<Migration> matrix(Instant from, Instant to) {
        Count count = population.read(table -> count(table, from, to));
        List<Migration> rows = new ArrayList<>();
        for (Tier before : Tier.values()) {
            for (Tier after : Tier.values()) {
                rows.add(new Migration(before, after, count.matrix.get(before, after)));
            }
        }
        for (Tier after : Tier.values()) {
            rows.add(new Migration(null, after, count.firstGraded[after.ordinal()]));
        }
        return new Report<>("migrations", summary(from, to, count), MATRIX, Report.Rows.of(rows));
    }

    /** Those who moved: promotions first, the longest way first. */
    public Report<Mover> movers(Instant from, Instant to) {
        Count count = population.read(table -> count(table, from, to));
        ObjectNode summary = summary(from, to, count);
        summary.put("currency", settings.baseCurrency());
        return new Report<>(
                "movers",
                summary,
                MOVERS,
                new RowReader<>(
                        population,
                        table -> row -> moved(table, row, from, to),
                        table -> {
                            long[] keys = new long[table.rows()];
                            for (int row = 0; row < keys.length; row++) {
                                Tier before = table.tierAt(row, from);
                                Tier after = table.tierAt(row, to);
                                keys[row] = before == null || after == null ? 0 : after.ordinal() - before.ordinal();
                            }
                            return new KeyOrder(keys);
                        },
                        (table, row) -> mover(table, row, from, to)));
    }

    private static boolean moved(CustomerTable table, int row, Instant from, Instant to) {
        Tier before = table.tierAt(row, from);
        return before != null && before != table.tierAt(row, to);
    }

    private static @Nullable Mover mover(CustomerTable table, int row, Instant from, Instant to) {
        Tier before = table.tierAt(row, from);
        Tier after = table.tierAt(row, to);
        return before == null || after == null
                ? null
                : new Mover(
                        table.customerId(row),
                        table.name(row),
                        table.accountManager(row),
                        before,
                        after,
                        table.tier(row),
                        table.since(row),
                        table.composite(row),
                        table.figure(row, Figure.ORDER_AMOUNT),
                        table.figure(row, Figure.PROFIT));
    }

    private static Count count(CustomerTable table, Instant from, Instant to) {
        Count count = new Count();
        for (int row = 0; row < table.rows(); row++) {
            Tier before = table.tierAt(row, from);
            Tier after = table.tierAt(row, to);
            if (after != null && before != null) {
                count.matrix.count(before, after);
            } else if (after != null) {
                count.firstGraded[after.ordinal()]++;
            }
        }
        return count;
    }

    private static ObjectNode summary(Instant from, Instant to, Count count) {
        long firstGraded = 0;
        for (long graded : count.firstGraded) {
            firstGraded += graded;
        }
        return JsonNodeFactory.instance
                .objectNode()
                .put("from", from.toString())
                .put("to", to.toString())
                .put("customers", count.matrix.total() + firstGraded)
                .put("moved", count.matrix.moved())
                .put("promoted", count.matrix.promoted())
                .put("demoted", count.matrix.moved() - count.matrix.promoted())
                .put("firstGraded", firstGraded);
    }

    private static final class Count {
        private final MigrationMatrix matrix = new MigrationMatrix();
        private final long[] firstGraded = new long[Tier.values().length];
    }
}
