/** Takes events over HTTP and imports, validates them and publishes them to Kafka. */
@org.jspecify.annotations.NullMarked
package io.tierstream.ingest;
