package io.tierstream.scoring.domain;

import io.tierstream.scoring.domain.Fact.ProspectAssessed;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The rolling state of one customer: running totals, true for the day {@code asOf}, and the days they are made of.
 *
 * @param asOf epoch day
 * @param current totals of the window
 * @param previousAmount {@code orderAmount} of the window before this one
 * @param days ascending; none older than both windows
 * @param largestOrder of the days in the window, after its returns; absent when they have none
 * @param lateness covered parts of invoices whose due day is in the window or to come, by days late
 * @param open uncovered parts of invoices, however old, by due day
 * @param complaints opened in the window and not withdrawn
 * @param openComplaints open now
 * @param firstOrderDay {@link #NEVER} before the first order
 * @param lastOrderDay {@link #NEVER} before the first order
 * @param assessment the latest
 * @param future accepted events of days to come
 * @param pruneDay when the ledger is next looked through for entries that need not be kept; {@link #NEVER} if not at all
 */
public record CustomerMetrics(
        int asOf,
        OrderFigures current,
        BigDecimal previousAmount,
        DayBuckets days,
        @Nullable BigDecimal largestOrder,
        SortedAmounts lateness,
        SortedAmounts open,
        int complaints,
        int openComplaints,
        int firstOrderDay,
        int lastOrderDay,
        @Nullable ProspectAssessed assessment,
        int future,
        int pruneDay) {

    public static final int NEVER = Integer.MAX_VALUE;

    /** A customer of whom nothing is known yet. */
    public static CustomerMetrics empty(int today) {
        return new CustomerMetrics(
                today,
                OrderFigures.NONE,
                Amounts.ZERO,
                DayBuckets.NONE,
                null,
                SortedAmounts.NONE,
                SortedAmounts.NONE,
                0,
                0,
                NEVER,
                NEVER,
                null,
                0,
                NEVER);
    }

    /**
     * The next day on which something changes without an event: a day leaves a window, an invoice is due or a day later,
     * an event of a day to come counts, entries are no longer kept. {@link #NEVER} if nothing does.
     */
    public int nextLook(ScoringRules rules) {
        int next = pruneDay;
        int inWindow = days.firstAfter(asOf - rules.window());
        if (inWindow < days.size()) {
            next = Math.min(next, days.dayAt(inWindow) + rules.window());
        }
        if (inWindow > 0) {
            next = Math.min(next, days.dayAt(0) + 2 * rules.window());
        }
        if (!open.isEmpty()) {
            next = Math.min(next, Math.max(open.key(0), asOf) + 1);
        }
        return future > 0 ? asOf + 1 : next;
    }
}
