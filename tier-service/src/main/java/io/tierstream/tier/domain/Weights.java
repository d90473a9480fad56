package io.tierstream.tier.domain;

import java.math.BigDecimal;

/**
 * How much each criterion counts, in percent with at most two decimals. A valid policy's weights make 100 together
 * ({@link PolicyDraft} checks it).
 */
public record Weights(BigDecimal credit, BigDecimal volume, BigDecimal profit, BigDecimal prospect) {

    public Weights {
        credit = plain(credit);
        volume = plain(volume);
        profit = plain(profit);
        prospect = plain(prospect);
    }

    /** The weight of one criterion in percent. */
    public BigDecimal of(Criterion criterion) {
        return switch (criterion) {
            case CREDIT -> credit;
            case VOLUME -> volume;
            case PROFIT -> profit;
            case PROSPECT -> prospect;
        };
    }

    long hundredths(Criterion criterion) {
        return of(criterion).movePointRight(2).longValueExact();
    }

    /** One notation per number, so that equal weights are equal; what is far too big to be one is left alone. */
    static BigDecimal plain(BigDecimal percent) {
        BigDecimal stripped = percent.stripTrailingZeros();
        return stripped.scale() < 0 && stripped.scale() > -3 ? stripped.setScale(0) : stripped;
    }
}
