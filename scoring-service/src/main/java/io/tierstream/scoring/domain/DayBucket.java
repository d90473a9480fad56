package io.tierstream.scoring.domain;

/**
 * What one day adds to the figures of a customer.
 *
 * @param day epoch day
 * @param orders of the orders placed on it, and of deductions without an order
 * @param largest of these orders, while the day is in the window
 * @param complaints opened on it and not withdrawn, while the day is in the window
 * @param covered paid parts of invoices due on it, by days late, while the day is in the window
 */
public record DayBucket(int day, OrderFigures orders, LargestOrders largest, int complaints, SortedAmounts covered)
        implements DayBuckets.Day {

    @Override
    public DayBucket bucket() {
        return this;
    }

    static DayBucket empty(int day) {
        return new DayBucket(day, OrderFigures.NONE, LargestOrders.NONE, 0, SortedAmounts.NONE);
    }

    boolean isEmpty() {
        return complaints == 0 && largest.isEmpty() && covered.isEmpty() && orders.equals(OrderFigures.NONE);
    }

    /** What the previous window still needs of it. */
    DayBucket afterWindow() {
        return new DayBucket(day, orders, LargestOrders.NONE, 0, SortedAmounts.NONE);
    }

    DayBucket withOrders(OrderFigures changed) {
        return new DayBucket(day, changed, largest, complaints, covered);
    }

    DayBucket withLargest(LargestOrders changed) {
        return new DayBucket(day, orders, changed, complaints, covered);
    }

    DayBucket withComplaints(int changed) {
        return new DayBucket(day, orders, largest, changed, covered);
    }

    DayBucket withCovered(SortedAmounts changed) {
        return new DayBucket(day, orders, largest, complaints, changed);
    }
}
