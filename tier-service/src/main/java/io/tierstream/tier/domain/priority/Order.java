package io.tierstream.tier.domain.priority;

import io.tierstream.tier.domain.Tier;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * An order that waits to be served.
 *
 * @param tier its customer's
 * @param promisedAt when it was promised to be served
 * @param quantity what it asks for, above 0, in the unit of what is available
 */
public record Order(String orderId, String customerId, Tier tier, Instant promisedAt, BigDecimal quantity) {}
