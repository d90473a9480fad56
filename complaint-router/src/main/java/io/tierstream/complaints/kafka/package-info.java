/** Reads complaints, customers and tiers from Kafka, and publishes what happens to tickets. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.kafka;
