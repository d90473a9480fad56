package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people ordered: who, when, what it was before and what they wanted, written before the order goes out, and what
 * became of it. Kept for ever.
 */
@Component
public class MongoCommands {

    private static final String ID = Store.ID;
    private static final String KIND = "kind";
    private static final String TARGET = "target";
    private static final String BY = "by";
    private static final String AT = "at";
    private static final String BEFORE = "before";
    private static final String WANTED = "wanted";
    private static final String COMMENT = "comment";
    private static final String STATE = "state";
    private static final String REASON = "reason";
    private static final String AFTER = "after";
    private static final String SETTLED_AT = "settledAt";

    private final Store store;

    MongoCommands(Store store) {
        this.store = store;
    }

    static List<IndexModel> indexes() {
        return List.of(
                new IndexModel(Indexes.ascending(TARGET, AT)),
                new IndexModel(Indexes.ascending(BY, AT)),
                new IndexModel(Indexes.descending(AT, ID)));
    }

    /** Records an order that is about to go out. */
    public void ordered(Order order) {
        commands()
                .insertOne(new Document(ID, order.id())
                        .append(KIND, order.kind().name())
                        .append(TARGET, order.target())
                        .append(BY, order.by())
                        .append(AT, Date.from(order.at()))
                        .append(BEFORE, document(order.before()))
                        .append(WANTED, document(order.wanted()))
                        .append(COMMENT, order.comment())
                        .append(STATE, State.PENDING.name()));
    }

    /** Records that it took effect, and how things stand after it; a repeat changes nothing. */
    public void applied(String id, Instant at, @Nullable ObjectNode after) {
        settled(id, State.APPLIED, at, null, after);
    }

    /** Records that it was not possible, and why; a repeat changes nothing. */
    public void refused(String id, Instant at, String reason) {
        settled(id, State.REFUSED, at, reason, null);
    }

    private void settled(String id, State state, Instant at, @Nullable String reason, @Nullable ObjectNode after) {
        commands()
                .updateOne(
                        eq(ID, id),
                        Updates.combine(
                                Updates.set(STATE, state.name()),
                                Updates.set(SETTLED_AT, Date.from(at)),
                                Updates.set(REASON, reason),
                                Updates.set(AFTER, document(after))),
                        new UpdateOptions().upsert(true));
    }

    /** An order and what became of it. */
    public Optional<Command> find(String id) {
        return Optional.ofNullable(commands().find(eq(ID, id)).first()).map(MongoCommands::toCommand);
    }

    /** What people ordered, the latest first. */
    public Slice<Command> list(Wanted wanted, Optional<Cursor> after, int limit) {
        // What only an answer is known of is not an order of a person.
        List<Bson> conditions = new ArrayList<>(List.of(exists(AT)));
        if (wanted.kind() != null) {
            conditions.add(eq(KIND, wanted.kind().name()));
        }
        if (wanted.by() != null) {
            conditions.add(eq(BY, wanted.by()));
        }
        if (wanted.target() != null) {
            conditions.add(eq(TARGET, wanted.target()));
        }
        if (wanted.since() != null) {
            conditions.add(gte(AT, Store.date(wanted.since())));
        }
        if (wanted.until() != null) {
            conditions.add(lt(AT, Store.date(wanted.until())));
        }
        after.ifPresent(cursor -> {
            Date at = new Date(cursor.key());
            conditions.add(or(lt(AT, at), and(eq(AT, at), lt(ID, cursor.id()))));
        });
        List<Document> found = commands()
                .find(and(conditions))
                .sort(Sorts.descending(AT, ID))
                .limit(limit + 1)
                .into(new ArrayList<>());
        return Slice.of(
                        found,
                        limit,
                        last -> new Cursor(Wanted.ORDER, last.getDate(AT).getTime(), "", last.getString(ID)))
                .map(MongoCommands::toCommand);
    }

    private MongoCollection<Document> commands() {
        return store.collection("commands");
    }

    private static @Nullable Document document(@Nullable ObjectNode json) {
        return json == null ? null : JsonDocuments.toDocument(json);
    }

    private static @Nullable ObjectNode json(@Nullable Document document) {
        return document == null ? null : JsonDocuments.toJson(document);
    }

    private static Command toCommand(Document found) {
        Date at = found.getDate(AT);
        Date settledAt = found.getDate(SETTLED_AT);
        String kind = found.getString(KIND);
        return new Command(
                found.getString(ID),
                kind == null ? null : Kind.valueOf(kind),
                found.getString(TARGET),
                found.getString(BY),
                at == null ? null : at.toInstant(),
                json(found.get(BEFORE, Document.class)),
                json(found.get(WANTED, Document.class)),
                found.getString(COMMENT),
                State.valueOf(found.getString(STATE)),
                found.getString(REASON),
                settledAt == null ? null : settledAt.toInstant(),
                json(found.get(AFTER, Document.class)));
    }

    /** What can be ordered. */
    public enum Kind {
        SET_OVERRIDE,
        REMOVE_OVERRIDE,
        CALCULATE_CUT_OFFS,
        DRAFT_POLICY,
        ACTIVATE_POLICY,
        CHOOSE_SHADOW,
        END_SHADOW,
        RECORD_VISIT,
        CREATE_WEBHOOK,
        DELETE_WEBHOOK,
        REPLAY_WEBHOOK,
        REDELIVER_WEBHOOK
    }

    /**
     * Which orders are wanted; null where it does not matter.
     *
     * @param since inclusive
     * @param until exclusive
     */
    public record Wanted(
            @Nullable Kind kind,
            @Nullable String by,
            @Nullable String target,
            @Nullable Instant since,
            @Nullable Instant until) {

        /** The name of the order that {@link #list} has, for its cursors. */
        public static final String ORDER = "ordered";
    }

    /** What can have become of an order. */
    public enum State {
        PENDING,
        APPLIED,
        REFUSED
    }

    /**
     * An order.
     *
     * @param target the customer or the policy version that it is about; empty for all customers
     * @param before how it stood; absent where there was nothing
     * @param wanted absent where the order says it all
     * @param comment what the person said to it
     */
    public record Order(
            String id,
            Kind kind,
            String target,
            String by,
            Instant at,
            @Nullable ObjectNode before,
            @Nullable ObjectNode wanted,
            @Nullable String comment) {

        /** An order that nobody said more about. */
        public Order(
                String id,
                Kind kind,
                String target,
                String by,
                Instant at,
                @Nullable ObjectNode before,
                @Nullable ObjectNode wanted) {
            this(id, kind, target, by, at, before, wanted, null);
        }
    }

    /** An order and what became of it; what was ordered is absent where only the answer is known. */
    public record Command(
            String id,
            @Nullable Kind kind,
            @Nullable String target,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable ObjectNode before,
            @Nullable ObjectNode wanted,
            @Nullable String comment,
            State state,
            @Nullable String reason,
            @Nullable Instant settledAt,
            @Nullable ObjectNode after) {}
}
