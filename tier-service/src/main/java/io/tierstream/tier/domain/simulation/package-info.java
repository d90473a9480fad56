/** What a policy would do if it were activated, to customers and to their open tickets. Plain Java, no clock, no I/O. */
@org.jspecify.annotations.NullMarked
package io.tierstream.tier.domain.simulation;
