/** Decides which order is served first and how scarce material is split. Plain Java, no clock, no I/O. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.domain.priority;
