package io.tierstream.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreServerIT {

    private static final Duration READY = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private ManagedProcess store;
    private String address;

    @BeforeEach
    void start() {
        store = Servers.store(folder);
        address = store.address();
        store.start();
        store.awaitReady(READY);
    }

    @AfterEach
    void stop() {
        store.kill();
    }

    @Test
    void shouldKeepEveryAcknowledgedWriteWhenKilled() throws Exception {
        for (int round = 0; round < 2; round++) {
            // given
            String collection = "round" + round;
            Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
            try (var writers = Executors.newVirtualThreadPerTaskExecutor();
                    MongoClient client = MongoClients.create(address)) {
                var documents = client.getDatabase("desk").getCollection(collection);
                for (int writer = 0; writer < 8; writer++) {
                    String prefix = writer + "-";
                    writers.submit(() -> {
                        for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
                            try {
                                String id = prefix + i;
                                documents.insertOne(new Document("_id", id).append("state", "OPEN"));
                                documents.updateOne(Filters.eq(id), Updates.set("state", "CLAIMED"));
                                acknowledged.add(id);
                            } catch (MongoException killed) {
                                return;
                            }
                        }
                    });
                }
                Awaitility.await().atMost(READY).until(() -> acknowledged.size() > 500);

                // when
                store.kill();
                writers.shutdownNow();
                assertThat(writers.awaitTermination(90, TimeUnit.SECONDS)).isTrue();
            }
            store.start();
            store.awaitReady(READY);

            // then
            try (MongoClient client = MongoClients.create(address)) {
                var documents = client.getDatabase("desk").getCollection(collection);
                assertThat(acknowledged)
                        .allSatisfy(
                                id -> assertThat(documents.find(Filters.eq(id)).first())
                                        .containsEntry("state", "CLAIMED"));
            }
        }
    }

    @Test
    void shouldKeepUniqueIndexesInStepWithTheDocumentsWhenKilled() {
        // given
        try (MongoClient client = MongoClients.create(address)) {
            var documents = client.getDatabase("desk").getCollection("tickets");
            documents.createIndex(Indexes.ascending("number"), new IndexOptions().unique(true));
            for (int i = 0; i < 100; i++) {
                documents.insertOne(new Document("_id", "t" + i).append("number", i));
            }
        }

        // when
        store.kill();
        store.start();
        store.awaitReady(READY);

        // then
        try (MongoClient client = MongoClients.create(address)) {
            var documents = client.getDatabase("desk").getCollection("tickets");
            assertThat(documents.find(Filters.eq("number", 42)).first()).containsEntry("_id", "t42");
            documents.replaceOne(
                    Filters.eq("t42"), new Document("_id", "t42").append("number", 1000), new ReplaceOptions());
            documents.insertOne(new Document("_id", "new").append("number", 42));
            assertThat(documents.countDocuments()).isEqualTo(101);
        }
    }

    @Test
    void shouldGiveRoomBackThatHoldsOnlyOldVersions() {
        try (MongoClient client = MongoClients.create(address)) {
            // given
            var documents = client.getDatabase("desk").getCollection("counters");
            String padding = "x".repeat(2_000);

            // when
            for (int i = 0; i < 4_000; i++) {
                documents.replaceOne(
                        Filters.eq("one"),
                        new Document("_id", "one").append("n", i).append("padding", padding),
                        new ReplaceOptions().upsert(true));
            }

            // then
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> size() < 5 << 20);
        }
    }

    private long size() {
        try {
            return Files.size(folder.resolve("store.mv"));
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    @Test
    void shouldAnswerTheHealthCheck() {
        try (MongoClient client = MongoClients.create(address)) {
            assertThat(client.getDatabase("desk")
                            .runCommand(new Document("hello", 1))
                            .getBoolean("isWritablePrimary"))
                    .isTrue();
            client.getDatabase("desk").getCollection("tickets").insertOne(new Document());
            assertThat(client.listDatabaseNames()).containsExactly("desk");
        }
    }
}
