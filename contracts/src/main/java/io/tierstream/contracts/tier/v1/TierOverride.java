package io.tierstream.contracts.tier.v1;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tier set by hand.
 *
 * @param by who set it
 * @param until when it ends by itself; open-ended when absent
 */
public record TierOverride(
        String by, String reason, @Nullable Instant until) {}
