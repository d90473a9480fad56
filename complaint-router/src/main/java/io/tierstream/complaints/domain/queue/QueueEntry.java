package io.tierstream.complaints.domain.queue;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.Ticket;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A ticket in its place. */
public record QueueEntry(Ticket ticket, QueueKey key) {

    static QueueEntry of(Ticket ticket, SlaPolicy policy, Instant now) {
        boolean lifted = liftAt(ticket, policy).filter(at -> !now.isBefore(at)).isPresent();
        return new QueueEntry(
                ticket,
                new QueueKey(
                        lifted,
                        ticket.tier(),
                        ticket.due(),
                        ticket.complaint().severity(),
                        ticket.openedAt(),
                        ticket.complaintId()));
    }

    /** When the ticket has waited for the maximum: since it was opened, less the time the clock stood. */
    private static Optional<Instant> liftAt(Ticket ticket, SlaPolicy policy) {
        Duration maximum = policy.maximumWait();
        return maximum == null || ticket.state().clockStands()
                ? Optional.empty()
                : Optional.of(
                        ticket.openedAt().plus(maximum).plus(ticket.progress().waited()));
    }

    /** The next instant at which time alone changes something: the place, or what has to be announced. */
    Optional<Instant> nextMoment(SlaPolicy policy) {
        Optional<Instant> announcement = ticket.nextAnnouncement(policy);
        Optional<Instant> lift = key.lifted() ? Optional.empty() : liftAt(ticket, policy);
        if (announcement.isEmpty() || lift.isEmpty()) {
            return announcement.or(() -> lift);
        }
        return announcement.get().isBefore(lift.get()) ? announcement : lift;
    }
}
