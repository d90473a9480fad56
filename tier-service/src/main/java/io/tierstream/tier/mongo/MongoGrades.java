package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexModel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bson.Document;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Every customer's latest grade, by id. Lists and sums over customers are answered from memory, see the population. */
@Component
public class MongoGrades {

    private static final String ID = Store.ID;
    private static final String VERSION = Store.VERSION;
    private static final String DATA = "data";

    private final Store store;

    MongoGrades(Store store) {
        this.store = store;
    }

    static List<IndexModel> indexes() {
        return List.of(Store.COMPARE_AND_SET);
    }

    /** Keeps of each customer the grade with the highest version, in one bulk write; older ones change nothing. */
    public void write(Collection<GradeRow> grades) {
        store.keepLatest(grades(), grades.stream().map(MongoGrades::toDocument).toList());
    }

    /** A customer's grade, if the customer has one. */
    public Optional<GradeRow> find(String customerId) {
        return Optional.ofNullable(grades().find(eq(ID, customerId)).first()).map(MongoGrades::toRow);
    }

    private MongoCollection<Document> grades() {
        return store.collection("grades");
    }

    private static Document toDocument(GradeRow grade) {
        return new Document(ID, grade.customerId())
                .append(VERSION, grade.version())
                .append(DATA, JsonDocuments.toDocument(grade.data()));
    }

    private static GradeRow toRow(Document grade) {
        return new GradeRow(
                grade.getString(ID), grade.getLong(VERSION), JsonDocuments.toJson(grade.get(DATA, Document.class)));
    }

    /**
     * A customer's grade as it is kept.
     *
     * @param version counts the states of this customer; a higher one replaces a lower one
     * @param data all that is known of the grade
     */
    public record GradeRow(String customerId, long version, ObjectNode data) {}
}
