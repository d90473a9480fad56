package io.tierstream.local.story;

import org.jspecify.annotations.Nullable;

/**
 * An invented customer and how it behaves.
 *
 * @param id the customer id
 * @param name what people call it
 * @param region where it is
 * @param accountManager who looks after it
 * @param currency of its orders
 * @param ordersPerYear how often it orders
 * @param typicalAmount of an order, in its currency
 * @param marginPercent what is left of an order's amount after its cost
 * @param daysLate how late it typically pays; below 0 early
 * @param lateReason what it gives as the reason when it pays late
 * @param returnsPercent the share of its orders of which a part comes back
 * @param complaintsPerThird how often it complains in a third of a year
 */
record Company(
        String id,
        String name,
        String region,
        String accountManager,
        String currency,
        int ordersPerYear,
        int typicalAmount,
        int marginPercent,
        int daysLate,
        @Nullable String lateReason,
        int returnsPercent,
        int complaintsPerThird) {

    boolean writesChinese() {
        return currency.equals("CNY");
    }
}
