package io.tierstream.complaints.kafka;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.contracts.tier.v1.CustomerTier;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.time.temporal.ChronoUnit;

/** From published tiers to the domain's. */
final class TierTranslator {

    private TierTranslator() {}

    static KnownTier known(TierChanged change) {
        return new KnownTier(
                Tier.valueOf(change.to().name()),
                change.changeNumber(),
                change.decidedAt().truncatedTo(ChronoUnit.MILLIS),
                change.cause().name(),
                change.composite(),
                change.previousComposite());
    }

    static KnownTier known(CustomerTier tier) {
        return new KnownTier(
                Tier.valueOf(tier.tier().name()),
                tier.changeNumber(),
                tier.since().truncatedTo(ChronoUnit.MILLIS),
                null,
                tier.composite(),
                null);
    }
}
