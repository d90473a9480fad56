package io.tierstream.complaints.domain.queue;

import io.tierstream.complaints.domain.queue.QueueOrder.Criterion;
import io.tierstream.complaints.domain.sla.OrderRule;
import org.jspecify.annotations.Nullable;

/**
 * Where a ticket stands and why.
 *
 * @param position 1 is the first
 * @param of how many stand in the queue
 * @param order the rule in force
 * @param lifted whether it stands above the tiers because it has waited for the maximum
 * @param ahead the ticket right before it and what puts that one first; absent for the first
 * @param behind the ticket right after it and what puts this one first; absent for the last
 */
public record Place(
        int position,
        int of,
        OrderRule order,
        boolean lifted,
        @Nullable Neighbour ahead,
        @Nullable Neighbour behind) {

    /** The ticket next to it, and what decides between the two. */
    public record Neighbour(String complaintId, Criterion decidedBy) {}
}
