package io.tierstream.local.server;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.KeyValue;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.jspecify.annotations.Nullable;

/** A database whose maps hold {@link BsonType}s: it opens them before the library would, which then finds them open. */
final class BsonDatabase extends H2Database {

    private static final String DOCUMENTS = "databases.";
    private static final String INDEX = "._index_";

    /** Null while the library's constructor opens what {@link #open} has opened before. */
    private final @Nullable MVStore store;

    private BsonDatabase(String name, MVStore store, CursorRegistry cursors) {
        super(name, store, cursors);
        this.store = store;
    }

    static BsonDatabase open(String name, MVStore store, CursorRegistry cursors) {
        Stream.of("system.namespaces", "system.indexes")
                .forEach(collection -> openDocuments(store, DOCUMENTS + name + "." + collection));
        for (String map : store.getMapNames()) {
            if (map.startsWith(DOCUMENTS + name + ".")) {
                openDocuments(store, map);
            } else if (map.startsWith(name + ".") && map.contains(INDEX)) {
                openIndex(store, map);
            }
        }
        return new BsonDatabase(name, store, cursors);
    }

    @Override
    protected MongoCollection<Object> openOrCreateCollection(String collection, CollectionOptions options) {
        if (store != null) {
            openDocuments(store, DOCUMENTS + getDatabaseName() + "." + collection);
        }
        return super.openOrCreateCollection(collection, options);
    }

    @Override
    protected Index<Object> openOrCreateUniqueIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        if (store != null) {
            openIndex(store, getDatabaseName() + "." + collection + INDEX + index);
        }
        return super.openOrCreateUniqueIndex(collection, index, keys, sparse);
    }

    /** An index that does nothing, as the library's; but not empty, since it would read all documents to fill that. */
    @Override
    protected Index<Object> openOrCreateSecondaryIndex(
            String collection, String index, List<IndexKey> keys, boolean sparse) {
        return new EmptyIndex<>(index, keys) {
            @Override
            public boolean isEmpty() {
                return false;
            }
        };
    }

    private static void openDocuments(MVStore store, String map) {
        store.openMap(
                map, new MVMap.Builder<Object, Document>().keyType(BsonType.ID).valueType(BsonType.DOCUMENT));
    }

    private static void openIndex(MVStore store, String map) {
        store.openMap(
                map, new MVMap.Builder<KeyValue, Object>().keyType(BsonType.KEY).valueType(BsonType.ID));
    }
}
