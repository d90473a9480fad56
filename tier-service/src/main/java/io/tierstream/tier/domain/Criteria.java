package io.tierstream.tier.domain;

import org.jspecify.annotations.Nullable;

/** A customer's points by criterion; a criterion without data is absent, which is not the same as zero. */
public record Criteria(
        @Nullable Points credit,
        @Nullable Points volume,
        @Nullable Points profit,
        @Nullable Points prospect) {

    public static final Criteria NONE = new Criteria(null, null, null, null);

    /** The points of one criterion, or null when it is absent. */
    public @Nullable Points of(Criterion criterion) {
        return switch (criterion) {
            case CREDIT -> credit;
            case VOLUME -> volume;
            case PROFIT -> profit;
            case PROSPECT -> prospect;
        };
    }

    /** These criteria with one replaced. */
    Criteria with(Criterion criterion, Points points) {
        return new Criteria(
                criterion == Criterion.CREDIT ? points : credit,
                criterion == Criterion.VOLUME ? points : volume,
                criterion == Criterion.PROFIT ? points : profit,
                criterion == Criterion.PROSPECT ? points : prospect);
    }
}
