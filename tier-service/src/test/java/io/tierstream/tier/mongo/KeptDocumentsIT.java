package io.tierstream.tier.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.tierstream.contracts.EventJson;
import io.tierstream.testing.TestStore;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.mongo.MongoCommands.Kind;
import io.tierstream.tier.mongo.MongoPolicies.PolicyRow;
import io.tierstream.tier.mongo.MongoShadow.Candidate;
import io.tierstream.tier.mongo.MongoShadow.Comparison;
import io.tierstream.tier.mongo.MongoWebhooks.Delivery;
import io.tierstream.tier.mongo.MongoWebhooks.State;
import io.tierstream.tier.mongo.MongoWebhooks.Webhook;
import io.tierstream.tier.wire.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;

/** Documents that an earlier version has written can still be read; the samples are never changed, new ones are added. */
class KeptDocumentsIT {

    private static final String DATABASE = "tier-documents-it";
    private static final Instant THEN = Instant.parse("2026-11-22T10:00:00.123Z");

    private MongoClient client;
    private Store store;

    @BeforeEach
    void openEmptyStore() {
        client = MongoClients.create(TestStore.connectionString(DATABASE));
        client.getDatabase(DATABASE).drop();
        store = new Store(new SimpleMongoClientDatabaseFactory(client, DATABASE));
    }

    @AfterEach
    void closeStore() {
        client.close();
    }

    @Test
    void shouldReadPolicies() throws IOException {
        kept("policies", "policies-v1");

        PolicyRow row = new MongoPolicies(store).find(3).orElseThrow();

        assertThat(row.author()).isEqualTo("olga");
        assertThat(row.createdAt()).isEqualTo(THEN);
        assertThat(row.activatedBy()).isEqualTo("ada");
        assertThat(row.activatedAt()).isEqualTo(Instant.parse("2026-11-22T11:00:00Z"));
        assertThat(row.activationComment()).isEqualTo("agreed");
        Policy policy = EventJson.mapper().treeToValue(row.policy(), Policy.class);
        assertThat(policy.policyVersion()).isEqualTo(3);
        assertThat(policy.weights().volume()).isEqualByComparingTo("30.5");
        assertThat(policy.demotionGrace()).isEqualTo(Duration.ofDays(30));
        assertThat(policy.comment()).isEqualTo("as before");
    }

    @Test
    void shouldReadWhatIsInForce() throws IOException {
        kept("in-force", "in-force-v1");

        assertThat(new MongoPolicies(store).cutOffs().orElseThrow().toString())
                .isEqualTo("{\"epoch\":7,\"n\":40,\"cutOffs\":{\"A\":70.00,\"B\":50.25},"
                        + "\"calculatedAt\":\"2026-11-22T10:00:00Z\"}");
    }

    @Test
    void shouldReadOrdersAndVisits() throws IOException {
        kept("commands", "commands-v1");
        kept("commands", "visits-v1");
        MongoCommands commands = new MongoCommands(store);

        Command command = commands.find("command-1").orElseThrow();
        List<Command> all = commands.list(
                        new MongoCommands.Wanted(null, "olga", "acme", null, null), Optional.empty(), 10)
                .items();

        assertThat(command.kind()).isEqualTo(Kind.SET_OVERRIDE);
        assertThat(command.at()).isEqualTo(THEN);
        assertThat(command.state()).isEqualTo(MongoCommands.State.APPLIED);
        assertThat(command.settledAt()).isEqualTo(Instant.parse("2026-11-22T10:00:00.456Z"));
        assertThat(command.before()).isNull();
        assertThat(command.wanted().get("reason").stringValue()).isEqualTo("key account");
        assertThat(command.after().get("composite").decimalValue()).isEqualTo(new BigDecimal("61.20"));
        assertThat(all).extracting(Command::kind).containsExactly(Kind.RECORD_VISIT, Kind.SET_OVERRIDE);
        assertThat(all.getFirst().wanted().get("note").stringValue()).isEqualTo("met the buyer");
    }

    @Test
    void shouldReadChanges() throws IOException {
        kept("changes", "changes-v1");
        MongoChanges changes = new MongoChanges(store);

        assertThat(changes.find("acme", 2).orElseThrow().get("composite").decimalValue())
                .isEqualTo(new BigDecimal("80.50"));
        assertThat(changes.inForceAt("acme", THEN)
                        .orElseThrow()
                        .get("decidedAt")
                        .stringValue())
                .isEqualTo("2026-11-22T10:00:00.123456Z");
        assertThat(changes.ofCustomer("acme", 2, Optional.empty(), 10).items()).hasSize(1);

        kept("changes", "changes-v2");

        assertThat(changes.find("acme", 3).orElseThrow().get("composite").decimalValue())
                .isEqualTo(new BigDecimal("58.10"));
        assertThat(changes.ofCustomer("acme", 3, Optional.empty(), 10).items()).hasSize(2);
    }

    @Test
    void shouldReadWebhooksAndTheirDeliveries() throws IOException {
        kept("webhooks", "webhooks-v1");
        kept("webhook-deliveries", "webhook-deliveries-v1");
        MongoWebhooks webhooks = new MongoWebhooks(store);

        assertThat(webhooks.find("hook-1"))
                .contains(new Webhook(
                        "hook-1",
                        "https://example.org/hooks?token=x",
                        "whsec_abc",
                        Set.of("io.tierstream.tier.changed.v1", "io.tierstream.ticket.breached.v1"),
                        "ada",
                        THEN,
                        2,
                        Instant.parse("2026-11-20T00:00:00Z"),
                        List.of(Instant.parse("2026-11-19T00:00:00Z"), Instant.parse("2026-11-20T00:00:00Z"))));
        Delivery delivery = new Delivery(
                "hook-1",
                "tier-changes",
                3,
                300,
                "event-1",
                "io.tierstream.tier.changed.v1",
                "acme",
                State.RETRYING,
                2,
                503,
                "answered 503",
                12,
                THEN);
        assertThat(webhooks.delivery("hook-1", "tier-changes", 3, 300)).contains(delivery);
        assertThat(webhooks.deliveries("hook-1", State.RETRYING, 10)).containsExactly(delivery);
    }

    @Test
    void shouldReadTheShadow() throws IOException {
        kept("shadow", "shadow-v1");
        kept("shadow-comparisons", "shadow-comparisons-v1");
        MongoShadow shadow = new MongoShadow(store);

        assertThat(shadow.candidate()).contains(new Candidate(3, "olga", THEN));
        List<Comparison> comparisons = shadow.comparisons(3, null, 10).items();
        assertThat(comparisons).hasSize(1);
        assertThat(comparisons.getFirst().at()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
        assertThat(comparisons.getFirst().summary().get("cutOffsThen").toString())
                .isEqualTo("{\"A\":70.00,\"B\":50.00}");
    }

    private void kept(String collection, String sample) throws IOException {
        try (InputStream in = KeptDocumentsIT.class.getResourceAsStream("/samples/documents/" + sample + ".json")) {
            client.getDatabase(DATABASE)
                    .getCollection(collection)
                    .insertOne(Document.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }
}
