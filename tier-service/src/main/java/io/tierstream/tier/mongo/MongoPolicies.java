package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Grading policies, drafts included, by version; and what is in force: which policy, and which cut-offs. The version is
 * the {@code _id}, so that two drafts made at the same time get two versions.
 */
@Component
public class MongoPolicies {

    private static final String ID = Store.ID;
    private static final String POLICY = "policy";
    private static final String AUTHOR = "author";
    private static final String CREATED_AT = "createdAt";
    private static final String ACTIVATED_BY = "activatedBy";
    private static final String ACTIVATED_AT = "activatedAt";
    private static final String ACTIVATION_COMMENT = "activationComment";
    private static final String IN_FORCE_POLICY = "policy";
    private static final String IN_FORCE_CUT_OFFS = "cut-offs";
    private static final String DATA = "data";

    private final Store store;

    MongoPolicies(Store store) {
        this.store = store;
    }

    /**
     * Keeps a draft under the next free version.
     *
     * @param policyOf the policy as JSON, given its version
     * @param least the first version that a draft may have
     */
    public PolicyRow draft(LongFunction<ObjectNode> policyOf, long least, String author, Instant at) {
        while (true) {
            Document last = policies().find().sort(Sorts.descending(ID)).first();
            long version = last == null ? least : Math.max(least, last.getLong(ID) + 1);
            ObjectNode policy = policyOf.apply(version);
            try {
                policies()
                        .insertOne(new Document(ID, version)
                                .append(POLICY, JsonDocuments.toDocument(policy))
                                .append(AUTHOR, author)
                                .append(CREATED_AT, Date.from(at)));
                return new PolicyRow(version, policy, author, at, null, null, null);
            } catch (MongoWriteException refused) {
                if (refused.getError().getCategory() != ErrorCategory.DUPLICATE_KEY) {
                    throw refused;
                }
                // Another draft took this version; the next one is free.
            }
        }
    }

    /**
     * A policy is in force since then; a repeat changes nothing.
     *
     * @param comment why it was activated
     */
    public void inForce(long epoch, long version, ObjectNode policy, String by, Instant at, @Nullable String comment) {
        policies()
                .updateOne(
                        eq(ID, version),
                        Updates.combine(
                                Updates.set(POLICY, JsonDocuments.toDocument(policy)),
                                Updates.set(ACTIVATED_BY, by),
                                Updates.set(ACTIVATED_AT, Date.from(at)),
                                Updates.set(ACTIVATION_COMMENT, comment)),
                        new UpdateOptions().upsert(true));
        keepInForce(IN_FORCE_POLICY, epoch, JsonDocuments.toDocument(policy));
    }

    /** These cut-offs apply since this epoch; those of an earlier epoch change nothing. */
    public void cutOffs(long epoch, ObjectNode cutOffs) {
        keepInForce(IN_FORCE_CUT_OFFS, epoch, JsonDocuments.toDocument(cutOffs));
    }

    /** The cut-offs in force; empty before the first calculation. */
    public Optional<ObjectNode> cutOffs() {
        return inForce(IN_FORCE_CUT_OFFS);
    }

    /** The policy in force; empty as long as none was activated. */
    public Optional<ObjectNode> policy() {
        return inForce(IN_FORCE_POLICY);
    }

    /** A policy of this version. */
    public Optional<PolicyRow> find(long version) {
        return Optional.ofNullable(policies().find(eq(ID, version)).first()).map(MongoPolicies::toRow);
    }

    /** All policies, the latest version first. */
    public Slice<PolicyRow> list(Optional<Cursor> after, int limit) {
        List<PolicyRow> found = policies()
                .find(after.map(cursor -> lt(ID, cursor.key())).orElseGet(Filters::empty))
                .sort(Sorts.descending(ID))
                .limit(limit + 1)
                .map(MongoPolicies::toRow)
                .into(new ArrayList<>());
        return Slice.of(found, limit, PolicyRow::cursor);
    }

    private void keepInForce(String what, long epoch, Document data) {
        store.keepLatest(
                inForce(), new Document(ID, what).append(Store.VERSION, epoch).append(DATA, data));
    }

    private Optional<ObjectNode> inForce(String what) {
        return Optional.ofNullable(inForce().find(eq(ID, what)).first())
                .map(found -> JsonDocuments.toJson(found.get(DATA, Document.class)));
    }

    private MongoCollection<Document> policies() {
        return store.collection("policies");
    }

    private MongoCollection<Document> inForce() {
        return store.collection("in-force");
    }

    private static PolicyRow toRow(Document found) {
        Date createdAt = found.getDate(CREATED_AT);
        Date activatedAt = found.getDate(ACTIVATED_AT);
        return new PolicyRow(
                found.getLong(ID),
                JsonDocuments.toJson(found.get(POLICY, Document.class)),
                found.getString(AUTHOR),
                createdAt == null ? null : createdAt.toInstant(),
                found.getString(ACTIVATED_BY),
                activatedAt == null ? null : activatedAt.toInstant(),
                found.getString(ACTIVATION_COMMENT));
    }

    /** A policy and its history; author and creation are absent where only the activation is known. */
    public record PolicyRow(
            long version,
            ObjectNode policy,
            @Nullable String author,
            @Nullable Instant createdAt,
            @Nullable String activatedBy,
            @Nullable Instant activatedAt,
            @Nullable String activationComment) {

        /** The name of the order that policies are listed in, for its cursors. */
        public static final String ORDER = "version";

        /** Where a page ends of which it is the last. */
        public Cursor cursor() {
            return new Cursor(ORDER, version, "", "");
        }

        /** Where a policy is in its life. */
        public enum State {
            DRAFT,
            ACTIVE,
            /** It was in force. */
            RETIRED
        }

        /** Where it is in its life while the policy of this version is in force. */
        public State state(long inForce) {
            return version == inForce
                    ? State.ACTIVE
                    : activatedAt == null && createdAt != null ? State.DRAFT : State.RETIRED;
        }
    }
}
