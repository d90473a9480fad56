package io.tierstream.oracle;

import io.tierstream.contracts.Event;
import io.tierstream.contracts.complaint.v1.ComplaintEvent;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintReopened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import io.tierstream.contracts.complaint.v1.Severity;
import io.tierstream.contracts.ticket.v1.TicketState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What became of complaints by the events about them, without what agents do at the desk. */
final class Complaints {

    /** "The latest time decides (tie: event id)." */
    static final Comparator<Event<?>> LATER = Comparator.<Event<?>, Instant>comparing(
                    event -> event.envelope().time())
            .thenComparing(event -> event.envelope().id());

    /** A complaint; {@code state} is one of OPEN, RESOLVED and WITHDRAWN. */
    record Complaint(String id, String customerId, Instant openedAt, Severity severity, TicketState state) {}

    private Complaints() {}

    /** The complaints that were opened, in the order of the events that opened them. */
    static List<Complaint> of(List<? extends Event<?>> accepted) {
        List<Complaint> complaints = new ArrayList<>();
        for (Event<?> event : accepted) {
            if (event.data() instanceof ComplaintOpened opened) {
                Event<?> latest = event;
                for (Event<?> other : accepted) {
                    if (other.data() instanceof ComplaintEvent about
                            && about.complaintId().equals(opened.complaintId())
                            && LATER.compare(other, latest) > 0) {
                        latest = other;
                    }
                }
                complaints.add(new Complaint(
                        opened.complaintId(),
                        opened.customerId(),
                        event.envelope().time(),
                        opened.severity() == null ? Severity.NORMAL : opened.severity(),
                        stateAfter((ComplaintEvent) latest.data())));
            }
        }
        return complaints;
    }

    private static TicketState stateAfter(ComplaintEvent latest) {
        return switch (latest) {
            case ComplaintOpened opened -> TicketState.OPEN;
            case ComplaintReopened reopened -> TicketState.OPEN;
            case ComplaintResolved resolved -> TicketState.RESOLVED;
            case ComplaintWithdrawn withdrawn -> TicketState.WITHDRAWN;
        };
    }
}
