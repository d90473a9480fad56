package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the desk knows of a customer's tier.
 *
 * @param changeNumber counts the customer's tier changes, from 1; 0: never graded
 * @param at when the change was decided
 * @param cause why, as the tier change says; absent when only the tier is known
 * @param composite 0–100 after the change; absent when the customer has none
 * @param previousComposite 0–100 before it
 */
public record KnownTier(
        Tier tier,
        long changeNumber,
        Instant at,
        @Nullable String cause,
        @Nullable BigDecimal composite,
        @Nullable BigDecimal previousComposite) {

    /** An ungraded customer's. */
    public static final KnownTier ENTRY = new KnownTier(Tier.ENTRY, 0, Instant.EPOCH, null, null, null);
}
