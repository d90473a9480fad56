/** The life of a ticket: from the events, actions and tier changes about a complaint to its next state and what to tell others. */
@org.jspecify.annotations.NullMarked
package io.tierstream.complaints.domain.ticket;
