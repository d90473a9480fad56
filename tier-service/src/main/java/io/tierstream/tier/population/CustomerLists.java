package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.population.RowOrder.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Lists of customers: filtered, in an order, by pages. A page looks at every row once and sorts only itself. */
public final class CustomerLists {

    private CustomerLists() {}

    /** A page of rows, and where it ended when there are more. */
    public record Page(int[] rows, Optional<Place> next) {}

    /** The next page of the graded customers that are wanted. */
    public static Page page(
            CustomerTable table, IntPredicate wanted, RowOrder order, Optional<Place> after, int limit) {
        PriorityQueue<Integer> best = new PriorityQueue<>(limit + 2, (one, other) -> order.compare(table, other, one));
        for (int row = 0; row < table.rows(); row++) {
            Integer worst = best.size() > limit ? best.peek() : null;
            if (table.isGraded(row)
                    && wanted.test(row)
                    && (worst == null || order.compare(table, row, worst) < 0)
                    && (after.isEmpty() || order.isAfter(table, row, after.get()))) {
                if (worst != null) {
                    best.poll();
                }
                best.add(row);
            }
        }
        int[] rows = sorted(table, order, best.stream().mapToInt(Integer::intValue));
        return rows.length <= limit
                ? new Page(rows, Optional.empty())
                : new Page(Arrays.copyOf(rows, limit), Optional.of(order.place(table, rows[limit - 1])));
    }

    /** All graded customers that are wanted, in that order. */
    public static int[] all(CustomerTable table, IntPredicate wanted, RowOrder order) {
        return sorted(
                table, order, IntStream.range(0, table.rows()).filter(row -> table.isGraded(row) && wanted.test(row)));
    }

    private static int[] sorted(CustomerTable table, RowOrder order, IntStream rows) {
        return rows.boxed()
                .sorted((one, other) -> order.compare(table, one, other))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Tells the rows that a filter wants. */
    public static IntPredicate wanted(CustomerTable table, CustomerFilter filter) {
        CustomerSearch search = CustomerSearch.of(filter.text());
        List<IntPredicate> conditions = new ArrayList<>();
        Tier tier = filter.tier();
        if (tier != null) {
            conditions.add(row -> table.tier(row) == tier);
        }
        Flag flag = filter.flag();
        if (flag != null) {
            conditions.add(row -> table.hasFlag(row, flag));
        }
        String manager = filter.accountManager();
        if (manager != null) {
            conditions.add(row -> manager.equals(table.accountManager(row)));
        }
        if (search != null) {
            conditions.add(row -> search.matches(table.id(row), table.folded(row)));
        }
        return row -> {
            for (IntPredicate condition : conditions) {
                if (!condition.test(row)) {
                    return false;
                }
            }
            return true;
        };
    }
}
