package io.tierstream.complaints.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.tierstream.complaints.application.SlaStore;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/** The SLA settings in one document of the collection {@code settings}, with the latest changes and who made them. */
@Component
class MongoSlaStore implements SlaStore {

    private static final String ID = "_id";
    private static final String SLA = "sla";
    private static final String VERSION = "version";
    private static final String CHANGES = "changes";
    private static final String EFFECT = "effect";

    private final MongoDatabase database;
    private final Guarded guarded;

    MongoSlaStore(MongoDatabaseFactory databases, Guarded guarded) {
        this.database = databases.getMongoDatabase();
        this.guarded = guarded;
    }

    @Override
    public Optional<StoredSla> find() {
        return guarded.call(() -> Optional.ofNullable(settings()
                        .find(new Document(ID, SLA))
                        .projection(new Document(CHANGES, 0))
                        .first())
                .map(document -> new StoredSla(
                        SlaDocuments.policy(document),
                        document.getString("by"),
                        TicketDocuments.instant(document, "at"),
                        TicketDocuments.number(document, "published") >= TicketDocuments.number(document, VERSION))));
    }

    @Override
    public List<SlaChange> changes() {
        return guarded.call(() -> Optional.ofNullable(settings()
                        .find(new Document(ID, SLA))
                        .projection(new Document(CHANGES, 1))
                        .first())
                .map(document -> document.getList(CHANGES, Document.class, List.of()).stream()
                        .map(MongoSlaStore::change)
                        .toList()
                        .reversed())
                .orElse(List.of()));
    }

    private static SlaChange change(Document document) {
        SlaPolicy policy = SlaDocuments.policy(document);
        Date at = document.getDate("at");
        Document effect = document.get(EFFECT, Document.class);
        return new SlaChange(
                policy,
                document.getString("by"),
                at == null ? null : at.toInstant(),
                effect == null
                        ? null
                        : new Effect(
                                effect.getInteger("tickets"),
                                effect.getInteger("moved"),
                                effect.getInteger("breached"),
                                effect.getInteger("atRisk")));
    }

    @Override
    public boolean save(SlaChange change) {
        SlaPolicy policy = change.policy();
        Instant at = change.at();
        Document fields = SlaDocuments.fields(policy).append("by", change.by()).append("at", TicketDocuments.date(at));
        Effect effect = change.effect();
        Document recorded = effect == null
                ? fields
                : new Document(fields)
                        .append(
                                EFFECT,
                                new Document("tickets", effect.tickets())
                                        .append("moved", effect.moved())
                                        .append("breached", effect.breached())
                                        .append("atRisk", effect.atRisk()));
        return guarded.call(() -> {
            settings().createIndex(new Document(ID, 1).append(VERSION, 1), new IndexOptions().unique(true));
            if (policy.version() == 1) {
                try {
                    settings()
                            .insertOne(new Document(fields)
                                    .append(ID, SLA)
                                    .append("published", 0L)
                                    .append(CHANGES, List.of(recorded)));
                    return true;
                } catch (MongoWriteException e) {
                    if (e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY) {
                        return false;
                    }
                    throw e;
                }
            }
            return settings()
                            .updateOne(
                                    new Document(ID, SLA).append(VERSION, policy.version() - 1),
                                    new Document("$set", fields)
                                            .append(
                                                    "$push",
                                                    new Document(
                                                            CHANGES,
                                                            new Document("$each", List.of(recorded))
                                                                    .append("$slice", -MAX_CHANGES))))
                            .getMatchedCount()
                    == 1;
        });
    }

    @Override
    public void published(long version) {
        guarded.run(() ->
                settings().updateOne(new Document(ID, SLA), new Document("$max", new Document("published", version))));
    }

    private MongoCollection<Document> settings() {
        return database.getCollection("settings");
    }
}
