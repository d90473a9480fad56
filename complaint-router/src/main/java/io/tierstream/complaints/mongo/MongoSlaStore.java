package io.tierstream.complaints.mongo;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.UpdateOptions;
import io.tierstream.complaints.application.SlaStore;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * The SLA settings in one document of the collection {@code settings}, and every change of them, with who made it, in one of
 * the collection {@code sla-changes}. The settings are written first and hold the latest change too, so that none is lost
 * when the second write does not come to be: the next one makes up for it. Earlier they held all
 * changes themselves; those are moved in the same way.
 */
@Component
class MongoSlaStore implements SlaStore {

    private static final String ID = "_id";
    private static final String SLA = "sla";
    private static final String VERSION = "version";
    private static final String LATEST = "latest";
    /** Where changes were kept earlier. */
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
                        .projection(new Document(CHANGES, 0).append(LATEST, 0))
                        .first())
                .map(document -> new StoredSla(
                        SlaDocuments.policy(document),
                        document.getString("by"),
                        TicketDocuments.instant(document, "at"),
                        TicketDocuments.number(document, "published") >= TicketDocuments.number(document, VERSION))));
    }

    @Override
    public List<SlaChange> changes(long before, int most) {
        return guarded.call(() -> {
            NavigableMap<Long, Document> found = new TreeMap<>(Comparator.reverseOrder());
            for (Document change : withSettings()) {
                if (version(change) < before) {
                    found.put(version(change), change);
                }
            }
            for (Document change : recorded()
                    .find(new Document(ID, new Document("$lt", before)))
                    .sort(new Document(ID, -1))
                    .limit(most)) {
                found.put(version(change), change);
            }
            return found.values().stream()
                    .limit(most)
                    .map(MongoSlaStore::change)
                    .toList();
        });
    }

    private static long version(Document change) {
        return TicketDocuments.number(change, VERSION);
    }

    /** The changes that the settings hold. */
    private List<Document> withSettings() {
        Document settings = settings()
                .find(new Document(ID, SLA))
                .projection(new Document(CHANGES, 1).append(LATEST, 1))
                .first();
        if (settings == null) {
            return List.of();
        }
        List<Document> changes = new ArrayList<>(settings.getList(CHANGES, Document.class, List.of()));
        Document latest = settings.get(LATEST, Document.class);
        if (latest != null) {
            changes.add(latest);
        }
        return changes;
    }

    private void record(List<Document> changes) {
        for (Document change : changes) {
            try {
                recorded()
                        .updateOne(
                                new Document(ID, version(change)),
                                new Document("$setOnInsert", change),
                                new UpdateOptions().upsert(true));
            } catch (MongoWriteException e) {
                // Another instance wrote the same one at the same time.
                if (!isThereAlready(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isThereAlready(MongoWriteException e) {
        return e.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
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
            record(withSettings());
            if (policy.version() == 1) {
                try {
                    settings()
                            .insertOne(new Document(fields)
                                    .append(ID, SLA)
                                    .append("published", 0L)
                                    .append(LATEST, recorded));
                } catch (MongoWriteException e) {
                    if (isThereAlready(e)) {
                        return false;
                    }
                    throw e;
                }
            } else if (settings()
                            .updateOne(
                                    new Document(ID, SLA).append(VERSION, policy.version() - 1),
                                    new Document("$set", new Document(fields).append(LATEST, recorded))
                                            .append("$unset", new Document(CHANGES, "")))
                            .getMatchedCount()
                    == 0) {
                return false;
            }
            record(List.of(recorded));
            return true;
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

    private MongoCollection<Document> recorded() {
        return database.getCollection("sla-changes");
    }
}
