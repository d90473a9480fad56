/** Deadlines: the settings in force, the clock they run on and the arithmetic. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.domain.sla;
