package io.tierstream.tier.report;

import io.tierstream.tier.domain.Criterion;
import io.tierstream.tier.domain.CutOffs;
import io.tierstream.tier.domain.GradingPolicy;
import io.tierstream.tier.domain.Outlook;
import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.KeyOrder;
import io.tierstream.tier.population.Population;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Who is close to a promotion or a demotion, and what it would take. */
@Component
public class NearReport {

    private static final List<Column<Near>> COLUMNS = List.of(
            Column.text("customerId", Near::customerId),
            Column.text("name", Near::name),
            Column.text("accountManager", Near::accountManager),
            Column.text("tier", Near::tier),
            Column.text("computedTier", Near::computedTier),
            Column.text("direction", Near::direction),
            Column.number("composite", near -> near.composite().toBigDecimal()),
            Column.number("cutOff", near -> near.cutOff().toBigDecimal()),
            Column.number("distance", Near::distance),
            needed("creditNeeded", Criterion.CREDIT),
            needed("volumeNeeded", Criterion.VOLUME),
            needed("profitNeeded", Criterion.PROFIT),
            needed("prospectNeeded", Criterion.PROSPECT),
            Column.time("nextDue", Near::nextDue));

    private final Population population;

    NearReport(Population population) {
        this.population = population;
    }

    /** Whether a customer is near the next better tier, or near falling. */
    public enum Direction {
        UP,
        DOWN
    }

    /**
     * A customer near a cut-off.
     *
     * @param cutOff of the next better tier, or of the customer's own
     * @param distance points missing to it, or left above it; below zero when a grace runs
     * @param alone on the way up: each criterion that could do it alone, with the points that it would have to reach
     * @param nextDue when a grace, a dwell or the override ends
     */
    public record Near(
            String customerId,
            @Nullable String name,
            @Nullable String accountManager,
            Tier tier,
            Tier computedTier,
            Direction direction,
            Points composite,
            Points cutOff,
            BigDecimal distance,
            List<Outlook.Needed> alone,
            @Nullable Instant nextDue) {}

    /**
     * Those within so many points of a cut-off, the nearest first.
     *
     * @param cutOffs in force
     */
    public Report<Near> within(Points points, GradingPolicy policy, CutOffs cutOffs) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("within", points.toBigDecimal());
        summary.putObject("cutOffs")
                .put("A", cutOffs.a().toBigDecimal())
                .put("B", cutOffs.b().toBigDecimal());
        long[] counted = population.read(table -> {
            long[] directions = new long[Direction.values().length];
            for (int row = 0; row < table.rows(); row++) {
                Direction direction = table.isGraded(row) ? direction(table, row, cutOffs, points) : null;
                if (direction != null) {
                    directions[direction.ordinal()]++;
                }
            }
            return directions;
        });
        summary.put("nearPromotion", counted[Direction.UP.ordinal()]);
        summary.put("nearDemotion", counted[Direction.DOWN.ordinal()]);
        return new Report<>(
                "near-cut-offs",
                summary,
                COLUMNS,
                new RowReader<>(
                        population,
                        table -> row -> direction(table, row, cutOffs, points) != null,
                        table -> byDistance(table, cutOffs, points),
                        (table, row) -> near(table, row, cutOffs, points, policy)));
    }

    private static KeyOrder byDistance(CustomerTable table, CutOffs cutOffs, Points points) {
        long[] keys = new long[table.rows()];
        for (int row = 0; row < keys.length; row++) {
            Direction direction = table.isGraded(row) ? direction(table, row, cutOffs, points) : null;
            keys[row] = direction == null ? Long.MAX_VALUE : distance(table, row, cutOffs, direction);
        }
        return new KeyOrder(keys);
    }

    private static @Nullable Direction direction(CustomerTable table, int row, CutOffs cutOffs, Points within) {
        Points composite = table.composite(row);
        if (composite == null) {
            return null;
        }
        boolean up =
                table.computedTier(row) != Tier.A && distance(table, row, cutOffs, Direction.UP) <= within.hundredths();
        boolean down = table.computedTier(row) != Tier.ENTRY
                && distance(table, row, cutOffs, Direction.DOWN) <= within.hundredths();
        if (up && down) {
            return distance(table, row, cutOffs, Direction.UP) <= distance(table, row, cutOffs, Direction.DOWN)
                    ? Direction.UP
                    : Direction.DOWN;
        }
        return up ? Direction.UP : down ? Direction.DOWN : null;
    }

    private static int distance(CustomerTable table, int row, CutOffs cutOffs, Direction direction) {
        Points composite = table.composite(row);
        int hundredths = composite == null ? 0 : composite.hundredths();
        int cutOff = cutOff(table.computedTier(row), cutOffs, direction).hundredths();
        return switch (direction) {
            case UP -> cutOff - hundredths;
            case DOWN -> hundredths - cutOff;
        };
    }

    private static Points cutOff(Tier tier, CutOffs cutOffs, Direction direction) {
        return switch (direction) {
            case UP -> cutOffs.of(Tier.values()[Math.max(0, tier.ordinal() - 1)]);
            case DOWN -> cutOffs.of(tier);
        };
    }

    private static @Nullable Near near(
            CustomerTable table, int row, CutOffs cutOffs, Points within, GradingPolicy policy) {
        Direction direction = direction(table, row, cutOffs, within);
        Points composite = table.composite(row);
        if (direction == null || composite == null) {
            return null;
        }
        Outlook.Up up = direction == Direction.UP
                ? Outlook.of(table.grade(row), policy, cutOffs).up()
                : null;
        return new Near(
                table.customerId(row),
                table.name(row),
                table.accountManager(row),
                table.tier(row),
                table.computedTier(row),
                direction,
                composite,
                cutOff(table.computedTier(row), cutOffs, direction),
                BigDecimal.valueOf(distance(table, row, cutOffs, direction), 2),
                up == null ? List.of() : up.alone(),
                table.nextDue(row));
    }

    private static Column<Near> needed(String key, Criterion criterion) {
        return Column.number(
                key,
                near -> near.alone().stream()
                        .filter(needed -> needed.criterion() == criterion)
                        .map(needed -> needed.needed().toBigDecimal())
                        .findFirst()
                        .orElse(null));
    }
}
