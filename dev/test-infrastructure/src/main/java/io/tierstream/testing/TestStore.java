package io.tierstream.testing;

import de.bwaldvogel.mongo.MongoServer;
import io.tierstream.local.ManagedProcess;
import io.tierstream.local.Servers;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.mongodb.MongoDBContainer;

/**
 * The MongoDB of the integration tests, one per JVM, started when first asked for and stopped with the JVM. Embedded it
 * is a stand-in in memory, not a MongoDB: it knows no transactions, update pipelines or change streams and ignores
 * indexes that are not unique. A store given by {@code TIERSTREAM_TEST_MONGODB} must be empty.
 */
public final class TestStore {

    /** The image of the containers; the compose file runs the same. */
    static final String IMAGE = "mongo:8";

    private TestStore() {}

    /** The connection string of the store, without a database: {@code mongodb://host:port}. */
    public static String connectionString() {
        return Started.ADDRESS;
    }

    /**
     * The connection string of one database of the store.
     *
     * @param database the name of the database
     * @return {@code mongodb://host:port/database}, with the options that the store's own has
     */
    public static String connectionString(String database) {
        String address = connectionString();
        int options = address.indexOf('?');
        String servers = options < 0 ? address : address.substring(0, options);
        int path = servers.indexOf('/', servers.indexOf("://") + 3);
        return (path < 0 ? servers : servers.substring(0, path))
                + '/'
                + database
                + (options < 0 ? "" : address.substring(options));
    }

    /**
     * A store that belongs to one test, in a process of its own: the test may stop or kill it and start it again, and
     * it comes back with its data at the same address. It runs and is ready.
     *
     * @param folder an empty folder for its data; the test ends the process before the folder is removed
     */
    public static ManagedProcess separate(Path folder) {
        ManagedProcess store = Servers.store(folder);
        store.start();
        store.awaitReady(Duration.ofSeconds(120));
        return store;
    }

    private static final class Started {

        static final String ADDRESS =
                Supply.address("MongoDB", "TIERSTREAM_TEST_MONGODB", Started::container, Started::embedded);

        @SuppressWarnings("resource") // Testcontainers removes it when the JVM ends.
        private static String container() {
            var container = new MongoDBContainer(IMAGE);
            container.start();
            return container.getConnectionString();
        }

        private static String embedded() {
            var server = new MongoServer(new StandInBackend());
            Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow, "stop-test-store"));
            return server.bindAndGetConnectionString();
        }
    }
}
