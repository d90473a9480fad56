package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.lt;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.InsertOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
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

/** Which policy runs in shadow, and what each comparison with the one in force came to. */
@Component
public class MongoShadow {

    private static final String ID = Store.ID;
    private static final String CANDIDATE = "candidate";
    private static final String VERSION = "policyVersion";
    private static final String BY = "by";
    private static final String AT = "at";
    private static final String SUMMARY = "summary";

    private final Store store;

    MongoShadow(Store store) {
        this.store = store;
    }

    static List<IndexModel> indexes() {
        return List.of(new IndexModel(Indexes.descending(VERSION, AT)));
    }

    /** The policy that runs in shadow; empty when none does. */
    public Optional<Candidate> candidate() {
        return Optional.ofNullable(shadow().find(eq(ID, CANDIDATE)).first())
                .map(found -> new Candidate(
                        found.getLong(VERSION),
                        found.getString(BY),
                        found.getDate(AT).toInstant()));
    }

    /** Has a policy run in shadow, instead of another one. */
    public void choose(Candidate candidate) {
        shadow().replaceOne(
                        eq(ID, CANDIDATE),
                        new Document(ID, CANDIDATE)
                                .append(VERSION, candidate.version())
                                .append(BY, candidate.by())
                                .append(AT, Date.from(candidate.since())),
                        new ReplaceOptions().upsert(true));
    }

    /** Ends the shadow of this policy; that of another one goes on. */
    public void end(long version) {
        shadow().deleteOne(and(eq(ID, CANDIDATE), eq(VERSION, version)));
    }

    /** Keeps what a comparison came to; a second one of the same policy and time changes nothing. */
    public void keep(Comparison comparison) {
        store.insertMissing(
                comparisons(),
                List.of(new InsertOneModel<>(new Document(
                                ID, comparison.version() + "@" + comparison.at().toEpochMilli())
                        .append(VERSION, comparison.version())
                        .append(AT, Date.from(comparison.at()))
                        .append(SUMMARY, JsonDocuments.toDocument(comparison.summary())))));
    }

    /** What the comparisons of a policy came to, the latest first. */
    public Slice<Comparison> comparisons(long version, @Nullable Cursor after, int limit) {
        Bson wanted = after == null ? eq(VERSION, version) : and(eq(VERSION, version), lt(AT, new Date(after.key())));
        List<Comparison> found = comparisons()
                .find(wanted)
                .sort(Sorts.descending(AT))
                .limit(limit + 1)
                .map(document -> new Comparison(
                        document.getLong(VERSION),
                        document.getDate(AT).toInstant(),
                        JsonDocuments.toJson(document.get(SUMMARY, Document.class))))
                .into(new ArrayList<>());
        return Slice.of(
                found, limit, last -> new Cursor(Comparison.ORDER, last.at().toEpochMilli(), "", ""));
    }

    private MongoCollection<Document> shadow() {
        return store.collection("shadow");
    }

    private MongoCollection<Document> comparisons() {
        return store.collection("shadow-comparisons");
    }

    /** A policy that runs in shadow, who chose it and when. */
    public record Candidate(long version, String by, Instant since) {}

    /**
     * What a comparison came to.
     *
     * @param at when it was due, which identifies it
     * @param summary as a simulation's, without what is about single tickets and customers
     */
    public record Comparison(long version, Instant at, ObjectNode summary) {

        /** The name of the order that comparisons are listed in, for its cursors. */
        public static final String ORDER = "comparisons";
    }
}
