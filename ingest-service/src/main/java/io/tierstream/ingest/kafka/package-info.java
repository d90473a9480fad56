/** How this service writes to Kafka, and reads dead letters from it. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest.kafka;
