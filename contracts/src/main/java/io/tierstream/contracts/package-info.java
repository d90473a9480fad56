/** Topic names, event records, their schemas and the codec between CloudEvents and Kafka records. */
@org.jspecify.annotations.NullMarked
package io.tierstream.contracts;
