package io.tierstream.tier.mongo;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.elemMatch;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;
import static com.mongodb.client.model.Filters.or;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Accumulators;
import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.Sorts;
import io.tierstream.contracts.tier.v1.Tier;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * The latest grade of every customer, to look at and to search. A write carries the version it was decided with and never
 * replaces a newer one.
 */
@Component
public class MongoGrades {

    private static final String ID = Store.ID;
    private static final String VERSION = Store.VERSION;
    private static final String NAME = "name";
    private static final String TIER = "tier";
    private static final String POINTS = "points";
    private static final String BAND = "band";
    private static final String FLAGS = "flags";
    private static final String WORDS = "words";
    private static final String SINCE = "since";
    private static final String DATA = "data";

    /** What stands for the composite of those who have none, so that they come last. */
    private static final long NO_POINTS = -1;

    private final Store store;

    MongoGrades(Store store) {
        this.store = store;
    }

    static List<IndexModel> indexes() {
        return List.of(
                Store.COMPARE_AND_SET,
                new IndexModel(Indexes.ascending(POINTS, ID)),
                new IndexModel(Indexes.ascending(TIER, POINTS, ID)),
                new IndexModel(Indexes.ascending(FLAGS, POINTS, ID)),
                new IndexModel(Indexes.ascending(NAME, ID)),
                new IndexModel(Indexes.ascending(SINCE, ID)),
                new IndexModel(Indexes.ascending(WORDS)),
                new IndexModel(Indexes.ascending(TIER, BAND)));
    }

    /** Keeps of each customer the grade with the highest version, in one bulk write; older ones change nothing. */
    public void write(Collection<GradeRow> grades) {
        store.keepLatest(grades(), grades.stream().map(MongoGrades::toDocument).toList());
    }

    /** A customer's grade, if the customer has one. */
    public Optional<GradeRow> find(String customerId) {
        return Optional.ofNullable(grades().find(eq(ID, customerId)).first()).map(MongoGrades::toRow);
    }

    /** The customers that are wanted, in the order that is wanted. */
    public Slice<GradeRow> list(Wanted wanted, Optional<Cursor> after, int limit) {
        List<Bson> conditions = new ArrayList<>();
        if (wanted.tier() != null) {
            conditions.add(eq(TIER, wanted.tier().name()));
        }
        if (wanted.flag() != null) {
            conditions.add(eq(FLAGS, wanted.flag()));
        }
        for (String word : wanted.text() == null ? List.<String>of() : SearchWords.ofSearch(wanted.text())) {
            conditions.add(elemMatch(WORDS, new Document("$gte", word).append("$lt", word + Character.MAX_VALUE)));
        }
        Order order = wanted.order();
        after.ifPresent(cursor -> conditions.add(order.after(cursor)));
        List<Document> found = grades().find(conditions.isEmpty() ? Filters.empty() : and(conditions))
                .sort(order.sort())
                .limit(limit + 1)
                .into(new ArrayList<>());
        return Slice.of(found, limit, order::cursor).map(MongoGrades::toRow);
    }

    /** How the customers spread over tiers and composites. */
    public Distribution distribution() {
        Map<Tier, Long> byTier = new EnumMap<>(Tier.class);
        Map<Tier, Map<Integer, Long>> byBand = new EnumMap<>(Tier.class);
        long withoutComposite = 0;
        for (Document group : grades().aggregate(List.of(
                Aggregates.group(new Document(TIER, "$" + TIER).append(BAND, "$" + BAND), Accumulators.sum("n", 1))))) {
            Document key = group.get(ID, Document.class);
            Tier tier = Tier.valueOf(key.getString(TIER));
            long customers = group.get("n", Number.class).longValue();
            int band = key.get(BAND, Number.class).intValue();
            byTier.merge(tier, customers, Long::sum);
            if (band < 0) {
                withoutComposite += customers;
            } else {
                byBand.computeIfAbsent(tier, _tier -> new HashMap<>()).merge(band, customers, Long::sum);
            }
        }
        return new Distribution(byTier, byBand, withoutComposite);
    }

    private MongoCollection<Document> grades() {
        return store.collection("grades");
    }

    private static Document toDocument(GradeRow grade) {
        String name = grade.name();
        long points = grade.composite() == null
                ? NO_POINTS
                : grade.composite().movePointRight(2).longValueExact();
        return new Document(ID, grade.customerId())
                .append(VERSION, grade.version())
                .append(NAME, (name == null ? grade.customerId() : name).toLowerCase(Locale.ROOT))
                .append(TIER, grade.tier().name())
                .append(POINTS, points)
                .append(BAND, points < 0 ? -1 : (int) Math.min(99, points / 100))
                .append(FLAGS, grade.flags())
                .append(WORDS, SearchWords.of(grade.customerId(), name))
                .append(SINCE, grade.since())
                .append(DATA, JsonDocuments.toDocument(grade.data()));
    }

    private static GradeRow toRow(Document grade) {
        long points = grade.getLong(POINTS);
        ObjectNode data = JsonDocuments.toJson(grade.get(DATA, Document.class));
        return new GradeRow(
                grade.getString(ID),
                grade.getLong(VERSION),
                data.path("name").stringValue(null),
                Tier.valueOf(grade.getString(TIER)),
                points < 0 ? null : BigDecimal.valueOf(points, 2),
                grade.getList(FLAGS, String.class),
                grade.getDate(SINCE),
                data);
    }

    /**
     * A customer's grade as it is kept.
     *
     * @param version counts the states of this customer; a higher one replaces a lower one
     * @param composite 0–100, two decimals; absent when the customer has none
     * @param since when the tier began, to sort by
     * @param data all that is known of the grade
     */
    public record GradeRow(
            String customerId,
            long version,
            @Nullable String name,
            Tier tier,
            @Nullable BigDecimal composite,
            List<String> flags,
            Date since,
            ObjectNode data) {}

    /** Which customers are wanted, null where it does not matter, and in which order. */
    public record Wanted(
            @Nullable Tier tier,
            @Nullable String flag,
            @Nullable String text,
            Order order) {}

    /**
     * Customers per tier, and per tier and band of one point (0: below 1, …, 99: 99 and above).
     *
     * @param withoutComposite customers that are in no band
     */
    public record Distribution(Map<Tier, Long> byTier, Map<Tier, Map<Integer, Long>> byBand, long withoutComposite) {

        /** All customers. */
        public long customers() {
            return byTier.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** The orders that customers can be listed in; ids settle what is equal. */
    public enum Order {
        COMPOSITE_DESCENDING("-composite", POINTS, false),
        COMPOSITE_ASCENDING("composite", POINTS, true),
        NAME_ASCENDING("name", NAME, true),
        NAME_DESCENDING("-name", NAME, false),
        SINCE_DESCENDING("-since", SINCE, false),
        SINCE_ASCENDING("since", SINCE, true),
        ID_ASCENDING("customerId", ID, true),
        ID_DESCENDING("-customerId", ID, false);

        private final String parameter;
        private final String field;
        private final boolean ascending;

        Order(String parameter, String field, boolean ascending) {
            this.parameter = parameter;
            this.field = field;
            this.ascending = ascending;
        }

        /** The value of {@code sort=} that stands for it; {@code -} is descending. */
        public String parameter() {
            return parameter;
        }

        private Bson sort() {
            List<String> fields = field.equals(ID) ? List.of(ID) : List.of(field, ID);
            return ascending ? Sorts.ascending(fields) : Sorts.descending(fields);
        }

        private Cursor cursor(Document last) {
            String id = last.getString(ID);
            return switch (field) {
                case SINCE -> new Cursor(parameter, last.getDate(SINCE).getTime(), "", id);
                case POINTS -> new Cursor(parameter, last.getLong(POINTS), "", id);
                default -> new Cursor(parameter, 0, last.getString(field), id);
            };
        }

        private Bson after(Cursor cursor) {
            if (field.equals(ID)) {
                return beyond(ID, cursor.id());
            }
            Object key = switch (field) {
                case SINCE -> new Date(cursor.key());
                case POINTS -> cursor.key();
                default -> cursor.text();
            };
            return or(beyond(field, key), and(eq(field, key), beyond(ID, cursor.id())));
        }

        private Bson beyond(String name, Object value) {
            return ascending ? gt(name, value) : lt(name, value);
        }
    }
}
