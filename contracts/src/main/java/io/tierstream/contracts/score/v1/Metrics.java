package io.tierstream.contracts.score.v1;

import io.tierstream.contracts.Money;
import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A customer's rolling figures, over the window unless said otherwise. Amounts are exact; shares, growth and
 * averageDaysLate have four decimals.
 *
 * @param orderAmount orders less cancellations and returns
 * @param profitCoverage share of {@code orderAmount} whose cost is known; absent when that is not above 0
 * @param growth (current − previous) / previous; absent when previous ≤ 0
 * @param averageDaysLate amount-weighted days; absent when no part of an invoice counts
 * @param openComplaints open now, whenever opened
 * @param firstOrderDay first order ever
 */
public record Metrics(
        @Money BigDecimal orderAmount,
        BigDecimal quantity,
        long orderCount,
        @Money BigDecimal grossOrderAmount,
        @Money BigDecimal cancelledAmount,
        @Money BigDecimal returnedAmount,
        @Money BigDecimal profit,
        @Nullable BigDecimal profitCoverage,
        @Money BigDecimal previousOrderAmount,
        @Nullable BigDecimal growth,
        @Nullable BigDecimal averageDaysLate,
        @Nullable Long maxDaysLate,
        @Nullable BigDecimal onTimeShare,
        @Money BigDecimal overdueAmount,
        @Nullable LocalDate overdueSince,
        long complaintCount,
        long openComplaints,
        @Nullable LocalDate firstOrderDay,
        @Nullable LocalDate lastOrderDay,
        @Nullable BigDecimal largestOrderShare) {}
