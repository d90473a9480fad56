package io.tierstream.complaints.mongo;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.Standing;
import io.tierstream.complaints.domain.ticket.Announcement;
import io.tierstream.complaints.domain.ticket.Awaited;
import io.tierstream.complaints.domain.ticket.Complaint;
import io.tierstream.complaints.domain.ticket.ComplaintEvent;
import io.tierstream.complaints.domain.ticket.ComplaintFile;
import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Progress;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Snapshot;
import io.tierstream.complaints.domain.ticket.Stop;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a ticket looks like as a document. Times are dates (milliseconds), durations ISO 8601 text. Documents from before
 * {@code stops} were kept have all the time the clock stood in {@code waited}.
 */
final class TicketDocuments {

    static final String ID = "_id";
    static final String VERSION = "version";
    static final String STATE = "state";
    static final String HISTORY = "history";
    static final String PENDING = "pending";
    static final String DESCRIPTION = "description";
    static final String CLOSED_AT = "closedAt";

    /** The state of a file that only has events waiting for their ticket. */
    static final String AWAITED = "AWAITED";

    private TicketDocuments() {}

    /** All fields but the id, the history, the outbox and the description. */
    static Document fields(ComplaintFile file) {
        return switch (file) {
            case Awaited awaited ->
                new Document(VERSION, awaited.version())
                        .append(STATE, AWAITED)
                        .append("events", events(awaited.events()));
            case Ticket ticket -> fields(ticket);
        };
    }

    private static Document fields(Ticket ticket) {
        Complaint complaint = ticket.complaint();
        Progress progress = ticket.progress();
        return new Document(VERSION, ticket.version())
                .append(STATE, progress.state().name())
                .append("customerId", complaint.customerId())
                .append("openedAt", date(complaint.openedAt()))
                .append("subject", complaint.subject())
                .append("severity", complaint.severity().name())
                .append("category", complaint.category())
                .append("channel", complaint.channel())
                .append("orderId", complaint.orderId())
                .append("fingerprint", complaint.fingerprint())
                .append("opening", stamp(ticket.opening()))
                .append("createdAt", date(ticket.createdAt()))
                .append("tier", ticket.tier().name())
                .append("tierChange", ticket.tierChange())
                .append("dueAt", date(ticket.due()))
                .append("settings", ticket.settings())
                .append("standing", ticket.standing().name())
                .append("assignee", progress.assignee())
                .append("stoppedSince", date(progress.stoppedSince()))
                .append("closedAt", date(progress.closedAt()))
                .append("waited", progress.waitedBefore().toString())
                .append("stops", stops(progress.stops()))
                .append("base", progress(ticket.base()))
                .append("baseAt", date(ticket.baseAt()))
                .append("events", events(ticket.events()))
                .append("seen", ticket.seen())
                .append(
                        "announced",
                        ticket.announced().stream()
                                .map(said -> new Document("kind", said.kind().name()).append("due", date(said.due())))
                                .toList());
    }

    /** When the ticket left the queue, or that it is in it again; nothing when neither happened. */
    static Document closing(List<Happening> happenings) {
        Document closing = new Document();
        for (Happening happening : happenings) {
            switch (happening.kind()) {
                case RESOLVED, WITHDRAWN -> closing.put(CLOSED_AT, date(happening.at()));
                case REOPENED -> closing.put(CLOSED_AT, null);
                case ROUTED,
                        REPRIORITISED,
                        CLAIMED,
                        RELEASED,
                        WAITING,
                        RESUMED,
                        AT_RISK,
                        BREACHED,
                        NOTED,
                        RECORDED,
                        CAME_LATE -> {
                    // The ticket stays where it is.
                }
            }
        }
        return closing;
    }

    static ComplaintFile file(Document document) {
        String id = document.getString(ID);
        long version = number(document, VERSION);
        if (AWAITED.equals(document.getString(STATE))) {
            return new Awaited(id, version, events(document));
        }
        Instant openedAt = instant(document, "openedAt");
        return new Ticket(
                new Complaint(
                        id,
                        document.getString("customerId"),
                        openedAt,
                        document.getString("subject"),
                        Severity.valueOf(document.getString("severity")),
                        document.getString("category"),
                        document.getString("channel"),
                        document.getString("orderId"),
                        document.getString("fingerprint")),
                version,
                stamp(document.get("opening", Document.class)),
                instant(document, "createdAt"),
                Tier.valueOf(document.getString("tier")),
                number(document, "tierChange"),
                progress(document),
                instant(document, "dueAt"),
                document.get("settings") instanceof Number settings ? settings.longValue() : 0,
                document.get("standing") instanceof String standing ? Standing.valueOf(standing) : Standing.AS_RULED,
                progress(document.get("base", Document.class)),
                optionalInstant(document, "baseAt"),
                events(document),
                document.getList("seen", String.class),
                document.getList("announced", Document.class).stream()
                        .map(said -> new Announcement(
                                Announcement.Kind.valueOf(said.getString("kind")), instant(said, "due")))
                        .toList());
    }

    private static Document progress(Progress progress) {
        return new Document(STATE, progress.state().name())
                .append("assignee", progress.assignee())
                .append("stoppedSince", date(progress.stoppedSince()))
                .append("closedAt", date(progress.closedAt()))
                .append("waited", progress.waitedBefore().toString())
                .append("stops", stops(progress.stops()));
    }

    private static Progress progress(Document document) {
        return new Progress(
                TicketState.valueOf(document.getString(STATE)),
                document.getString("assignee"),
                optionalInstant(document, "stoppedSince"),
                optionalInstant(document, "closedAt"),
                Duration.parse(document.getString("waited")),
                document.getList("stops", Document.class, List.of()).stream()
                        .map(stop -> new Stop(instant(stop, "from"), instant(stop, "to")))
                        .toList());
    }

    private static List<Document> stops(List<Stop> stops) {
        return stops.stream()
                .map(stop -> new Document("from", date(stop.from())).append("to", date(stop.to())))
                .toList();
    }

    private static List<Document> events(List<ComplaintEvent> events) {
        return events.stream()
                .map(event -> stamp(event.stamp())
                        .append("move", event.move().name())
                        .append("customerId", event.customerId())
                        .append("note", event.note()))
                .toList();
    }

    private static List<ComplaintEvent> events(Document document) {
        return document.getList("events", Document.class).stream()
                .map(event -> new ComplaintEvent(
                        stamp(event),
                        Move.valueOf(event.getString("move")),
                        event.getString("customerId"),
                        event.getString("note")))
                .toList();
    }

    static Document stamp(EventStamp stamp) {
        return new Document("at", date(stamp.at())).append("id", stamp.id()).append("source", stamp.source());
    }

    static EventStamp stamp(Document document) {
        return new EventStamp(instant(document, "at"), document.getString("id"), document.getString("source"));
    }

    static Document history(Happening happening) {
        KnownTier change = happening.tierChange();
        return new Document("kind", happening.kind().name())
                .append("at", date(happening.at()))
                .append("recordedAt", date(happening.recordedAt()))
                .append("by", happening.by())
                .append(
                        "before",
                        Optional.ofNullable(happening.before())
                                .map(TicketDocuments::snapshot)
                                .orElse(null))
                .append("after", snapshot(happening.after()))
                .append("why", happening.why() == null ? null : happening.why().name())
                .append("tierChange", change == null ? null : knownTier(change))
                .append("note", happening.note());
    }

    static Happening history(Document document) {
        Document before = document.get("before", Document.class);
        Document change = document.get("tierChange", Document.class);
        String why = document.getString("why");
        return new Happening(
                Happening.Kind.valueOf(document.getString("kind")),
                instant(document, "at"),
                instant(document, "recordedAt"),
                document.getString("by"),
                before == null ? null : snapshot(before),
                snapshot(document.get("after", Document.class)),
                why == null ? null : Happening.Why.valueOf(why),
                change == null ? null : knownTier(change),
                document.getString("note"));
    }

    private static Document snapshot(Snapshot snapshot) {
        return new Document(STATE, snapshot.state().name())
                .append("assignee", snapshot.assignee())
                .append("tier", snapshot.tier().name())
                .append("dueAt", date(snapshot.due()));
    }

    private static Snapshot snapshot(Document document) {
        return new Snapshot(
                TicketState.valueOf(document.getString(STATE)),
                document.getString("assignee"),
                Tier.valueOf(document.getString("tier")),
                instant(document, "dueAt"));
    }

    /** The change's number comes first and whether its cause is known second, so that documents compare by them. */
    static Document knownTier(KnownTier known) {
        return new Document("changeNumber", known.changeNumber())
                .append("explained", known.cause() == null ? 0 : 1)
                .append("tier", known.tier().name())
                .append("at", date(known.at()))
                .append("cause", known.cause())
                .append("composite", text(known.composite()))
                .append("previousComposite", text(known.previousComposite()));
    }

    static KnownTier knownTier(Document document) {
        return new KnownTier(
                Tier.valueOf(document.getString("tier")),
                number(document, "changeNumber"),
                instant(document, "at"),
                document.getString("cause"),
                decimal(document.getString("composite")),
                decimal(document.getString("previousComposite")));
    }

    static @Nullable String text(@Nullable BigDecimal decimal) {
        return decimal == null ? null : decimal.toPlainString();
    }

    static @Nullable BigDecimal decimal(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    static long number(Document document, String field) {
        return document.get(field, Number.class).longValue();
    }

    static @Nullable Date date(@Nullable Instant instant) {
        return instant == null ? null : Date.from(instant);
    }

    static Instant instant(Document document, String field) {
        return document.get(field, Date.class).toInstant();
    }

    private static @Nullable Instant optionalInstant(Document document, String field) {
        Date date = document.getDate(field);
        return date == null ? null : date.toInstant();
    }
}
