package io.tierstream.complaints.mongo;

import static io.tierstream.complaints.mongo.TicketDocuments.CLOSED_AT;
import static io.tierstream.complaints.mongo.TicketDocuments.DESCRIPTION;
import static io.tierstream.complaints.mongo.TicketDocuments.HISTORY;
import static io.tierstream.complaints.mongo.TicketDocuments.ID;
import static io.tierstream.complaints.mongo.TicketDocuments.PENDING;
import static io.tierstream.complaints.mongo.TicketDocuments.STATE;
import static io.tierstream.complaints.mongo.TicketDocuments.VERSION;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.tierstream.complaints.application.InstanceName;
import io.tierstream.complaints.application.OutboxStore;
import io.tierstream.complaints.application.TicketStore;
import io.tierstream.complaints.domain.team.Closing;
import io.tierstream.complaints.domain.ticket.Happening;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.ticket.v1.TicketEvent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * Tickets in the collection {@code tickets}, one document each, with the latest history and the events that wait to be
 * published. A change is one update with the filter {@code {_id, version}}; a unique index on just these two serves it
 * everywhere. Outbox and history are pushed and pulled, never replaced, so that publishing and deciding do not race.
 */
@Component
class MongoTicketStore implements TicketStore, OutboxStore {

    private static final List<String> IN_QUEUE = java.util.Arrays.stream(TicketState.values())
            .filter(TicketState::isInQueue)
            .map(Enum::name)
            .toList();
    private static final Document WITHOUT_TEXTS = new Document(HISTORY, 0).append(DESCRIPTION, 0);
    private static final Document DECISION_ONLY = new Document(WITHOUT_TEXTS).append(PENDING, 0);

    private final MongoDatabase database;
    private final Guarded guarded;
    private final InstanceName instance;
    private final Clock clock;

    MongoTicketStore(MongoDatabaseFactory databases, Guarded guarded, InstanceName instance, Clock clock) {
        this.database = databases.getMongoDatabase();
        this.guarded = guarded;
        this.instance = instance;
        this.clock = clock;
    }

    @Override
    public void prepare() {
        guarded.run(() -> {
            tickets().createIndex(new Document(ID, 1).append(VERSION, 1), new IndexOptions().unique(true));
            tickets().createIndex(new Document(STATE, 1).append(ID, -1));
            tickets().createIndex(new Document("customerId", 1));
            tickets().createIndex(new Document(CLOSED_AT, 1), new IndexOptions().sparse(true));
            tickets().createIndex(new Document(PENDING + ".version", 1), new IndexOptions().sparse(true));
        });
    }

    private MongoCollection<Document> tickets() {
        return database.getCollection("tickets");
    }

    @Override
    public Map<String, Stored> find(Collection<String> complaintIds) {
        return guarded.call(() -> {
            Map<String, Stored> found = new HashMap<>();
            for (Document document : tickets().find(byIds(complaintIds)).projection(WITHOUT_TEXTS)) {
                found.put(
                        document.getString(ID),
                        new Stored(
                                TicketDocuments.file(document),
                                document.getList(PENDING, Document.class, List.of())
                                        .size()));
            }
            return found;
        });
    }

    private static Document byIds(Collection<String> ids) {
        return ids.size() == 1
                ? new Document(ID, ids.iterator().next())
                : new Document(ID, new Document("$in", List.copyOf(ids)));
    }

    @Override
    public Optional<Dossier> dossier(String complaintId) {
        return guarded.call(() -> {
            Document document = tickets().find(new Document(ID, complaintId)).first();
            if (document == null || !(TicketDocuments.file(document) instanceof Ticket ticket)) {
                return Optional.empty();
            }
            List<Happening> history = document.getList(HISTORY, Document.class, List.of()).stream()
                    .map(TicketDocuments::history)
                    .toList();
            return Optional.of(new Dossier(ticket, document.getString(DESCRIPTION), history));
        });
    }

    @Override
    public boolean write(List<Change> changes) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        for (Change change : changes) {
            writes.add(change.expectedVersion() == 0 ? insert(change) : update(change));
        }
        return guarded.call(() -> {
            try {
                BulkWriteResult result = tickets().bulkWrite(writes, new BulkWriteOptions().ordered(false));
                return result.getInsertedCount() + result.getMatchedCount() == changes.size();
            } catch (MongoBulkWriteException e) {
                if (isLostRace(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    /** Unlike a write that was done, but of which not enough servers have told that they have it. */
    private static boolean isLostRace(MongoBulkWriteException failure) {
        return failure.getWriteConcernError() == null
                && failure.getWriteErrors().stream()
                        .allMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
    }

    private WriteModel<Document> insert(Change change) {
        Document document = new Document(ID, change.after().complaintId());
        document.putAll(TicketDocuments.fields(change.after()));
        document.putAll(TicketDocuments.closing(change.happenings()));
        return new InsertOneModel<>(document.append(DESCRIPTION, change.description())
                .append(HISTORY, history(change))
                .append(PENDING, pending(change)));
    }

    private WriteModel<Document> update(Change change) {
        Document fields = TicketDocuments.fields(change.after());
        fields.putAll(TicketDocuments.closing(change.happenings()));
        if (change.description() != null) {
            fields.append(DESCRIPTION, change.description());
        }
        Document pushes = new Document();
        if (!change.happenings().isEmpty()) {
            pushes.append(HISTORY, new Document("$each", history(change)).append("$slice", -MAX_HISTORY));
        }
        if (!change.events().isEmpty()) {
            pushes.append(PENDING, new Document("$each", pending(change)));
        }
        Document update = new Document("$set", fields);
        if (!pushes.isEmpty()) {
            update.append("$push", pushes);
        }
        return new UpdateOneModel<>(
                new Document(ID, change.after().complaintId()).append(VERSION, change.expectedVersion()), update);
    }

    private static List<Document> history(Change change) {
        return change.happenings().stream().map(TicketDocuments::history).toList();
    }

    private List<Document> pending(Change change) {
        Instant now = clock.instant();
        return change.events().stream()
                .map(event -> pending(event, change.lineage().traceParent(), now))
                .toList();
    }

    private Document pending(Event<TicketEvent> event, @Nullable String traceParent, Instant now) {
        Document pending = new Document(VERSION, event.data().version())
                .append("id", event.envelope().id())
                .append("source", event.envelope().source())
                .append("type", event.envelope().type())
                .append("time", TicketDocuments.date(event.envelope().time()))
                .append("data", EventJson.mapper().writeValueAsString(event.data()))
                .append("writer", instance.value())
                .append("since", TicketDocuments.date(now));
        return traceParent == null ? pending : pending.append("trace", traceParent);
    }

    @Override
    public void readQueue(Consumer<Ticket> consumer) {
        read(new Document(STATE, new Document("$in", IN_QUEUE)), consumer);
    }

    @Override
    public void readAll(Consumer<Ticket> consumer) {
        read(new Document(), consumer);
    }

    private void read(Document filter, Consumer<Ticket> consumer) {
        guarded.run(() -> {
            for (Document document :
                    tickets().find(filter).projection(DECISION_ONLY).batchSize(5_000)) {
                if (TicketDocuments.file(document) instanceof Ticket ticket) {
                    consumer.accept(ticket);
                }
            }
        });
    }

    @Override
    public List<Ticket> closed(Closed which, @Nullable String afterId, int limit) {
        Document filter = new Document(
                STATE,
                new Document("$in", which.states().stream().map(Enum::name).toList()));
        if (which.tier() != null) {
            filter.append("tier", which.tier().name());
        }
        if (which.assignee() != null) {
            filter.append("assignee", which.assignee());
        }
        if (which.severity() != null) {
            filter.append("severity", which.severity().name());
        }
        if (which.customerId() != null) {
            filter.append("customerId", which.customerId());
        }
        if (which.text() != null) {
            Optional<Pattern> text = Texts.pattern(which.text());
            if (text.isEmpty()) {
                return List.of();
            }
            filter.append(
                    "$or",
                    List.of(
                            new Document(ID, text.get()),
                            new Document("customerId", text.get()),
                            new Document("subject", text.get()),
                            new Document("customerId", new Document("$in", which.named()))));
        }
        if (afterId != null) {
            filter.append("$and", List.of(new Document(ID, new Document("$lt", afterId))));
        }
        return guarded.call(() -> {
            List<Ticket> found = new ArrayList<>();
            for (Document document : tickets()
                    .find(filter)
                    .projection(DECISION_ONLY)
                    .sort(new Document(ID, -1))
                    .limit(limit)) {
                if (TicketDocuments.file(document) instanceof Ticket ticket) {
                    found.add(ticket);
                }
            }
            return found;
        });
    }

    @Override
    public List<Closing> closings(Instant since) {
        Document recent = new Document(CLOSED_AT, new Document("$gte", TicketDocuments.date(since)));
        Document needed = new Document(STATE, 1)
                .append("openedAt", 1)
                .append(CLOSED_AT, 1)
                .append("assignee", 1);
        return guarded.call(() -> {
            List<Closing> closings = new ArrayList<>();
            for (Document document : tickets().find(recent).projection(needed).batchSize(5_000)) {
                closings.add(new Closing(
                        TicketState.valueOf(document.getString(STATE)),
                        TicketDocuments.instant(document, "openedAt"),
                        TicketDocuments.instant(document, CLOSED_AT),
                        document.getString("assignee")));
            }
            return closings;
        });
    }

    @Override
    public Map<String, List<Pending>> pending(Collection<String> complaintIds) {
        return guarded.call(() -> {
            Map<String, List<Pending>> all = new HashMap<>();
            for (Document document : tickets().find(byIds(complaintIds)).projection(new Document(PENDING, 1))) {
                List<Pending> waiting = document.getList(PENDING, Document.class, List.of()).stream()
                        .map(MongoTicketStore::pending)
                        .sorted(Comparator.comparingLong(Pending::version))
                        .toList();
                if (!waiting.isEmpty()) {
                    all.put(document.getString(ID), waiting);
                }
            }
            return all;
        });
    }

    private static Pending pending(Document document) {
        return new Pending(
                TicketDocuments.number(document, VERSION),
                new Event<>(
                        new Envelope(
                                document.getString("id"),
                                document.getString("source"),
                                document.getString("type"),
                                TicketDocuments.instant(document, "time")),
                        EventJson.mapper().readValue(document.getString("data"), TicketEvent.class)),
                document.getString("trace"),
                document.getString("writer"),
                TicketDocuments.instant(document, "since"));
    }

    @Override
    public void published(Map<String, Long> upToVersion) {
        List<WriteModel<Document>> removals = new ArrayList<>();
        upToVersion.forEach((id, version) -> removals.add(new UpdateOneModel<>(
                new Document(ID, id),
                new Document("$pull", new Document(PENDING, new Document(VERSION, new Document("$lte", version)))))));
        guarded.run(() -> tickets().bulkWrite(removals, new BulkWriteOptions().ordered(false)));
    }

    @Override
    public List<String> withPending(int limit) {
        return guarded.call(() -> {
            List<String> ids = new ArrayList<>();
            for (Document document : tickets()
                    .find(new Document(PENDING + ".version", new Document("$gt", 0)))
                    .projection(new Document(ID, 1))
                    .limit(limit)) {
                ids.add(document.getString(ID));
            }
            return ids;
        });
    }
}
