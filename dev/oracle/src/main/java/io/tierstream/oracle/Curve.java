package io.tierstream.oracle;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Breakpoints with straight lines between them, clamped at both ends: turns a metric into 0–100 points.
 *
 * @param points the breakpoints by ascending x, at least one
 */
public record Curve(List<Point> points) {

    /** A breakpoint. */
    public record Point(BigDecimal x, BigDecimal y) {}

    public Curve {
        points = List.copyOf(points);
    }

    /** A curve from pairs {@code x, y, x, y, …}. */
    public static Curve of(long... xy) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < xy.length; i += 2) {
            points.add(new Point(BigDecimal.valueOf(xy[i]), BigDecimal.valueOf(xy[i + 1])));
        }
        return new Curve(points);
    }

    /** The points at {@code x}, rounded HALF_UP to two decimals in one division, so that nothing is rounded twice. */
    public BigDecimal at(BigDecimal x) {
        if (x.compareTo(points.getFirst().x()) <= 0) {
            return points.getFirst().y().setScale(2, RoundingMode.HALF_UP);
        }
        for (int i = 1; i < points.size(); i++) {
            Point left = points.get(i - 1);
            Point right = points.get(i);
            if (x.compareTo(right.x()) <= 0) {
                BigDecimal width = right.x().subtract(left.x());
                BigDecimal weighted =
                        left.y().multiply(right.x().subtract(x)).add(right.y().multiply(x.subtract(left.x())));
                return weighted.divide(width, 2, RoundingMode.HALF_UP);
            }
        }
        return points.getLast().y().setScale(2, RoundingMode.HALF_UP);
    }
}
