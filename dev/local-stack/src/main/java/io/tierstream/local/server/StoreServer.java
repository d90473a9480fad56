package io.tierstream.local.server;

import de.bwaldvogel.mongo.MongoServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.h2.mvstore.MVStore;

/**
 * A stand-in for MongoDB that keeps its data in one file: the server of mongo-java-server over H2's MVStore. It speaks
 * MongoDB's protocol well enough for the services, and is no database for anything else: it knows no transactions,
 * update pipelines, change streams or authentication, and indexes that are not unique do nothing.
 */
public final class StoreServer {

    /** What the process prints once it answers. */
    public static final String READY = "The store is ready";

    /** Of the file: 2 since documents are kept as BSON. */
    private static final int FORMAT = 2;

    private static final int TIDY_EVERY_MILLIS = 250;

    private StoreServer() {}

    /**
     * Runs until the process is ended.
     *
     * @param args the address to listen on, the port, and the file of the data
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 3) {
            throw new IllegalArgumentException("Expected: ADDRESS PORT FILE");
        }
        Path file = Path.of(args[2]).toAbsolutePath();
        Files.createDirectories(file.getParent());
        // Without automatic commits, which could catch a command half done and would write in the background.
        MVStore data = new MVStore.Builder()
                .fileName(file.toString())
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(128)
                .open();
        if (data.getStoreVersion() != FORMAT && !data.getMapNames().isEmpty()) {
            data.close();
            throw new IllegalStateException(
                    file + " was written by an earlier version of the stand-in, which this one cannot"
                            + " read. Begin with new data: dev/up --fresh");
        }
        data.setStoreVersion(FORMAT);
        // Overwritten room is used again at once: it would help only when the machine itself fails between two writes.
        data.setRetentionTime(0);
        var backend = new DurableBackend(data);
        var server = new MongoServer(backend);
        server.bind(args[0], Integer.parseInt(args[1]));
        var tidying = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("tidy").factory());
        var unused = tidying.scheduleWithFixedDelay(
                backend::tidy, TIDY_EVERY_MILLIS, TIDY_EVERY_MILLIS, TimeUnit.MILLISECONDS);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "stop-store"));
        System.out.println(READY + " at " + server.getConnectionString());
    }
}
