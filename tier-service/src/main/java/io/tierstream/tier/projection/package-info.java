/** Copies what the topology decided from Kafka into MongoDB, each version once. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.projection;
