package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Curve;
import io.tierstream.scoring.domain.Curve.Breakpoint;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.domain.Scorecard.VolumeMetric;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scorecard as it is sent and shown.
 *
 * @param volumeMetric {@code orderAmount} or {@code quantity}
 * @param changedBy who set it; absent for the standard one
 */
public record ScorecardDocument(
        int version,
        List<Point> credit,
        List<Point> volume,
        List<Point> profit,
        List<Point> prospect,
        String volumeMetric,
        @Nullable String changedBy,
        @Nullable Instant changedAt) {

    /** A breakpoint of a curve. */
    public record Point(BigDecimal x, BigDecimal points) {}

    private static final String QUANTITY = "quantity";
    private static final String ORDER_AMOUNT = "orderAmount";

    static ScorecardDocument of(Scorecard scorecard) {
        return new ScorecardDocument(
                scorecard.version(),
                points(scorecard.credit()),
                points(scorecard.volume()),
                points(scorecard.profit()),
                points(scorecard.prospect()),
                switch (scorecard.volumeMetric()) {
                    case ORDER_AMOUNT -> ORDER_AMOUNT;
                    case QUANTITY -> QUANTITY;
                },
                null,
                null);
    }

    /**
     * This as the one after another, of which it leaves all that is not given.
     *
     * @param given names of the curves, and {@code volumeMetric}; absent for all
     */
    ScorecardDocument after(ScorecardDocument last, @Nullable List<String> given) {
        ScorecardDocument rest = given == null ? this : last;
        List<String> names = given == null ? List.of() : given;
        return new ScorecardDocument(
                last.version + 1,
                names.contains("credit") ? credit : rest.credit,
                names.contains("volume") ? volume : rest.volume,
                names.contains("profit") ? profit : rest.profit,
                names.contains("prospect") ? prospect : rest.prospect,
                names.contains("volumeMetric") ? volumeMetric : rest.volumeMetric,
                changedBy,
                changedAt);
    }

    /** @throws IllegalArgumentException if a curve breaks its rules or the volume metric is unknown */
    public Scorecard toDomain() {
        return new Scorecard(
                version,
                curve(credit),
                curve(volume),
                curve(profit),
                curve(prospect),
                switch (volumeMetric) {
                    case ORDER_AMOUNT -> VolumeMetric.ORDER_AMOUNT;
                    case QUANTITY -> VolumeMetric.QUANTITY;
                    default -> throw new IllegalArgumentException("must be orderAmount or quantity");
                });
    }

    /** @throws IllegalArgumentException if the points make no curve */
    public static Curve curve(List<Point> points) {
        return new Curve(points.stream()
                .map(point -> new Breakpoint(point.x(), point.points()))
                .toList());
    }

    private static List<Point> points(Curve curve) {
        return curve.breakpoints().stream()
                .map(it -> new Point(it.x(), it.points()))
                .toList();
    }
}
