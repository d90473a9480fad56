package io.tierstream.complaints.kafka;

import io.tierstream.complaints.application.RoutingComplaints.Arrival;
import io.tierstream.complaints.domain.ticket.Complaint;
import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.complaint.v1.ComplaintEvent;
import io.tierstream.contracts.complaint.v1.ComplaintOpened;
import io.tierstream.contracts.complaint.v1.ComplaintReopened;
import io.tierstream.contracts.complaint.v1.ComplaintResolved;
import io.tierstream.contracts.complaint.v1.ComplaintWithdrawn;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** From the published events about complaints to the domain's. */
final class ComplaintTranslator {

    /** As long as what an agent may write. */
    static final int MAX_NOTE = 5_000;

    private ComplaintTranslator() {}

    static Arrival arrival(Envelope envelope, ComplaintEvent data) {
        EventStamp stamp = stamp(envelope);
        return switch (data) {
            case ComplaintOpened opened ->
                new Arrival.Opened(
                        stamp,
                        new Complaint(
                                opened.complaintId(),
                                opened.customerId(),
                                envelope.time(),
                                opened.subject(),
                                opened.severity() == null
                                        ? Severity.NORMAL
                                        : Severity.valueOf(opened.severity().name()),
                                opened.category(),
                                opened.channel(),
                                opened.orderId(),
                                fingerprint(opened)),
                        opened.description());
            case ComplaintResolved resolved -> moved(stamp, resolved, Move.RESOLVE, resolved.note());
            case ComplaintReopened reopened -> moved(stamp, reopened, Move.REOPEN, reopened.note());
            case ComplaintWithdrawn withdrawn -> moved(stamp, withdrawn, Move.WITHDRAW, withdrawn.note());
        };
    }

    static EventStamp stamp(Envelope envelope) {
        return new EventStamp(envelope.time(), envelope.id(), envelope.source());
    }

    private static Arrival moved(EventStamp stamp, ComplaintEvent data, Move move, @Nullable String note) {
        return new Arrival.Moved(
                data.complaintId(),
                new io.tierstream.complaints.domain.ticket.ComplaintEvent(
                        stamp, move, data.customerId(), shortened(note)));
    }

    /** A ticket keeps hundreds of notes, and has to fit a document of 16 MB: longer ones end with an ellipsis. */
    private static @Nullable String shortened(@Nullable String note) {
        if (note == null || note.length() <= MAX_NOTE) {
            return note;
        }
        int end = MAX_NOTE - 1;
        return note.substring(0, Character.isHighSurrogate(note.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** SHA-256 of the data as JSON, whose fields always come in the same order. */
    private static String fingerprint(ComplaintOpened opened) {
        try {
            byte[] json = EventJson.mapper().writeValueAsBytes(opened);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
