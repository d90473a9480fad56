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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * Customers in the collection {@code customers}. Tier and name are embedded documents that begin with what decides which
 * one is newer, and are written with {@code $max}, which compares field by field: an older one is refused in the same
 * atomic update, by {@code _id} alone.
 */
@Component
class MongoCustomerStore implements CustomerStore {

    private static final String ID = "_id";
    private static final String TIER = "tier";
    private static final String NAMED = "named";

    private final MongoDatabase database;
    private final Guarded guarded;

    MongoCustomerStore(MongoDatabaseFactory databases, Guarded guarded) {
        this.database = databases.getMongoDatabase();
        this.guarded = guarded;
    }

    @Override
    public Map<String, KnownTier> tiers(Collection<String> customerIds) {
        Map<String, KnownTier> tiers = new HashMap<>();
        read(customerIds, TIER, (id, tier) -> tiers.put(id, TicketDocuments.knownTier(tier)));
        return tiers;
    }

    @Override
    public void saveTiers(Map<String, KnownTier> tiers) {
        Map<String, Document> documents = new HashMap<>();
        tiers.forEach((id, tier) -> documents.put(id, TicketDocuments.knownTier(tier)));
        save(documents, TIER);
    }

    @Override
    public Map<String, String> names(Collection<String> customerIds) {
        Map<String, String> names = new HashMap<>();
        read(customerIds, NAMED, (id, named) -> names.put(id, named.getString("name")));
        return names;
    }

    @Override
    public void saveNames(Map<String, Named> names) {
        Map<String, Document> documents = new HashMap<>();
        names.forEach((id, named) ->
                documents.put(id, TicketDocuments.stamp(named.stamp()).append("name", named.name())));
        save(documents, NAMED);
    }

    private void read(Collection<String> ids, String field, BiConsumer<String, Document> consumer) {
        if (ids.isEmpty()) {
            return;
        }
        guarded.run(() -> {
            for (Document document : customers()
                    .find(new Document(ID, new Document("$in", List.copyOf(ids))))
                    .projection(new Document(field, 1))) {
                Document value = document.get(field, Document.class);
                if (value != null) {
                    consumer.accept(document.getString(ID), value);
                }
            }
        });
    }

    private void save(Map<String, Document> documents, String field) {
        if (documents.isEmpty()) {
            return;
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        documents.forEach((id, document) -> writes.add(new UpdateOneModel<>(
                new Document(ID, id),
                new Document("$max", new Document(field, document)),
                new UpdateOptions().upsert(true))));
        guarded.run(() -> {
            BulkWriteOptions unordered = new BulkWriteOptions().ordered(false);
            try {
                customers().bulkWrite(writes, unordered);
            } catch (MongoBulkWriteException e) {
                // Two instances that insert the same customer at once: the loser's turn comes now. Anything else fails
                // again.
                customers().bulkWrite(writes, unordered);
            }
        });
    }

    private MongoCollection<Document> customers() {
        return database.getCollection("customers");
    }
}
