package io.tierstream.complaints.domain.ticket;

import io.tierstream.complaints.domain.Tier;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What of a ticket can change and is shown: before and after each change. */
public record Snapshot(TicketState state, @Nullable String assignee, Tier tier, Instant due) {}
