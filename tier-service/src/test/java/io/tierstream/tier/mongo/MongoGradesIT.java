package io.tierstream.tier.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.testing.TestStore;
import io.tierstream.tier.mongo.MongoGrades.Distribution;
import io.tierstream.tier.mongo.MongoGrades.GradeRow;
import io.tierstream.tier.mongo.MongoGrades.Order;
import io.tierstream.tier.mongo.MongoGrades.Wanted;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import tools.jackson.databind.node.ObjectNode;

class MongoGradesIT {

    private static final String DATABASE = "tier-grades-it";

    private MongoClient client;
    private MongoGrades grades;

    @BeforeEach
    void openEmptyStore() {
        client = MongoClients.create(TestStore.connectionString(DATABASE));
        client.getDatabase(DATABASE).drop();
        grades = new MongoGrades(new Store(new SimpleMongoClientDatabaseFactory(client, DATABASE)));
    }

    @AfterEach
    void closeStore() {
        client.close();
    }

    @Test
    void shouldKeepTheHighestVersionWhateverTheOrderAndHoweverOften() {
        grades.write(List.of(grade("acme", 2, Tier.B, "61.20"), grade("acme", 3, Tier.A, "88.00")));
        grades.write(List.of(grade("acme", 1, Tier.C, "10.00")));
        grades.write(List.of(grade("acme", 3, Tier.A, "88.00"), grade("acme", 2, Tier.B, "61.20")));

        GradeRow kept = grades.find("acme").orElseThrow();

        assertThat(kept.version()).isEqualTo(3);
        assertThat(kept.tier()).isEqualTo(Tier.A);
        assertThat(kept.composite()).isEqualByComparingTo("88.00");
        assertThat(kept.data().get("composite").decimalValue()).isEqualTo(new BigDecimal("88.00"));
    }

    @Test
    void shouldEndWithTheHighestVersionWhenInstancesWriteAtTheSameTime() throws Exception {
        try (ExecutorService instances = Executors.newFixedThreadPool(4)) {
            List<Future<?>> writing = new ArrayList<>();
            for (int instance = 0; instance < 4; instance++) {
                int first = instance;
                writing.add(instances.submit(() -> LongStream.range(0, 25)
                        .forEach(round -> grades.write(List.of(
                                grade("acme", 1 + first + 4 * round, Tier.B, "50.00"),
                                grade("zeta", 101 - first - 4 * round, Tier.B, "50.00"))))));
            }
            for (Future<?> written : writing) {
                written.get();
            }
        }

        assertThat(grades.find("acme").orElseThrow().version()).isEqualTo(100);
        assertThat(grades.find("zeta").orElseThrow().version()).isEqualTo(101);
    }

    @ParameterizedTest
    @EnumSource
    void shouldPageThroughEveryCustomerOnceInEveryOrder(Order order) {
        grades.write(IntStream.range(0, 25)
                .mapToObj(i -> grade("c" + i, 1, Tier.C, i % 3 == 0 ? null : i % 5 + ".50"))
                .toList());
        List<String> seen = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            Slice<GradeRow> page = grades.list(new Wanted(null, null, null, order), cursor, 4);
            page.items().forEach(grade -> seen.add(grade.customerId()));
            cursor = page.next().flatMap(next -> Cursor.decode(next.encoded(), order.parameter()));
        } while (cursor.isPresent());

        assertThat(seen).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void shouldListTheHighestCompositeFirstAndThoseWithoutLast() {
        grades.write(List.of(
                grade("low", 1, Tier.C, "9.50"), grade("none", 1, Tier.C, null), grade("high", 1, Tier.A, "80.00")));

        assertThat(ids(new Wanted(null, null, null, Order.COMPOSITE_DESCENDING)))
                .containsExactly("high", "low", "none");
        assertThat(ids(new Wanted(Tier.C, null, null, Order.COMPOSITE_ASCENDING)))
                .containsExactly("none", "low");
    }

    @ParameterizedTest
    @CsvSource({
        "nor,             C-17 C-18",
        "NORDLICHT,       C-17",
        "nordlicht gmbh,  C-17",
        "gmbh nord,       C-17",
        "c-1,             C-17 C-18 C-19",
        "C-18,            C-18",
        "18,              C-18",
        "licht,           ''",
        "机械,             C-19",
        "上海机,           C-19",
        ".*,              ''",
        "é,               C-20",
    })
    void shouldFindByTheBeginningsOfWordsOfNameAndId(String text, String expected) {
        grades.write(List.of(
                named("C-17", "Nordlicht GmbH"),
                named("C-18", "North & Sons"),
                named("C-19", "上海机械有限公司"),
                named("D-20", "x"),
                named("C-20", "Étoile")));

        List<String> found = ids(new Wanted(null, null, text, Order.ID_ASCENDING));

        if (text.equals("c-1")) {
            assertThat(found).containsExactly("C-17", "C-18", "C-19");
        } else {
            assertThat(String.join(" ", found)).isEqualTo(expected);
        }
    }

    @Test
    void shouldFindByFlag() {
        grades.write(List.of(flagged("a", "SLOW_PAYER", "LOW_MARGIN"), flagged("b", "LOW_MARGIN"), flagged("c")));

        assertThat(ids(new Wanted(null, "LOW_MARGIN", null, Order.ID_ASCENDING)))
                .containsExactly("a", "b");
    }

    @Test
    void shouldCountCustomersByTierAndBand() {
        grades.write(List.of(
                grade("a", 1, Tier.A, "100.00"),
                grade("b", 1, Tier.B, "60.00"),
                grade("c", 1, Tier.B, "60.99"),
                grade("d", 1, Tier.C, "0.00"),
                grade("e", 1, Tier.C, null)));

        Distribution distribution = grades.distribution();

        assertThat(distribution.byTier()).isEqualTo(Map.of(Tier.A, 1L, Tier.B, 2L, Tier.C, 2L));
        assertThat(distribution.byBand())
                .isEqualTo(Map.of(Tier.A, Map.of(99, 1L), Tier.B, Map.of(60, 2L), Tier.C, Map.of(0, 1L)));
        assertThat(distribution.withoutComposite()).isEqualTo(1);
        assertThat(distribution.customers()).isEqualTo(5);
    }

    private List<String> ids(Wanted wanted) {
        return grades.list(wanted, Optional.empty(), 100).items().stream()
                .map(GradeRow::customerId)
                .toList();
    }

    private static GradeRow grade(String id, long version, Tier tier, @Nullable String composite) {
        return row(id, version, null, tier, composite, List.of());
    }

    private static GradeRow named(String id, String name) {
        return row(id, 1, name, Tier.C, "1.00", List.of());
    }

    private static GradeRow flagged(String id, String... flags) {
        return row(id, 1, null, Tier.C, "1.00", List.of(flags));
    }

    private static GradeRow row(
            String id, long version, @Nullable String name, Tier tier, @Nullable String composite, List<String> flags) {
        ObjectNode data = EventJson.mapper().createObjectNode();
        BigDecimal points = composite == null ? null : new BigDecimal(composite);
        data.put("name", name).put("composite", points);
        return new GradeRow(
                id, version, name, tier, points, flags, Date.from(Instant.parse("2026-11-22T10:00:00Z")), data);
    }
}
