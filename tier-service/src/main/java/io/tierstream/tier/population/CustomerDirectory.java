package io.tierstream.tier.population;

import io.tierstream.tier.domain.Points;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.Slice;
import io.tierstream.tier.population.RowOrder.Place;
import io.tierstream.tier.wire.GradeSnapshot;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Lists of customers for people and programs, and how they spread; from memory, at any number of customers. */
@Component
public class CustomerDirectory {

    private static final int BANDS = 100;

    private final Population population;
    private final PopulationListener listener;

    CustomerDirectory(Population population, PopulationListener listener) {
        this.population = population;
        this.listener = listener;
    }

    /**
     * One customer's grade, if the customer has one.
     *
     * @throws NotReadyException soon after the start
     */
    public Optional<GradeSnapshot> find(String customerId) {
        listener.requireGrades();
        return population.readOne(table ->
                table.find(customerId).stream().mapToObj(table::snapshot).findFirst());
    }

    /**
     * A page of the customers that are wanted.
     *
     * @param after a cursor of the same order
     * @throws NotReadyException soon after the start
     */
    public Slice<Customer> list(CustomerFilter filter, CustomerOrder order, Optional<Cursor> after, int limit) {
        listener.requireGrades();
        return population.read(table -> {
            CustomerLists.Page page = CustomerLists.page(
                    table,
                    CustomerLists.wanted(table, filter),
                    order,
                    after.map(cursor -> new Place(cursor.text(), cursor.id())),
                    limit);
            return new Slice<>(
                    Arrays.stream(page.rows()).mapToObj(table::customer).toList(),
                    page.next().map(place -> new Cursor(order.parameter(), 0, place.key(), place.id())));
        });
    }

    /**
     * How all customers spread.
     *
     * @throws NotReadyException soon after the start
     */
    public Spread spread() {
        listener.requireGrades();
        return population.read(table -> {
            int tiers = Tier.values().length;
            long[] customers = new long[tiers];
            long[][] bands = new long[tiers][BANDS];
            long withoutComposite = 0;
            for (int row = 0; row < table.rows(); row++) {
                if (table.isGraded(row)) {
                    int tier = table.tier(row).ordinal();
                    customers[tier]++;
                    Points composite = table.composite(row);
                    if (composite == null) {
                        withoutComposite++;
                    } else {
                        bands[tier][Math.min(BANDS - 1, composite.hundredths() / 100)]++;
                    }
                }
            }
            return new Spread(customers, bands, withoutComposite);
        });
    }

    /** Customers per tier, and per tier and band of one point of composite; the last band holds 100 as well. */
    public static final class Spread {

        private final long[] customers;
        private final long[][] bands;
        private final long withoutComposite;

        Spread(long[] customers, long[][] bands, long withoutComposite) {
            this.customers = customers;
            this.bands = bands;
            this.withoutComposite = withoutComposite;
        }

        /** All of them. */
        public long customers() {
            return Arrays.stream(customers).sum();
        }

        /** Those in a tier. */
        public long customers(Tier tier) {
            return customers[tier.ordinal()];
        }

        /** Those in a tier whose composite lies in the band. */
        public long customers(Tier tier, int band) {
            return bands[tier.ordinal()][band];
        }

        /** Those who are in no band. */
        public long withoutComposite() {
            return withoutComposite;
        }
    }
}
