package io.tierstream.tier.projection;

import io.tierstream.contracts.tier.v1.TierChanged;

/**
 * A change of tier as it was announced.
 *
 * @param data the data of the event
 * @param json the same as JSON
 */
public record TierChange(TierChanged data, String json) {}
