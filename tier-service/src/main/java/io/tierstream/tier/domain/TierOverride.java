package io.tierstream.tier.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tier set by hand.
 *
 * @param until exclusive: from this instant the computed tier applies again; null for "until removed"
 */
public record TierOverride(
        Tier tier, String reason, String by, @Nullable Instant until) {}
