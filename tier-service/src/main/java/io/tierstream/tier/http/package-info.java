/** The HTTP API: customers and their tiers, overrides, policies, cut-offs and the live stream of changes. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.http;
