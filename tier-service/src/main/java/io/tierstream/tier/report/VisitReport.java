package io.tierstream.tier.report;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.report.VisitPlan;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.KeyOrder;
import io.tierstream.tier.population.Population;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whose visit is due when, by tier and the recorded visits. */
@Component
public class VisitReport {

    private static final List<Column<Due>> COLUMNS = List.of(
            Column.text("customerId", Due::customerId),
            Column.text("name", Due::name),
            Column.text("accountManager", Due::accountManager),
            Column.text("tier", Due::tier),
            Column.time("lastVisit", Due::lastVisit),
            Column.day("due", Due::due),
            Column.number("daysOverdue", Due::daysOverdue));

    private final Population population;
    private final ReportSettings settings;
    private final VisitPlan plan;
    private final Clock clock;

    VisitReport(Population population, ReportSettings settings, Clock clock) {
        this.population = population;
        this.settings = settings;
        this.plan = settings.visits().plan();
        this.clock = clock;
    }

    /** A customer's next visit; {@code daysOverdue} is 0 when it is not. */
    public record Due(
            String customerId,
            @Nullable String name,
            @Nullable String accountManager,
            Tier tier,
            @Nullable Instant lastVisit,
            LocalDate due,
            long daysOverdue) {}

    /** Which visits are wanted; null where it does not matter. */
    public record Wanted(@Nullable Tier tier, @Nullable String accountManager, boolean overdueOnly) {}

    /** The visits, the one due first coming first; of those due on a day, the better tier. */
    public Report<Due> of(Wanted wanted) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), settings.timeZone());
        long[] overdue = population.read(table -> {
            long[] counts = new long[Tier.values().length];
            for (int row = 0; row < table.rows(); row++) {
                if (table.isGraded(row) && due(table, row).isBefore(today)) {
                    counts[table.tier(row).ordinal()]++;
                }
            }
            return counts;
        });
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("today", today.toString());
        ObjectNode every = summary.putObject("every");
        ObjectNode overdueByTier = summary.putObject("overdue");
        for (Tier tier : Tier.values()) {
            every.put(tier.name(), String.valueOf(plan.every().get(tier)));
            overdueByTier.put(tier.name(), overdue[tier.ordinal()]);
        }
        return new Report<>(
                "visits",
                summary,
                COLUMNS,
                new RowReader<>(
                        population,
                        table -> row -> isWanted(table, row, wanted, today),
                        this::byDue,
                        (table, row) -> view(table, row, today)));
    }

    private KeyOrder byDue(CustomerTable table) {
        long[] keys = new long[table.rows()];
        for (int row = 0; row < keys.length; row++) {
            keys[row] = table.isGraded(row)
                    ? due(table, row).toEpochDay() * Tier.values().length
                            + table.tier(row).ordinal()
                    : 0;
        }
        return new KeyOrder(keys);
    }

    private boolean isWanted(CustomerTable table, int row, Wanted wanted, LocalDate today) {
        String manager = wanted.accountManager();
        return (wanted.tier() == null || table.tier(row) == wanted.tier())
                && (manager == null || manager.equals(table.accountManager(row)))
                && (!wanted.overdueOnly() || due(table, row).isBefore(today));
    }

    private Due view(CustomerTable table, int row, LocalDate today) {
        LocalDate due = due(table, row);
        return new Due(
                table.customerId(row),
                table.name(row),
                table.accountManager(row),
                table.tier(row),
                table.lastVisit(row),
                due,
                Math.max(0, today.toEpochDay() - due.toEpochDay()));
    }

    private LocalDate due(CustomerTable table, int row) {
        Instant last = table.lastVisit(row);
        return plan.due(
                table.tier(row),
                last == null ? null : LocalDate.ofInstant(last, settings.timeZone()),
                LocalDate.ofInstant(table.since(row), settings.timeZone()));
    }
}
