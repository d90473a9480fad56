/** Journeys through the real processes, over HTTP and Kafka only, faults included. */
@NullMarked
package io.tierstream.e2e;

import org.jspecify.annotations.NullMarked;
