package io.tierstream.tier.population;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** The orders that customers can be listed in; ids settle what is equal. Absent figures stand below all others. */
public enum CustomerOrder implements RowOrder {
    COMPOSITE_DESCENDING("-composite", Key.COMPOSITE, false),
    COMPOSITE_ASCENDING("composite", Key.COMPOSITE, true),
    NAME_ASCENDING("name", Key.NAME, true),
    NAME_DESCENDING("-name", Key.NAME, false),
    SINCE_DESCENDING("-since", Key.SINCE, false),
    SINCE_ASCENDING("since", Key.SINCE, true),
    ID_ASCENDING("customerId", Key.ID, true),
    ID_DESCENDING("-customerId", Key.ID, false),
    ORDER_AMOUNT_DESCENDING("-orderAmount", Key.ORDER_AMOUNT, false),
    ORDER_AMOUNT_ASCENDING("orderAmount", Key.ORDER_AMOUNT, true),
    PROFIT_DESCENDING("-profit", Key.PROFIT, false),
    PROFIT_ASCENDING("profit", Key.PROFIT, true),
    AVERAGE_DAYS_LATE_DESCENDING("-averageDaysLate", Key.AVERAGE_DAYS_LATE, false),
    AVERAGE_DAYS_LATE_ASCENDING("averageDaysLate", Key.AVERAGE_DAYS_LATE, true),
    GROWTH_DESCENDING("-growth", Key.GROWTH, false),
    GROWTH_ASCENDING("growth", Key.GROWTH, true);

    private final String parameter;
    private final Key key;
    private final boolean ascending;

    CustomerOrder(String parameter, Key key, boolean ascending) {
        this.parameter = parameter;
        this.key = key;
        this.ascending = ascending;
    }

    /** The value of {@code sort=} that stands for it; {@code -} is descending. */
    public String parameter() {
        return parameter;
    }

    /** The order that this value of {@code sort=} stands for. */
    public static Optional<CustomerOrder> of(String parameter) {
        return Arrays.stream(values())
                .filter(order -> order.parameter.equals(parameter))
                .findFirst();
    }

    @Override
    public int compare(CustomerTable table, int one, int other) {
        int byKey = key.compare(table, one, other);
        int compared = byKey == 0 ? Arrays.compareUnsigned(table.id(one), table.id(other)) : byKey;
        return ascending ? compared : -compared;
    }

    @Override
    public boolean isAfter(CustomerTable table, int row, Place place) {
        int byKey = key.compare(table, row, place);
        int compared =
                byKey == 0 ? Arrays.compareUnsigned(table.id(row), place.id().getBytes(StandardCharsets.UTF_8)) : byKey;
        return ascending ? compared > 0 : compared < 0;
    }

    @Override
    public Place place(CustomerTable table, int row) {
        return new Place(key.text(table, row), table.customerId(row));
    }

    private enum Key {
        ID,
        NAME,
        COMPOSITE,
        SINCE,
        ORDER_AMOUNT,
        PROFIT,
        AVERAGE_DAYS_LATE,
        GROWTH;

        int compare(CustomerTable table, int one, int other) {
            return switch (this) {
                case ID -> 0;
                case NAME -> CustomerSearch.compareFolded(table.folded(one), table.folded(other));
                case COMPOSITE -> Integer.compare(table.compositeOrder(one), table.compositeOrder(other));
                case SINCE -> Long.compare(table.sinceOrder(one), table.sinceOrder(other));
                case ORDER_AMOUNT, PROFIT, AVERAGE_DAYS_LATE, GROWTH ->
                    table.column(figure()).compare(one, other);
            };
        }

        int compare(CustomerTable table, int row, Place place) {
            return switch (this) {
                case ID -> 0;
                case NAME ->
                    CustomerSearch.compareFolded(table.folded(row), place.key().getBytes(StandardCharsets.UTF_8));
                case COMPOSITE -> Integer.compare(table.compositeOrder(row), Integer.parseInt(place.key()));
                case SINCE -> Long.compare(table.sinceOrder(row), Long.parseLong(place.key()));
                case ORDER_AMOUNT, PROFIT, AVERAGE_DAYS_LATE, GROWTH ->
                    Decimals.compare(
                            table.figure(row, figure()), place.key().isEmpty() ? null : new BigDecimal(place.key()));
            };
        }

        String text(CustomerTable table, int row) {
            return switch (this) {
                case ID -> "";
                case NAME -> new String(table.folded(row), StandardCharsets.UTF_8);
                case COMPOSITE -> Integer.toString(table.compositeOrder(row));
                case SINCE -> Long.toString(table.sinceOrder(row));
                case ORDER_AMOUNT, PROFIT, AVERAGE_DAYS_LATE, GROWTH -> {
                    BigDecimal value = table.figure(row, figure());
                    yield value == null ? "" : value.toPlainString();
                }
            };
        }

        private Figure figure() {
            return switch (this) {
                case ORDER_AMOUNT -> Figure.ORDER_AMOUNT;
                case PROFIT -> Figure.PROFIT;
                case AVERAGE_DAYS_LATE -> Figure.AVERAGE_DAYS_LATE;
                case GROWTH -> Figure.GROWTH;
                case ID, NAME, COMPOSITE, SINCE -> throw new IllegalStateException(this + " is no figure");
            };
        }
    }
}
