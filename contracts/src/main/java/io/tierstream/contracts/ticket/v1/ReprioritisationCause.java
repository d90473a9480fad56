package io.tierstream.contracts.ticket.v1;

import io.tierstream.contracts.tier.v1.TierChangeCause;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Why a ticket got another place or deadline.
 *
 * @param kind {@code TIER_CHANGED}, {@code LATE_EVENT} (an earlier event became known), {@code SLA_CHANGED} or {@code
 *     RESUMED}
 * @param changeNumber of the tier change, when that is the reason
 * @param tierChange what made the tier change
 * @param composite the customer's composite after it
 * @param previousComposite and before it
 * @param rule in words, which rule gave the new deadline
 */
public record ReprioritisationCause(
        String kind,
        @Nullable Long changeNumber,
        @Nullable TierChangeCause tierChange,
        @Nullable BigDecimal composite,
        @Nullable BigDecimal previousComposite,
        String rule) {}
