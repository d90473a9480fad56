package io.tierstream.scoring.domain;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * Turns a metric into points: straight lines between breakpoints, clamped at both ends, rounded half up to two decimals.
 *
 * @param breakpoints at least two, {@code x} ascending, points from 0 to 100
 */
public record Curve(List<Breakpoint> breakpoints) {

    /** Decimals of points. */
    public static final int POINTS_SCALE = 2;

    /** @param points from 0 to 100 */
    public record Breakpoint(BigDecimal x, BigDecimal points) {}

    public Curve {
        breakpoints = List.copyOf(breakpoints);
        if (breakpoints.size() < 2) {
            throw new IllegalArgumentException("A curve needs at least two breakpoints");
        }
        for (int i = 1; i < breakpoints.size(); i++) {
            if (breakpoints.get(i - 1).x().compareTo(breakpoints.get(i).x()) >= 0) {
                throw new IllegalArgumentException("The x of breakpoints must ascend");
            }
        }
        for (Breakpoint breakpoint : breakpoints) {
            if (breakpoint.points().signum() < 0 || breakpoint.points().compareTo(BigDecimal.valueOf(100)) > 0) {
                throw new IllegalArgumentException("Points must be from 0 to 100");
            }
        }
    }

    /** A curve from {@code x, points, x, points, …}. */
    static Curve of(long... numbers) {
        Breakpoint[] breakpoints = new Breakpoint[numbers.length / 2];
        for (int i = 0; i < breakpoints.length; i++) {
            breakpoints[i] = new Breakpoint(BigDecimal.valueOf(numbers[2 * i]), BigDecimal.valueOf(numbers[2 * i + 1]));
        }
        return new Curve(List.of(breakpoints));
    }

    /** The points for this value of the metric. */
    public BigDecimal points(BigDecimal x) {
        Breakpoint left = breakpoints.getFirst();
        if (x.compareTo(left.x()) <= 0) {
            return left.points().setScale(POINTS_SCALE, RoundingMode.HALF_UP);
        }
        for (int i = 1; i < breakpoints.size(); i++) {
            Breakpoint right = breakpoints.get(i);
            if (x.compareTo(right.x()) <= 0) {
                BigDecimal width = right.x().subtract(left.x());
                BigDecimal rise = right.points().subtract(left.points());
                return left.points()
                        .multiply(width)
                        .add(x.subtract(left.x()).multiply(rise))
                        .divide(width, POINTS_SCALE, RoundingMode.HALF_UP);
            }
            left = right;
        }
        return left.points().setScale(POINTS_SCALE, RoundingMode.HALF_UP);
    }
}
