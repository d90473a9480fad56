package io.tierstream.tier.report;

import io.tierstream.tier.population.CustomerLists;
import io.tierstream.tier.population.CustomerTable;
import io.tierstream.tier.population.Population;
import io.tierstream.tier.population.RowOrder;
import io.tierstream.tier.population.RowOrder.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the population. A page is read at once. All of them are read in slices, so that a slow download holds nobody
 * up: which rows there are and their order are those of the beginning, what they say is of when their slice was read.
 *
 * @param wanted made anew for each reading
 * @param order made anew for each reading
 */
record RowReader<R>(
        Population population,
        Function<CustomerTable, IntPredicate> wanted,
        Function<CustomerTable, RowOrder> order,
        View<R> view)
        implements Report.Rows<R> {

    private static final int SLICE = 500;

    /** What a report shows of a row; null when there is nothing to show any more. */
    @FunctionalInterface
    interface View<R> {
        @Nullable R of(CustomerTable table, int row);
    }

    @Override
    public Report.Page<R> page(Optional<Place> after, int limit) {
        return population.read(table -> {
            CustomerLists.Page page = CustomerLists.page(table, wanted.apply(table), order.apply(table), after, limit);
            return new Report.Page<>(views(table, page.rows()), page.next());
        });
    }

    @Override
    public Stream<R> all() {
        int[] rows = population.read(table -> CustomerLists.all(table, wanted.apply(table), order.apply(table)));
        return IntStream.iterate(0, from -> from < rows.length, from -> from + SLICE)
                .mapToObj(from -> Arrays.copyOfRange(rows, from, Math.min(rows.length, from + SLICE)))
                .flatMap(slice -> population.read(table -> views(table, slice)).stream());
    }

    private List<R> views(CustomerTable table, int[] rows) {
        return Arrays.stream(rows)
                .mapToObj(row -> Optional.ofNullable(view.of(table, row)))
                .flatMap(Optional::stream)
                .toList();
    }
}
