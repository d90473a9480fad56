package io.tierstream.tier.population;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Rows by a number that each was given, ascending, then by id. */
public final class KeyOrder implements RowOrder {

    private final long[] keys;

    /** With the number of every row. */
    public KeyOrder(long[] keys) {
        this.keys = keys.clone();
    }

    @Override
    public int compare(CustomerTable table, int one, int other) {
        int byKey = Long.compare(keys[one], keys[other]);
        return byKey == 0 ? Arrays.compareUnsigned(table.id(one), table.id(other)) : byKey;
    }

    @Override
    public boolean isAfter(CustomerTable table, int row, Place place) {
        int byKey = Long.compare(keys[row], Long.parseLong(place.key()));
        return byKey == 0
                ? Arrays.compareUnsigned(table.id(row), place.id().getBytes(StandardCharsets.UTF_8)) > 0
                : byKey > 0;
    }

    @Override
    public Place place(CustomerTable table, int row) {
        return new Place(Long.toString(keys[row]), table.customerId(row));
    }
}
