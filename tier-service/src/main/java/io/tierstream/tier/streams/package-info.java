/** Grades customers in a Kafka Streams topology: the shell around the deciding domain. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.streams;
