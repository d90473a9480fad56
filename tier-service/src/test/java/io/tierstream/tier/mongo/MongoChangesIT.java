package io.tierstream.tier.mongo;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.contracts.tier.v1.TierChangeCause;
import io.tierstream.testing.TestStore;
import io.tierstream.tier.mongo.MongoChanges.ChangeRow;
import io.tierstream.tier.mongo.MongoChanges.Wanted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.data.mongodb.core.SimpleMongoClientDatabaseFactory;
import tools.jackson.databind.node.ObjectNode;

class MongoChangesIT {

    private static final String DATABASE = "tier-changes-it";
    private static final Instant START = Instant.parse("2026-11-22T10:00:00.123456Z");

    private MongoClient client;
    private MongoChanges changes;

    @BeforeEach
    void openEmptyStore() {
        client = MongoClients.create(TestStore.connectionString(DATABASE));
        client.getDatabase(DATABASE).drop();
        changes = new MongoChanges(new Store(new SimpleMongoClientDatabaseFactory(client, DATABASE)));
    }

    @AfterEach
    void closeStore() {
        client.close();
    }

    @Test
    void shouldKeepEveryChangeOnce() {
        changes.write(List.of(change("acme", 1), change("acme", 2), change("acme", 1)));
        changes.write(List.of(change("acme", 2), change("acme", 3)));

        assertThat(numbers(changes.ofCustomer("acme", 3, Optional.empty(), 10))).containsExactly(3L, 2L, 1L);
    }

    @Test
    void shouldKeepTheDataAsItWasAnnounced() {
        ChangeRow change = change("acme", 1);

        changes.write(List.of(change));

        assertThat(changes.find("acme", 1).orElseThrow().toString()).isEqualTo(change.json());
    }

    @Test
    void shouldPageThroughACustomersChangesLatestFirst() {
        changes.write(LongStream.rangeClosed(1, 7)
                .mapToObj(number -> change("acme", number))
                .toList());
        List<Long> seen = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            Slice<ObjectNode> page = changes.ofCustomer("acme", 7, cursor, 3);
            seen.addAll(numbers(page));
            cursor = page.next().flatMap(next -> Cursor.decode(next.encoded(), "changes"));
        } while (cursor.isPresent());

        assertThat(seen).containsExactly(7L, 6L, 5L, 4L, 3L, 2L, 1L);
    }

    @Test
    void shouldPageOnToWhatIsBeforeAChangeThatIsNotThere() {
        changes.write(List.of(change("acme", 1), change("acme", 2), change("acme", 3), change("acme", 5)));

        Slice<ObjectNode> latest = changes.ofCustomer("acme", 6, Optional.empty(), 3);

        assertThat(numbers(latest)).containsExactly(5L);
        Slice<ObjectNode> rest = changes.ofCustomer("acme", 6, latest.next(), 3);
        assertThat(numbers(rest)).containsExactly(3L, 2L, 1L);
        assertThat(rest.next()).isEmpty();
    }

    @Test
    void shouldTellTheChangeInForceAtATime() {
        changes.write(List.of(change("acme", 1), change("acme", 2), change("acme", 3), change("zeta", 9)));

        assertThat(changes.inForceAt("acme", START)).isEmpty();
        assertThat(changes.inForceAt("acme", START.plusSeconds(2)).map(MongoChangesIT::number))
                .contains(2L);
        assertThat(changes.inForceAt("acme", START.plusSeconds(100)).map(MongoChangesIT::number))
                .contains(3L);
    }

    @Test
    void shouldPageThroughAllChangesLatestFirstAlsoWhenManyHappenAtOnce() {
        changes.write(LongStream.rangeClosed(1, 20)
                .mapToObj(number -> at("c" + number, 1, START))
                .toList());
        List<String> seen = new ArrayList<>();
        Optional<Cursor> cursor = Optional.empty();
        do {
            Slice<ObjectNode> page = changes.list(new Wanted(null, null, null, null), cursor, 6);
            page.items().forEach(change -> seen.add(change.get("customerId").stringValue()));
            cursor = page.next().flatMap(next -> Cursor.decode(next.encoded(), Wanted.ORDER));
        } while (cursor.isPresent());

        assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void shouldListByTimeCauseAndTier() {
        changes.write(List.of(change("acme", 1), change("acme", 2), change("acme", 3)));

        assertThat(numbers(list(new Wanted(START.plusSeconds(2), null, null, null))))
                .containsExactly(3L, 2L);
        assertThat(numbers(list(new Wanted(null, START.plusSeconds(2), null, null))))
                .containsExactly(1L);
        assertThat(numbers(list(new Wanted(null, null, TierChangeCause.FIRST_GRADING, null))))
                .containsExactly(1L);
        assertThat(numbers(list(new Wanted(null, null, null, Tier.A)))).containsExactly(3L, 1L);
    }

    @Test
    void shouldTakeTimesBeyondAllThatTheStoreHolds() {
        changes.write(List.of(change("acme", 1)));

        assertThat(numbers(list(new Wanted(Instant.MIN, Instant.MAX, null, null))))
                .containsExactly(1L);
        assertThat(list(new Wanted(Instant.MAX, null, null, null)).items()).isEmpty();
        assertThat(changes.inForceAt("acme", Instant.MIN)).isEmpty();
    }

    private Slice<ObjectNode> list(Wanted wanted) {
        return changes.list(wanted, Optional.empty(), 10);
    }

    private static List<Long> numbers(Slice<ObjectNode> page) {
        return page.items().stream().map(MongoChangesIT::number).toList();
    }

    private static long number(ObjectNode change) {
        return change.get("changeNumber").longValue();
    }

    private static ChangeRow change(String customerId, long number) {
        return at(customerId, number, START.plusSeconds(number));
    }

    private static ChangeRow at(String customerId, long number, Instant decidedAt) {
        Tier to = number % 2 == 0 ? Tier.B : Tier.A;
        TierChangeCause cause = number == 1 ? TierChangeCause.FIRST_GRADING : TierChangeCause.SCORE;
        ObjectNode data =
                (ObjectNode) EventJson.mapper().readTree("""
                        {"customerId":"%s","to":"%s","cause":"%s","composite":80.50,"decidedAt":"%s",
                         "criteria":[{"criterion":"volume","weight":30,"points":70.00}],"changeNumber":%d}
                        """.formatted(customerId, to, cause, decidedAt, number));
        return new ChangeRow(customerId, number, cause, to, decidedAt, data.toString());
    }
}
