package io.tierstream.tier.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.tierstream.contracts.EventJson;
import io.tierstream.testing.TestStore;
import io.tierstream.tier.mongo.MongoGrades.GradeRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import tools.jackson.databind.node.ObjectNode;

class MongoGradesIT {

    private static final String DATABASE = "tier-grades-it";

    private MongoClient client;
    private MongoGrades grades;

    @BeforeEach
    void openEmptyStore() {
        client = MongoClients.create(TestStore.connectionString(DATABASE));
        client.getDatabase(DATABASE).drop();
        grades = new MongoGrades(new Store(new SimpleMongoClientDatabaseFactory(client, DATABASE)));
    }

    @AfterEach
    void closeStore() {
        client.close();
    }

    @Test
    void shouldKeepTheHighestVersionWhateverTheOrderAndHoweverOften() {
        grades.write(List.of(grade("acme", 2, "61.20"), grade("acme", 3, "88.00")));
        grades.write(List.of(grade("acme", 1, "10.00")));
        grades.write(List.of(grade("acme", 3, "88.00"), grade("acme", 2, "61.20")));

        GradeRow kept = grades.find("acme").orElseThrow();

        assertThat(kept.version()).isEqualTo(3);
        assertThat(kept.json()).isEqualTo("{\"composite\":88.00}");
    }

    @Test
    void shouldEndWithTheHighestVersionWhenInstancesWriteAtTheSameTime() throws Exception {
        try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int instance = 0; instance < 4; instance++) {
                int first = instance;
                writing.add(instances.submit(() -> LongStream.range(0, 25)
                        .forEach(round -> grades.write(List.of(
                                grade("acme", 1 + first + 4 * round, "50.00"),
                                grade("zeta", 101 - first - 4 * round, "50.00"))))));
            }
            for (Future<?> written : writing) {
                written.get();
            }
        }

        assertThat(grades.find("acme").orElseThrow().version()).isEqualTo(100);
        assertThat(grades.find("zeta").orElseThrow().version()).isEqualTo(101);
    }

    @Test
    void shouldReadWhatAnOlderVersionKept() {
        client.getDatabase(DATABASE).getCollection("grades").insertOne(Document.parse("""
                        {"_id": "acme", "version": {"$numberLong": "2"}, "name": "acme", "tier": "B", "points": {"$numberLong": "6120"},
                         "band": 61, "flags": [], "words": ["acme"], "data": {"composite": {"$numberDecimal": "61.20"}}}"""));

        assertThat(grades.find("acme").orElseThrow().version()).isEqualTo(2);
        grades.write(List.of(grade("acme", 1, "10.00")));
        assertThat(grades.find("acme").orElseThrow().json()).isEqualTo("{\"composite\":61.20}");
        grades.write(List.of(grade("acme", 3, "88.00")));
        assertThat(grades.find("acme").orElseThrow().version()).isEqualTo(3);
    }

    private static GradeRow grade(String id, long version, String composite) {
        ObjectNode data = EventJson.mapper().createObjectNode();
        data.put("composite", new BigDecimal(composite));
        return new GradeRow(id, version, data.toString());
    }
}
