package io.tierstream.complaints.mongo;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.tierstream.complaints.application.SlaStore;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.data.mongodb.MongoDatabaseFactory;
import org.springframework.stereotype.Component;

/** The SLA settings in one document of the collection {@code settings}, with the latest changes and who made them. */
@Component
class MongoSlaStore implements SlaStore {

    private static final String ID = "_id";
    private static final String SLA = "sla";
    private static final String VERSION = "version";
    private static final String CHANGES = "changes";
    private static final int MAX_CHANGES = 200;

    private final MongoDatabase database;
    private final Guarded guarded;

    MongoSlaStore(MongoDatabaseFactory databases, Guarded guarded) {
        this.database = databases.getMongoDatabase();
        this.guarded = guarded;
    }

    @Override
    public Optional<StoredSla> find() {
        return guarded.call(() -> Optional.ofNullable(
                        settings().find(new Document(ID, SLA)).first())
                .map(document -> new StoredSla(
                        policy(document),
                        document.getString("by"),
                        TicketDocuments.instant(document, "at"),
                        TicketDocuments.number(document, "published") >= TicketDocuments.number(document, VERSION))));
    }

    @Override
    public boolean save(SlaPolicy policy, @Nullable String by, Instant at) {
        Document fields = fields(policy).append("by", by).append("at", TicketDocuments.date(at));
        return guarded.call(() -> {
            settings().createIndex(new Document(ID, 1).append(VERSION, 1), new IndexOptions().unique(true));
            if (policy.version() == 1) {
                try {
                    settings()
                            .insertOne(new Document(fields)
                                    .append(ID, SLA)
                                    .append("published", 0L)
                                    .append(CHANGES, List.of(fields)));
                    return true;
                } catch (MongoWriteException e) {
                    if (e.getError().getCategory() == com.mongodb.ErrorCategory.DUPLICATE_KEY) {
                        return false;
                    }
                    throw e;
                }
            }
            return settings()
                            .updateOne(
                                    new Document(ID, SLA).append(VERSION, policy.version() - 1),
                                    new Document("$set", fields)
                                            .append(
                                                    "$push",
                                                    new Document(
                                                            CHANGES,
                                                            new Document("$each", List.of(fields))
                                                                    .append("$slice", -MAX_CHANGES))))
                            .getMatchedCount()
                    == 1;
        });
    }

    @Override
    public void published(long version) {
        guarded.run(() ->
                settings().updateOne(new Document(ID, SLA), new Document("$max", new Document("published", version))));
    }

    private MongoCollection<Document> settings() {
        return database.getCollection("settings");
    }

    private static Document fields(SlaPolicy policy) {
        Document tiers = new Document();
        policy.tiers().forEach((tier, sla) -> tiers.append(tier.name(), sla.toString()));
        return new Document(VERSION, policy.version())
                .append("tiers", tiers)
                .append("promotionGrace", policy.promotionGrace().toString())
                .append("onDemotion", policy.onDemotion().name())
                .append("atRiskShare", policy.atRiskShare().toPlainString())
                .append("order", policy.order().name())
                .append(
                        "maximumWait",
                        Optional.ofNullable(policy.maximumWait())
                                .map(Duration::toString)
                                .orElse(null));
    }

    private static SlaPolicy policy(Document document) {
        Map<Tier, Duration> tiers = new EnumMap<>(Tier.class);
        document.get("tiers", Document.class)
                .forEach((tier, sla) -> tiers.put(Tier.valueOf(tier), Duration.parse((String) sla)));
        String maximumWait = document.getString("maximumWait");
        return new SlaPolicy(
                TicketDocuments.number(document, VERSION),
                tiers,
                Duration.parse(document.getString("promotionGrace")),
                DemotionRule.valueOf(document.getString("onDemotion")),
                new BigDecimal(document.getString("atRiskShare")),
                OrderRule.valueOf(document.getString("order")),
                maximumWait == null ? null : Duration.parse(maximumWait));
    }
}
