package io.tierstream.complaints.domain.ticket;

import java.time.Instant;

/**
 * A time during which the SLA clock stood.
 *
 * @param to after {@code from}
 */
public record Stop(Instant from, Instant to) {}
