package io.tierstream.tier.population;

import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.population.CustomerOrder.Place;
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
            CustomerTable table, CustomerFilter filter, CustomerOrder order, Optional<Place> after, int limit) {
        IntPredicate wanted = wanted(table, filter);
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
    public static int[] all(CustomerTable table, CustomerFilter filter, CustomerOrder order) {
        IntPredicate wanted = wanted(table, filter);
        return sorted(
                table, order, IntStream.range(0, table.rows()).filter(row -> table.isGraded(row) && wanted.test(row)));
    }

    /** Any rows in that order. */
    public static int[] sorted(CustomerTable table, CustomerOrder order, IntStream rows) {
        return rows.boxed()
                .sorted((one, other) -> order.compare(table, one, other))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** A part of rows that are in order already, with a cursor by the last one's place. */
    public static Page cut(CustomerTable table, CustomerOrder order, int[] sorted, Optional<Place> after, int limit) {
        int from = 0;
        while (after.isPresent() && from < sorted.length && !order.isAfter(table, sorted[from], after.get())) {
            from++;
        }
        int to = Math.min(sorted.length, from + limit);
        return new Page(
                Arrays.copyOfRange(sorted, from, to),
                to < sorted.length && to > from ? Optional.of(order.place(table, sorted[to - 1])) : Optional.empty());
    }

    private static IntPredicate wanted(CustomerTable table, CustomerFilter filter) {
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
