package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;

/**
 * Every customer's latest grade, by id. Lists and sums over customers are answered from memory, see the population.
 *
 * <p>A grade is an embedded document that begins with its version, written with {@code $max}, which compares field by
 * field: an older one changes nothing, in the same atomic update. Documents of before this was so have {@code version} and
 * {@code data} themselves.
 */
@Component
public class MongoGrades {

    private static final String ID = Store.ID;
    private static final String GRADE = "grade";
    private static final String VERSION = Store.VERSION;
    private static final String DATA = "data";

    private final Store store;

    MongoGrades(Store store) {
        this.store = store;
    }

    /** Keeps of each customer the grade with the highest version, in one bulk write; older ones change nothing. */
    public void write(Collection<GradeRow> grades) {
        Map<String, GradeRow> latest = new LinkedHashMap<>();
        for (GradeRow grade : grades) {
            latest.merge(grade.customerId(), grade, (one, other) -> one.version() > other.version() ? one : other);
        }
        store.upsert(
                grades(), latest.values().stream().map(MongoGrades::toWrite).toList());
    }

    /** A customer's grade, if the customer has one. */
    public Optional<GradeRow> find(String customerId) {
        return Optional.ofNullable(grades().find(eq(ID, customerId)).first()).map(MongoGrades::toRow);
    }

    private MongoCollection<Document> grades() {
        return store.collection("grades");
    }

    private static UpdateOneModel<Document> toWrite(GradeRow grade) {
        Document versioned = new Document(VERSION, grade.version()).append(DATA, grade.json());
        return new UpdateOneModel<>(
                new Document(ID, grade.customerId()),
                new Document("$max", new Document(GRADE, versioned)),
                new UpdateOptions().upsert(true));
    }

    private static GradeRow toRow(Document kept) {
        Document grade = kept.get(GRADE, Document.class);
        Long before = kept.getLong(VERSION);
        if (grade != null && (before == null || before < grade.getLong(VERSION))) {
            return new GradeRow(kept.getString(ID), grade.getLong(VERSION), grade.getString(DATA));
        }
        return new GradeRow(
                kept.getString(ID),
                before,
                JsonDocuments.toJson(kept.get(DATA, Document.class)).toString());
    }

    /**
     * A customer's grade as it is kept.
     *
     * @param version counts the states of this customer; a higher one replaces a lower one
     * @param json all that is known of the grade
     */
    public record GradeRow(String customerId, long version, String json) {}
}
