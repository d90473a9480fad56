package io.tierstream.tier.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bson.Document;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/**
 * This service's database. A collection's indexes are made before it is first used, not at start, so that a service
 * that starts while the store is away works as soon as it is back.
 */
@Component
class Store {

    static final String ID = "_id";
    static final String VERSION = "version";

    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);
    private static final int DUPLICATE_KEY = 11000;
    private static final Map<String, List<IndexModel>> INDEXES = Map.of(
            "changes", MongoChanges.indexes(),
            "commands", MongoCommands.indexes(),
            "shadow-comparisons", MongoShadow.indexes(),
            "webhook-deliveries", MongoWebhooks.indexes());

    private final MongoDatabaseFactory databases;
    private final Set<String> indexed = ConcurrentHashMap.newKeySet();

    Store(MongoDatabaseFactory databases) {
        this.databases = databases;
    }

    /** A time as the store has it; one beyond all that it can have is the first or the last that it can. */
    static Date date(Instant time) {
        return new Date(
                time.isBefore(FIRST) ? Long.MIN_VALUE : time.isAfter(LAST) ? Long.MAX_VALUE : time.toEpochMilli());
    }

    MongoCollection<Document> collection(String name) {
        MongoDatabase database = databases.getMongoDatabase();
        MongoCollection<Document> collection = database.getCollection(name);
        if (!indexed.contains(name)) {
            List<IndexModel> indexes = INDEXES.getOrDefault(name, List.of());
            if (!indexes.isEmpty()) {
                collection.createIndexes(indexes);
            }
            indexed.add(name);
        }
        return collection;
    }

    /**
     * Keeps the highest version of a document; an older one changes nothing. A compare-and-set on the version read before,
     * in plain operations that mean the same on every MongoDB.
     */
    void keepLatest(MongoCollection<Document> collection, Document document) {
        String id = document.getString(ID);
        boolean done = false;
        while (!done) {
            Document stored = collection
                    .find(Filters.eq(ID, id))
                    .projection(Projections.include(VERSION))
                    .first();
            if (stored == null) {
                done = insertMissing(collection, List.of(new InsertOneModel<>(document)));
            } else {
                Long version = stored.getLong(VERSION);
                // A write that meets a version it did not expect is decided again.
                done = version >= document.getLong(VERSION)
                        || collection
                                        .replaceOne(new Document(ID, id).append(VERSION, version), document)
                                        .getMatchedCount()
                                == 1;
            }
        }
    }

    /**
     * Writes in any order; those whose {@code _id} is already there change nothing.
     *
     * @return whether none of them was there
     * @throws MongoException for any other failure
     */
    boolean insertMissing(MongoCollection<Document> collection, List<InsertOneModel<Document>> writes) {
        if (writes.isEmpty()) {
            return true;
        }
        try {
            collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
            return true;
        } catch (MongoBulkWriteException refused) {
            Set<Integer> codes = new HashSet<>();
            refused.getWriteErrors().forEach(error -> codes.add(error.getCode()));
            if (refused.getWriteConcernError() != null || !codes.equals(Set.of(DUPLICATE_KEY))) {
                throw refused;
            }
            return false;
        }
    }
}
