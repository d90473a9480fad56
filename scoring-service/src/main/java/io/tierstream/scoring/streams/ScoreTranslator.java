package io.tierstream.scoring.streams;

import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.score.v1.Criteria;
import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.contracts.score.v1.Flag;
import io.tierstream.contracts.score.v1.Metrics;
import io.tierstream.scoring.domain.Figures;
import io.tierstream.scoring.domain.Score;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns scores into what is published of them. */
public final class ScoreTranslator {

    private static final String SOURCE = "urn:tierstream:scoring-service";

    private ScoreTranslator() {}

    /** Of the event that tells of a score; its id follows from the customer and the version. */
    static Envelope envelope(String customerId, long version, Instant now) {
        return new Envelope(customerId + "/" + version, SOURCE, EventTypes.CUSTOMER_SCORED, now);
    }

    /**
     * The data of that event, which is also what the API answers; {@link ScoreJson} writes the same.
     *
     * @param asOf epoch day for which it is true
     */
    public static CustomerScored published(String customerId, long version, Score score, String currency, int asOf) {
        return new CustomerScored(
                customerId,
                LocalDate.ofEpochDay(asOf),
                version,
                currency,
                metrics(score.figures()),
                new Criteria(score.credit(), score.volume(), score.profit(), score.prospect()),
                flags(score),
                score.scorecardVersion());
    }

    private static Metrics metrics(Figures it) {
        return new Metrics(
                plain(it.orderAmount()),
                plain(it.orders().quantity()),
                it.orders().orders(),
                plain(it.orders().gross()),
                plain(it.orders().cancelled()),
                plain(it.orders().returned()),
                plain(it.profit()),
                it.profitCoverage(),
                plain(it.previousOrderAmount()),
                it.growth(),
                it.averageDaysLate(),
                it.maxDaysLate() == null ? null : Long.valueOf(it.maxDaysLate()),
                it.onTimeShare(),
                plain(it.overdueAmount()),
                day(it.overdueSince()),
                it.complaintCount(),
                it.openComplaints(),
                day(it.firstOrderDay()),
                day(it.lastOrderDay()),
                it.largestOrderShare());
    }

    private static List<Flag> flags(Score score) {
        return score.flags().stream().map(ScoreTranslator::flag).toList();
    }

    static Flag flag(io.tierstream.scoring.domain.Flag flag) {
        return switch (flag) {
            case ONE_OFF_BULK -> Flag.ONE_OFF_BULK;
            case LOW_MARGIN -> Flag.LOW_MARGIN;
            case SLOW_PAYER -> Flag.SLOW_PAYER;
            case RETURNS_HEAVY -> Flag.RETURNS_HEAVY;
        };
    }

    /** In its shortest plain form: 12.5, not 12.5000. */
    public static BigDecimal plain(BigDecimal amount) {
        BigDecimal stripped = amount.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private static @Nullable LocalDate day(@Nullable Integer epochDay) {
        return epochDay == null ? null : LocalDate.ofEpochDay(epochDay);
    }
}
