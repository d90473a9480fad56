package io.tierstream.tier.population;

/** An order of rows in which no two rows are equal. */
public interface RowOrder {

    /** Which of two rows comes first. */
    int compare(CustomerTable table, int one, int other);

    /** Whether a row comes after the place where a page ended. */
    boolean isAfter(CustomerTable table, int row, Place place);

    /** The place of a row. */
    Place place(CustomerTable table, int row);

    /**
     * Where a page ended.
     *
     * @param key what the list is sorted by, of the last row
     */
    record Place(String key, String id) {}
}
