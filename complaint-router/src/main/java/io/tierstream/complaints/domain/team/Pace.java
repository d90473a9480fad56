package io.tierstream.complaints.domain.team;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How fast tickets come and go, and what follows for the queue.
 *
 * @param since where the period looked at begins: seven days ago, or when the oldest ticket that is known was opened
 * @param opened tickets opened in the period
 * @param closed tickets resolved or withdrawn in the period
 * @param openedPerDay per 24 hours of the period, one decimal (HALF_UP)
 * @param closedPerDay likewise
 * @param hoursToClear how many hours, by the clock on the wall, the tickets now in the queue take at the period's pace if no
 *     other came: tickets ÷ closed × hours of the period, one decimal (HALF_UP); absent when fewer than
 *     {@value #ENOUGH} were closed
 */
public record Pace(
        Instant since,
        int opened,
        int closed,
        BigDecimal openedPerDay,
        BigDecimal closedPerDay,
        @Nullable BigDecimal hoursToClear) {

    /** The longest period looked at: long enough to hold a weekend, short enough to follow the team. */
    public static final Duration PERIOD = Duration.ofDays(7);

    /** With fewer closed tickets than this an estimate would be a guess. */
    public static final int ENOUGH = 5;

    private static final Duration SHORTEST = Duration.ofHours(1);

    static Pace of(int inQueue, int opened, int closed, Instant oldest, Instant now) {
        Instant from = now.minus(PERIOD);
        Instant since = oldest.isAfter(from) ? oldest : from;
        if (since.isAfter(now.minus(SHORTEST))) {
            since = now.minus(SHORTEST);
        }
        BigDecimal seconds = BigDecimal.valueOf(Duration.between(since, now).toSeconds());
        return new Pace(
                since,
                opened,
                closed,
                perDay(opened, seconds),
                perDay(closed, seconds),
                closed < ENOUGH
                        ? null
                        : BigDecimal.valueOf(inQueue)
                                .multiply(seconds)
                                .divide(BigDecimal.valueOf(3_600L * closed), 1, RoundingMode.HALF_UP));
    }

    private static BigDecimal perDay(int count, BigDecimal seconds) {
        return BigDecimal.valueOf(86_400L * count).divide(seconds, 1, RoundingMode.HALF_UP);
    }
}
