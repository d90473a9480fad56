/** Measures the services side by side with what one would take instead. */
@org.jspecify.annotations.NullMarked
package io.tierstream.benchmarks;
