package io.tierstream.complaints.domain.team;

import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A ticket that left the queue.
 *
 * @param state {@code RESOLVED} or {@code WITHDRAWN}
 * @param agent who held it last; absent when nobody ever did
 */
public record Closing(
        TicketState state,
        Instant openedAt,
        Instant closedAt,
        @Nullable String agent) {}
