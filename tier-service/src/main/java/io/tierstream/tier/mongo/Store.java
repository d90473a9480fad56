package io.tierstream.tier.mongo;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.bulk.BulkWriteResult;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.WriteModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
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
     * Keeps of each document the highest version, in one bulk write; an older one changes nothing. A compare-and-set on the
     * version read before, in plain operations that mean the same on every MongoDB: not even an instance that has lost its
     * partition and does not know it can put an older document over a newer one.
     */
    void keepLatest(MongoCollection<Document> collection, Collection<Document> documents) {
        Map<String, Document> latest = new LinkedHashMap<>();
        for (Document document : documents) {
            latest.merge(document.getString(ID), document, Store::newer);
        }
        boolean done = latest.isEmpty();
        while (!done) {
            Map<String, Long> stored = versions(collection, latest.keySet());
            List<WriteModel<Document>> writes = new ArrayList<>();
            latest.forEach((id, document) -> {
                Long version = stored.get(id);
                if (version == null) {
                    writes.add(new InsertOneModel<>(document));
                } else if (version < document.getLong(VERSION)) {
                    writes.add(new ReplaceOneModel<>(new Document(ID, id).append(VERSION, version), document));
                }
            });
            // A write that met a version it did not expect is decided again.
            done = writes.isEmpty() || allApplied(collection, writes);
        }
    }

    private static Document newer(Document one, Document other) {
        return one.getLong(VERSION) > other.getLong(VERSION) ? one : other;
    }

    private static Map<String, Long> versions(MongoCollection<Document> collection, Collection<String> ids) {
        Map<String, Long> versions = new HashMap<>();
        collection
                .find(Filters.in(ID, ids))
                .projection(Projections.include(VERSION))
                .forEach(document -> versions.put(document.getString(ID), document.getLong(VERSION)));
        return versions;
    }

    private static boolean allApplied(MongoCollection<Document> collection, List<WriteModel<Document>> writes) {
        long[] applied = new long[1];
        return unlessDuplicate(() -> {
                    BulkWriteResult result = bulk(collection, writes);
                    applied[0] = result.getInsertedCount() + result.getMatchedCount();
                })
                && applied[0] == writes.size();
    }

    /** Writes in any order; those whose {@code _id} is already there change nothing. */
    <T extends WriteModel<Document>> void insertMissing(MongoCollection<Document> collection, List<T> writes) {
        if (!writes.isEmpty()) {
            unlessDuplicate(() -> bulk(collection, writes));
        }
    }

    private static <T extends WriteModel<Document>> BulkWriteResult bulk(
            MongoCollection<Document> collection, List<T> writes) {
        return collection.bulkWrite(writes, new BulkWriteOptions().ordered(false));
    }

    /**
     * Runs a bulk write whose refusals may be documents that are already there.
     *
     * @return whether all of it was accepted
     * @throws MongoException for any other failure
     */
    private static boolean unlessDuplicate(Runnable bulkWrite) {
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
