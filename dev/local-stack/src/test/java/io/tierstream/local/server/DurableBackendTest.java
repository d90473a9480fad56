package io.tierstream.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVStore;
import org.junit.jupiter.api.Test;

class DurableBackendTest {

    /** A health check asks for the list every few seconds; opening a database reads it. */
    @Test
    void shouldListDatabasesWithoutOpeningThemAnew() {
        // given
        List<String> opened = new ArrayList<>();
        var backend = new DurableBackend(MVStore.open(null)) {
            @Override
            protected MongoDatabase openOrCreateDatabase(String name) {
                opened.add(name);
                return super.openOrCreateDatabase(name);
            }
        };
        backend.resolveDatabase("tiers");
        backend.resolveDatabase("desk");

        // when
        Document answer = backend.handleCommand(null, "admin", "listDatabases", new Document("listDatabases", 1));

        // then
        assertThat(answer)
                .containsEntry("databases", List.of(new Document("name", "desk"), new Document("name", "tiers")));
        assertThat(opened).containsExactly("tiers", "desk");
    }
}
