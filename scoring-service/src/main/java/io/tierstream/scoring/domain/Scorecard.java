package io.tierstream.scoring.domain;

/**
 * How metrics become points.
 *
 * @param version counts from 1
 * @param volumeMetric which metric the volume curve is over
 */
public record Scorecard(
        int version, Curve credit, Curve volume, Curve profit, Curve prospect, VolumeMetric volumeMetric) {

    /** What volume means to the company. */
    public enum VolumeMetric {
        ORDER_AMOUNT,
        QUANTITY
    }

    /** The curves that hold until someone sets others. */
    public static Scorecard standard() {
        return new Scorecard(
                1,
                Curve.of(0, 100, 15, 80, 30, 60, 60, 30, 90, 0),
                Curve.of(0, 0, 1_000, 20, 10_000, 40, 100_000, 60, 1_000_000, 80, 10_000_000, 100),
                Curve.of(0, 0, 200, 20, 2_000, 40, 20_000, 60, 200_000, 80, 2_000_000, 100),
                Curve.of(0, 0, 100, 100),
                VolumeMetric.ORDER_AMOUNT);
    }
}
