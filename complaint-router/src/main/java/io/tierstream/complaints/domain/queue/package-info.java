/** The order in which tickets are worked on, and why a ticket stands where it stands. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.domain.queue;
