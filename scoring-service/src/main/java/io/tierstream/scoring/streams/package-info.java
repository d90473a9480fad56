/** The Kafka Streams topology that keeps every customer's ledger and metrics and tells of their scores. */
@org.jspecify.annotations.NullMarked
package io.tierstream.scoring.streams;
