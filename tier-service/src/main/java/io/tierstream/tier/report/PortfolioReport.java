package io.tierstream.tier.report;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.report.Portfolios;
import io.tierstream.tier.domain.report.Portfolios.Customer;
import io.tierstream.tier.domain.report.Portfolios.Load;
import io.tierstream.tier.domain.report.Portfolios.Suggestion;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Population;
import io.tierstream.tier.population.RowOrder.Place;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What account managers look after, and the moves that would make it level. */
@Component
public class PortfolioReport {

    private static final List<Column<Move>> COLUMNS = List.of(
            Column.text("customerId", Move::customerId),
            Column.text("name", Move::name),
            Column.text("tier", Move::tier),
            Column.text("from", Move::from),
            Column.text("to", Move::to));

    private final Population population;

    PortfolioReport(Population population) {
        this.population = population;
    }

    /**
     * A customer who should change hands.
     *
     * @param from absent when nobody looks after the customer
     */
    public record Move(
            String customerId,
            @Nullable String name,
            Tier tier,
            @Nullable String from,
            String to) {}

    /**
     * The suggestion.
     *
     * @param managers further account managers, who may have no customers yet
     */
    public Report<Move> level(Collection<String> managers) {
        List<Customer> customers = population.read(table -> {
            List<Customer> all = new ArrayList<>(table.graded());
            for (int row = 0; row < table.rows(); row++) {
                if (table.isGraded(row)) {
                    all.add(new Customer(table.customerId(row), table.tier(row), table.accountManager(row)));
                }
            }
            return all;
        });
        Suggestion suggestion = Portfolios.level(customers, managers);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("customers", customers.size());
        summary.put(
                "withoutManager",
                customers.stream()
                        .filter(customer -> customer.manager() == null)
                        .count());
        put(summary.putArray("now"), suggestion.now());
        put(summary.putArray("then"), suggestion.then());
        summary.put("moves", suggestion.moves().size());
        return new Report<>("portfolios", summary, COLUMNS, new Moves(suggestion.moves(), population));
    }

    private static void put(ArrayNode array, List<Load> loads) {
        for (Load load : loads) {
            ObjectNode one = array.addObject().put("accountManager", load.manager());
            load.customers().forEach((tier, customers) -> one.put(tier.name(), customers));
            one.put("load", BigDecimal.valueOf(load.load(), 1));
        }
    }

    /** The moves, by customer id. */
    private record Moves(List<Portfolios.Move> moves, Population population) implements Report.Rows<Move> {

        @Override
        public Report.Page<Move> page(Optional<Place> after, int limit) {
            List<Portfolios.Move> rest = moves.stream()
                    .filter(move -> after.isEmpty()
                            || move.customer()
                                            .customerId()
                                            .compareTo(after.get().id())
                                    > 0)
                    .limit(limit + 1L)
                    .toList();
            List<Portfolios.Move> page = rest.subList(0, Math.min(limit, rest.size()));
            return new Report.Page<>(
                    page.stream().map(this::view).toList(),
                    rest.size() > limit
                            ? Optional.of(
                                    new Place("", page.getLast().customer().customerId()))
                            : Optional.empty());
        }

        @Override
        public Stream<Move> all() {
            return moves.stream().map(this::view);
        }

        private Move view(Portfolios.Move move) {
            return population.read(table -> new Move(
                    move.customer().customerId(),
                    name(table, move),
                    move.customer().tier(),
                    move.from(),
                    move.to()));
        }

        private static @Nullable String name(CustomerTable table, Portfolios.Move move) {
            int row = table.find(move.customer().customerId()).orElse(-1);
            return row < 0 ? null : table.name(row);
        }
    }
}
