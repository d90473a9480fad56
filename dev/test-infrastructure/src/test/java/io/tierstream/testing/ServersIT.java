package io.tierstream.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClients;
import io.tierstream.local.ManagedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServersIT {

    @Test
    void shouldDeliverWhatWasPublishedInATransaction() throws Exception {
        // given
        Map<String, Object> server = Map.of("bootstrap.servers", TestBroker.bootstrapServers());
        try (var admin = Admin.create(server)) {
            admin.createTopics(List.of(new NewTopic("letters", 1, (short) 1)))
                    .all()
                    .get();
        }

        // when
        Map<String, Object> transactional =
                Map.of("bootstrap.servers", TestBroker.bootstrapServers(), "transactional.id", "test");
        try (var producer = new KafkaProducer<>(transactional, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("letters", "to", "Ann"));
            producer.commitTransaction();
        }

        // then
        Map<String, Object> reader = Map.of(
                "bootstrap.servers", TestBroker.bootstrapServers(),
                "group.id", "test",
                "group.protocol", "classic",
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(reader, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of("letters"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> consumer.poll(Duration.ofMillis(200)).count() == 1);
        }
    }

    @Test
    void shouldKeepDocumentsAndAnswerTheHealthCheck() {
        try (var client = MongoClients.create(TestStore.connectionString())) {
            // when
            client.getDatabase("letters").getCollection("to").insertOne(new Document("_id", "Ann"));

            // then
            assertThat(client.getDatabase("letters").getCollection("to").countDocuments())
                    .isEqualTo(1);
            assertThat(client.getDatabase("letters")
                            .runCommand(new Document("hello", 1))
                            .getBoolean("isWritablePrimary"))
                    .isTrue();
        }
    }

    @Test
    void shouldNameADatabaseInTheConnectionString() {
        assertThat(TestStore.connectionString("letters"))
                .startsWith("mongodb://")
                .endsWith("/letters");
    }

    @Test
    void shouldComeBackAtTheSameAddressWithItsData(@TempDir Path folder) throws Exception {
        // given
        ManagedProcess broker = TestBroker.separate(folder);
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                    .all()
                    .get();

            // when
            broker.kill();
            broker.start();
            broker.awaitReady(Duration.ofSeconds(120));

            // then
            assertThat(admin.listTopics().names().get()).contains("kept");
        } finally {
            broker.kill();
        }
    }
}
