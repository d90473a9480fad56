package io.tierstream.contracts.ticket.v1;

import io.tierstream.contracts.tier.v1.Tier;
import java.time.Instant;

/** What decides a ticket's place: its tier and its deadline. */
public record Placement(Tier tier, Instant dueAt) {}
