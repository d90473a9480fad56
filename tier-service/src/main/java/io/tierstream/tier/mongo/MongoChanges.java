package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.in;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.Sorts;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Every change of tier, one document each, {@code _id} = customer and change number, so that a repeat finds it there
 * and changes nothing.
 */
@Component
public class MongoChanges {

    private static final String CUSTOMER = "customerId";
    private static final String NUMBER = "changeNumber";
    private static final String CAUSE = "cause";
    private static final String TO = "to";
    private static final String DECIDED_AT = "decidedAt";
    private static final String DATA = "data";

    private final Store store;

    MongoChanges(Store store) {
        this.store = store;
    }

    static List<IndexModel> indexes() {
        return List.of(
                new IndexModel(Indexes.ascending(DECIDED_AT, "_id")),
                new IndexModel(Indexes.ascending(CAUSE, DECIDED_AT, "_id")),
                new IndexModel(Indexes.ascending(TO, DECIDED_AT, "_id")),
                new IndexModel(Indexes.ascending(CUSTOMER, DECIDED_AT)));
    }

    /** Keeps the changes that are not kept yet, in one bulk write. */
    public void write(Collection<ChangeRow> changes) {
        store.insertMissing(
                changes(),
                changes.stream()
                        .map(change -> new InsertOneModel<>(toDocument(change)))
                        .toList());
    }

    /**
     * A customer's changes, the latest first. The newest may still be on their way; those before them are there.
     *
     * @param latest the number of the customer's latest change
     */
    public Slice<ObjectNode> ofCustomer(String customerId, long latest, Optional<Cursor> after, int limit) {
        long from = after.map(cursor -> cursor.key() - 1).orElse(latest);
        long last = Math.max(1, from - limit + 1);
        List<String> ids = LongStream.rangeClosed(last, from)
                .mapToObj(number -> id(customerId, number))
                .toList();
        List<ObjectNode> found = changes().find(in("_id", ids)).into(new ArrayList<>()).stream()
                .sorted((one, other) -> Long.compare(other.getLong(NUMBER), one.getLong(NUMBER)))
                .map(MongoChanges::data)
                .toList();
        return new Slice<>(found, last > 1 ? Optional.of(new Cursor("changes", last, "", "")) : Optional.empty());
    }

    /** The change that was in force at that time; empty before the first. */
    public Optional<ObjectNode> inForceAt(String customerId, Instant time) {
        return Optional.ofNullable(changes()
                        .find(and(eq(CUSTOMER, customerId), lte(DECIDED_AT, Store.date(time))))
                        .sort(Sorts.orderBy(Sorts.descending(DECIDED_AT), Sorts.descending(NUMBER)))
                        .first())
                .map(MongoChanges::data);
    }

    /** One change, if it has arrived. */
    public Optional<ObjectNode> find(String customerId, long changeNumber) {
        return Optional.ofNullable(
                        changes().find(eq("_id", id(customerId, changeNumber))).first())
                .map(MongoChanges::data);
    }

    /** All customers' changes, the latest first. */
    public Slice<ObjectNode> list(Wanted wanted, Optional<Cursor> after, int limit) {
        List<Bson> conditions = new ArrayList<>();
        if (wanted.since() != null) {
            conditions.add(gte(DECIDED_AT, Store.date(wanted.since())));
        }
        if (wanted.until() != null) {
            conditions.add(lt(DECIDED_AT, Store.date(wanted.until())));
        }
        if (wanted.cause() != null) {
            conditions.add(eq(CAUSE, wanted.cause().name()));
        }
        if (wanted.toTier() != null) {
            conditions.add(eq(TO, wanted.toTier().name()));
        }
        after.ifPresent(cursor -> {
            Date decidedAt = new Date(cursor.key());
            conditions.add(or(lt(DECIDED_AT, decidedAt), and(eq(DECIDED_AT, decidedAt), lt("_id", cursor.id()))));
        });
        List<Document> found = changes()
                .find(conditions.isEmpty() ? Filters.empty() : and(conditions))
                .sort(Sorts.descending(DECIDED_AT, "_id"))
                .limit(limit + 1)
                .into(new ArrayList<>());
        return Slice.of(
                        found,
                        limit,
                        last -> new Cursor(
                                Wanted.ORDER, last.getDate(DECIDED_AT).getTime(), "", last.getString("_id")))
                .map(MongoChanges::data);
    }

    private MongoCollection<Document> changes() {
        return store.collection("changes");
    }

    private static String id(String customerId, long changeNumber) {
        return customerId + "/" + changeNumber;
    }

    private static Document toDocument(ChangeRow change) {
        return new Document("_id", id(change.customerId(), change.changeNumber()))
                .append(CUSTOMER, change.customerId())
                .append(NUMBER, change.changeNumber())
                .append(CAUSE, change.cause().name())
                .append(TO, change.to().name())
                .append(DECIDED_AT, Date.from(change.decidedAt()))
                .append(DATA, change.json());
    }

    private static ObjectNode data(Document change) {
        // Changes of earlier versions are kept as documents.
        return change.get(DATA) instanceof String json
                ? (ObjectNode) EventJson.mapper().readTree(json)
                : JsonDocuments.toJson(change.get(DATA, Document.class));
    }

    /**
     * A change as it is kept.
     *
     * @param json the data of its event
     */
    public record ChangeRow(
            String customerId, long changeNumber, TierChangeCause cause, Tier to, Instant decidedAt, String json) {}

    /**
     * Which changes are wanted; null where it does not matter.
     *
     * @param since inclusive
     * @param until exclusive
     */
    public record Wanted(
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable TierChangeCause cause,
            @Nullable Tier toTier) {

        /** The name of the order that {@link #list} has, for its cursors. */
        public static final String ORDER = "decidedAt";
    }
}
