package io.tierstream.tier.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.WriteModel;
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

    private static final int DUPLICATE_KEY = 11000;
    private static final Map<String, List<IndexModel>> INDEXES =
            Map.of("changes", MongoChanges.indexes(), "grades", MongoGrades.indexes());

    private final MongoDatabaseFactory databases;
    private final Set<String> indexed = ConcurrentHashMap.newKeySet();

    Store(MongoDatabaseFactory databases) {
        this.databases = databases;
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

    /** Writes in any order; those whose {@code _id} is already there change nothing. */
    <T extends WriteModel<Document>> void insertMissing(MongoCollection<Document> collection, List<T> writes) {
        if (!writes.isEmpty()) {
            unlessDuplicate(() -> collection.bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        }
    }

    /**
     * Runs a bulk write whose refusals may be documents that are already there.
     *
     * @return whether all of it was accepted
     * @throws MongoException for any other failure
     */
    static boolean unlessDuplicate(Runnable bulkWrite) {
        try {
            bulkWrite.run();
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
