package io.tierstream.complaints.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.tierstream.complaints.application.CustomerStore;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * Customers in the collections {@code customers} and, since it is long and seldom changes, {@code decisions}. What is known
 * of one is embedded documents that begin with what decides which one is newer, and are written with {@code $max}, which
 * compares field by field: an older one is refused in the same atomic update, by {@code _id} alone. Documents of before may
 * have the decision among the customer.
 */
@Component
class MongoCustomerStore implements CustomerStore {

    private static final String CUSTOMERS = "customers";
    private static final String DECISIONS = "decisions";
    private static final String ID = "_id";
    private static final String CHANGE_NUMBER = "changeNumber";
    private static final String TIER = "tier";
    private static final String NAMED = "named";
    private static final String STANDING = "standing";
    private static final String DECISION = "decision";

    private final MongoDatabase database;
    private final Guarded guarded;

    MongoCustomerStore(MongoDatabaseFactory databases, Guarded guarded) {
        this.database = databases.getMongoDatabase();
        this.guarded = guarded;
    }

    @Override
    public Map<String, KnownTier> tiers(Collection<String> customerIds) {
        Map<String, KnownTier> tiers = new HashMap<>();
        read(CUSTOMERS, customerIds, List.of(TIER), document -> {
            Document tier = document.get(TIER, Document.class);
            if (tier != null) {
                tiers.put(document.getString(ID), TicketDocuments.knownTier(tier));
            }
        });
        return tiers;
    }

    @Override
    public void saveDecisions(Map<String, Decided> decisions) {
        Map<String, Document> tiers = new HashMap<>();
        Map<String, Document> reasons = new HashMap<>();
        decisions.forEach((id, decided) -> {
            tiers.put(id, new Document(TIER, TicketDocuments.knownTier(decided.tier())));
            reasons.put(
                    id,
                    new Document(
                            DECISION,
                            new Document(CHANGE_NUMBER, decided.tier().changeNumber())
                                    .append("data", EventJson.mapper().writeValueAsString(decided.decision()))));
        });
        save(DECISIONS, reasons);
        save(CUSTOMERS, tiers);
    }

    @Override
    public void saveStandings(Map<String, Standing> standings) {
        Map<String, Document> documents = new HashMap<>();
        standings.forEach((id, standing) -> documents.put(
                id,
                new Document(TIER, TicketDocuments.knownTier(standing.tier()))
                        .append(
                                STANDING,
                                new Document(CHANGE_NUMBER, standing.tier().changeNumber())
                                        .append("at", TicketDocuments.date(standing.at()))
                                        .append("offset", standing.offset())
                                        .append(
                                                "since",
                                                TicketDocuments.date(
                                                        standing.tier().at()))
                                        .append(
                                                "composite",
                                                TicketDocuments.text(
                                                        standing.tier().composite())))));
        save(CUSTOMERS, documents);
    }

    @Override
    public Map<String, Glance> glances(Collection<String> customerIds) {
        Map<String, Glance> glances = new HashMap<>();
        read(CUSTOMERS, customerIds, List.of(NAMED, STANDING, TIER), document -> {
            Document named = document.get(NAMED, Document.class);
            Document standing = document.get(STANDING, Document.class);
            Document tier = document.get(TIER, Document.class);
            // Documents of older versions have no standing; the composite of the last change of tier is the latest
            // known.
            Document composite = standing == null ? tier : standing;
            glances.put(
                    document.getString(ID),
                    new Glance(
                            named == null ? null : named.getString("name"),
                            composite == null ? null : TicketDocuments.decimal(composite.getString("composite")),
                            standing == null ? null : TicketDocuments.instant(standing, "since")));
        });
        return glances;
    }

    @Override
    public Optional<TierChanged> decision(String customerId) {
        List<Document> found = new ArrayList<>();
        for (String collection : List.of(DECISIONS, CUSTOMERS)) {
            read(collection, List.of(customerId), List.of(DECISION), document -> {
                Document decision = document.get(DECISION, Document.class);
                if (decision != null) {
                    found.add(decision);
                }
            });
        }
        return found.stream()
                .max(Comparator.comparingLong(decision -> TicketDocuments.number(decision, CHANGE_NUMBER)))
                .map(latest -> EventJson.mapper().readValue(latest.getString("data"), TierChanged.class));
    }

    @Override
    public List<String> named(String text, int most) {
        return Texts.pattern(text)
                .map(pattern -> guarded.call(() -> {
                    List<String> ids = new ArrayList<>();
                    for (Document document : database.getCollection(CUSTOMERS)
                            .find(new Document(NAMED + ".name", pattern))
                            .projection(new Document(ID, 1))
                            .limit(most)) {
                        ids.add(document.getString(ID));
                    }
                    return ids;
                }))
                .orElse(List.of());
    }

    @Override
    public void saveNames(Map<String, Named> names) {
        Map<String, Document> documents = new HashMap<>();
        names.forEach((id, named) -> documents.put(
                id, new Document(NAMED, TicketDocuments.stamp(named.stamp()).append("name", named.name()))));
        save(CUSTOMERS, documents);
    }

    private void read(String collection, Collection<String> ids, List<String> fields, Consumer<Document> consumer) {
        if (ids.isEmpty()) {
            return;
        }
        Document shown = new Document();
        fields.forEach(field -> shown.append(field, 1));
        guarded.run(() -> database.getCollection(collection)
                .find(new Document(ID, new Document("$in", List.copyOf(ids))))
                .projection(shown)
                .forEach(consumer));
    }

    private void save(String name, Map<String, Document> documents) {
        if (documents.isEmpty()) {
            return;
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        documents.forEach((id, document) -> writes.add(new UpdateOneModel<>(
                new Document(ID, id), new Document("$max", document), new UpdateOptions().upsert(true))));
        MongoCollection<Document> collection = database.getCollection(name);
        guarded.run(() -> {
            BulkWriteOptions unordered = new BulkWriteOptions().ordered(false);
            try {
                collection.bulkWrite(writes, unordered);
            } catch (MongoBulkWriteException e) {
                // Two instances that insert the same customer at once: the loser's turn comes now. Anything else fails
                // again.
                collection.bulkWrite(writes, unordered);
            }
        });
    }
}
