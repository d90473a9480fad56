package io.tierstream.local.server;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.Utils;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import io.netty.channel.Channel;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a command that writes only after its changes are in the file, so that {@code kill -9} loses nothing that was
 * acknowledged, and never puts a command into the file half done. Commands run side by side; a commit waits for those
 * under way and serves all that wait for one. It also answers what health checks ask: {@code hello}, which the library
 * does not know, and {@code listDatabases}, for which the library would open each database anew and read all of it.
 */
class DurableBackend extends H2Backend {

    private static final Logger log = LoggerFactory.getLogger(DurableBackend.class);

    /** In lower case. An aggregation may write with its last stage. */
    private static final Set<String> WRITING = Set.of(
            "aggregate",
            "collmod",
            "create",
            "createindexes",
            "delete",
            "drop",
            "dropdatabase",
            "dropindexes",
            "findandmodify",
            "insert",
            "renamecollection",
            "update");

    /** What is in use of the file is written closer together while it is less than this. */
    private static final int SPARSE_PERCENT = 30;

    /** Every command that writes waits meanwhile: some five milliseconds. */
    private static final int REWRITE_AT_ONCE_BYTES = 1 << 20;

    private final MVStore data;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicLong done = new AtomicLong();
    private long committed; // up to which of `done`; guarded by the write lock
    private boolean untidy; // whether tidying failed the last time; guarded by the write lock

    DurableBackend(MVStore data) {
        super(data);
        this.data = data;
    }

    @Override
    public Document handleCommand(Channel channel, String databaseName, String command, Document query) {
        if (command.equalsIgnoreCase("hello")) {
            return super.handleCommand(channel, databaseName, "isMaster", query).append("isWritablePrimary", true);
        }
        if (command.equalsIgnoreCase("listDatabases")) {
            return databases();
        }
        if (!WRITING.contains(command.toLowerCase(Locale.ROOT))) {
            return super.handleCommand(channel, databaseName, command, query);
        }
        long mine = 0;
        try {
            lock.readLock().lock();
            try {
                return super.handleCommand(channel, databaseName, command, query);
            } finally {
                // Also a refused command may have written a part, such as the first of many documents.
                mine = done.incrementAndGet();
                lock.readLock().unlock();
            }
        } finally {
            commitUpTo(mine);
        }
    }

    private Document databases() {
        Document answer = new Document(
                "databases",
                listDatabaseNames().stream()
                        .sorted()
                        .map(name -> new Document("name", name))
                        .toList());
        Utils.markOkay(answer);
        return answer;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return BsonDatabase.open(name, getMvStore(), getCursorRegistry());
    }

    private void commitUpTo(long mine) {
        lock.writeLock().lock();
        try {
            if (committed < mine) {
                data.commit();
                committed = done.get();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Gives room in the file back that holds only what was overwritten. */
    void tidy() {
        lock.writeLock().lock();
        try {
            if (!data.isClosed()) {
                data.compact(SPARSE_PERCENT, REWRITE_AT_ONCE_BYTES);
                data.getFileStore().dropUnusedChunks();
                data.commit();
                untidy = false;
            }
        } catch (RuntimeException e) {
            if (!untidy) {
                log.warn("The file could not be tidied; it only grows until it can be", e);
            }
            untidy = true;
        } finally {
            lock.writeLock().unlock();
        }
    }
}
