package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.team.Closing;
import io.tierstream.complaints.domain.ticket.ComplaintFile;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.Lineage;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where tickets are kept: the system of record. All methods throw {@link StoreUnavailableException} while it is away. */
public interface TicketStore {

    /** So many entries of a ticket's history are kept, the latest. */
    int MAX_HISTORY = 300;

    /**
     * What is kept, and how much of it waits to be published.
     *
     * @param pending events that wait
     */
    record Stored(ComplaintFile file, int pending) {}

    /** A ticket with all that was written down about it. */
    record Dossier(Ticket ticket, @Nullable String description, List<Happening> history) {}

    /**
     * A decision to be written.
     *
     * @param expectedVersion the version it was made on; 0: there was nothing
     * @param description the complaint's long text, when the file is new
     * @param events to be published, in order
     * @param lineage what it goes back to; its trace goes with the events
     */
    record Change(
            long expectedVersion,
            ComplaintFile after,
            @Nullable String description,
            List<Happening> happenings,
            List<Event<TicketEvent>> events,
            Lineage lineage) {}

    /**
     * Which closed tickets to list; what is absent does not narrow.
     *
     * @param text part of the complaint's id, its subject or the customer's id
     * @param named customers whose tickets fit the text by their name
     */
    record Closed(
            Set<TicketState> states,
            @Nullable Tier tier,
            @Nullable String assignee,
            @Nullable Severity severity,
            @Nullable String customerId,
            @Nullable String text,
            List<String> named) {}

    /** Makes the store ready for use; safe to call again. */
    void prepare();

    /** The files of these complaints, as far as they exist. */
    Map<String, Stored> find(Collection<String> complaintIds);

    /** The ticket with its history; empty when there is none. */
    Optional<Dossier> dossier(String complaintId);

    /**
     * Writes each change whose file still has the expected version, together with its events.
     *
     * @return whether all were written; if not, which ones were is to be read again
     */
    boolean write(List<Change> changes);

    /** Passes every ticket that is in the queue, in no order. */
    void readQueue(Consumer<Ticket> consumer);

    /** Passes every ticket, closed ones too, in no order. */
    void readAll(Consumer<Ticket> consumer);

    /**
     * Tickets that left the queue since then and are not in it again. Tickets that left it before this was written down
     * (version 0.1) are not among them.
     */
    List<Closing> closings(Instant since);

    /** Closed tickets, the latest id first, after one id or from the start. */
    List<Ticket> closed(Closed which, @Nullable String afterId, int limit);
}
