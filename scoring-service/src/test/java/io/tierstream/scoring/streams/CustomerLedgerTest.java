package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.scoring.domain.Amounts;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Decision.Accepted;
import io.tierstream.scoring.domain.Decision.Refused;
import io.tierstream.scoring.domain.Decision.Repeated;
import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.Entry.FutureEntry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.EntryKey.Kind;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.Origin;
import io.tierstream.scoring.domain.Scoring;
import io.tierstream.scoring.domain.ScoringRules;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CustomerLedgerTest {

    private static final int TODAY = 20_000;
    private static final ScoringRules RULES = new ScoringRules(365, 365, EnumSet.of(LateReason.DISPUTE));

    /** Every entry looks like every other. */
    private static final EntryHash ALL_THE_SAME = (kind, id) -> 7;

    private static final EntryHash OF_FOUR = (kind, id) -> EntryHash.STANDARD.of(kind, id) & 3;

    private final MemoryStore store = new MemoryStore();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldHoldWhatAMapHolds(long seed) {
        Random random = new Random(seed);
        EntryHash hash = random.nextInt(3) == 0 ? ALL_THE_SAME : random.nextBoolean() ? OF_FOUR : EntryHash.STANDARD;
        int ids = 1 + random.nextInt(600);
        Map<EntryKey, Entry> model = new HashMap<>();
        LedgerHead head = LedgerHead.EMPTY;
        HashIndex index = null;
        for (int commit = 0; commit < 60; commit++) {
            CustomerLedger ledger = new CustomerLedger("c", head, random.nextInt(4) == 0 ? null : index, store, hash);
            for (int batch = random.nextInt(4); batch >= 0; batch--) {
                Map<EntryKey, @Nullable Entry> changes = new LinkedHashMap<>();
                for (int i = random.nextInt(random.nextInt(10) == 0 ? 200 : 12); i >= 0; i--) {
                    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
                    changes.put(
                            new EntryKey(kind, "id-" + random.nextInt(ids)),
                            random.nextInt(4) == 0 ? null : entry(random));
                }
                ledger.change(changes);
                changes.forEach((key, entry) -> {
                    if (entry == null) {
                        model.remove(key);
                    } else {
                        model.put(key, entry);
                    }
                });
                assertHolds(ledger, model, ids, random, "seed " + seed + " before commit " + commit);
            }
            head = read(ledger.write(store));
            index = ledger.index();
            assertHolds(ledger, model, ids, random, "seed " + seed + " after commit " + commit);
            assertHolds(
                    new CustomerLedger("c", head, index, store, hash),
                    model,
                    ids,
                    random,
                    "seed " + seed + " opened again after commit " + commit);
        }
        assertThat(store.entries().keySet()).as("other customers' keys").allMatch(key -> key.get()[0] == 'c');
    }

    @Test
    void shouldKeepEveryRecordSmallForABigCustomerAndReadNothingForWhatIsNew() {
        int orders = 100_000;
        LedgerHead head = LedgerHead.EMPTY;
        HashIndex index = null;
        CustomerMetrics metrics = CustomerMetrics.empty(TODAY);
        int largestHead = 0;
        int readsOfNew = 0;
        for (int i = 0; i < orders; ) {
            CustomerLedger ledger = new CustomerLedger("big", head, index, store, EntryHash.STANDARD);
            int before = store.reads();
            for (int end = Math.min(orders, i + 40); i < end; i++) {
                Decision decision = Scoring.decide(metrics, ledger, order(i, 10), RULES, TODAY);
                assertThat(decision.outcome()).isInstanceOf(Accepted.class);
                ledger.change(decision.entries());
                metrics = decision.metrics();
            }
            head = ledger.write(store);
            index = ledger.index();
            readsOfNew += store.reads() - before;
            byte[] value = CustomerFormat.write(new StoredCustomer(metrics, 1, 1, 0, head));
            largestHead = Math.max(largestHead, value.length);
            StoredCustomer stored = CustomerFormat.read(value);
            head = stored.ledger();
            metrics = stored.metrics();
        }

        assertThat(store.largest()).isLessThan(CustomerLedger.MAX_GROWN_SEGMENT);
        assertThat(largestHead).isLessThan(64 * 1024);
        assertThat(readsOfNew).isLessThan(orders / 1_000);
        assertThat(index).isNotNull();
        assertThat(index.bytes() / orders).isLessThanOrEqualTo(24);

        CustomerLedger ledger = new CustomerLedger("big", head, null, store, EntryHash.STANDARD);
        for (int i = 0; i < orders; i += 997) {
            assertThat(Scoring.decide(metrics, ledger, order(i, 10), RULES, TODAY)
                            .outcome())
                    .as("order %d", i)
                    .isInstanceOf(Repeated.class);
            assertThat(Scoring.decide(metrics, ledger, order(i, 11), RULES, TODAY)
                            .outcome())
                    .as("order %d", i)
                    .isInstanceOf(Refused.class);
        }
        assertThat(ledger.list(Kind.ORDER)).hasSize(orders);
    }

    @Test
    void shouldSplitASegmentThatGrows() {
        LedgerHead head = LedgerHead.EMPTY;
        Map<EntryKey, @Nullable Entry> changes = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            changes.put(new EntryKey(Kind.ORDER, "o" + i), entry(new Random(i)));
        }
        head = written(head, changes);
        changes.clear();
        for (int i = 0; i < 100; i++) {
            changes.put(new EntryKey(Kind.ORDER, "o" + i), large(3_000));
        }
        head = written(head, changes);

        assertThat(store.largest()).isLessThan(CustomerLedger.MAX_GROWN_SEGMENT);
        CustomerLedger ledger = new CustomerLedger("c", head, null, store, EntryHash.STANDARD);
        assertThat(ledger.list(Kind.ORDER)).hasSize(100);
        for (int i = 0; i < 100; i++) {
            assertThat(ledger.find(new EntryKey(Kind.ORDER, "o" + i))).isEqualTo(large(3_000));
        }
    }

    @Test
    void shouldTellKeysOfACustomerFromThoseOfOneWhoseIdBeginsAlike() {
        Map<EntryKey, @Nullable Entry> changes = new LinkedHashMap<>();
        for (int i = 0; i < 100; i++) {
            changes.put(new EntryKey(Kind.ORDER, "o" + i), entry(new Random(i)));
        }
        LedgerHead other = written("c", LedgerHead.EMPTY, changes);
        LedgerHead longer = written("c1", LedgerHead.EMPTY, Map.of(new EntryKey(Kind.ORDER, "x"), large(3_000)));

        assertThat(new CustomerLedger("c", other, null, store, EntryHash.STANDARD).list(Kind.ORDER))
                .hasSize(100);
        assertThat(new CustomerLedger("c1", longer, null, store, EntryHash.STANDARD).list(Kind.ORDER))
                .hasSize(1);
    }

    private LedgerHead written(LedgerHead head, Map<EntryKey, @Nullable Entry> changes) {
        return written("c", head, changes);
    }

    private LedgerHead written(String customer, LedgerHead head, Map<EntryKey, @Nullable Entry> changes) {
        CustomerLedger ledger = new CustomerLedger(customer, head, null, store, EntryHash.STANDARD);
        ledger.change(changes);
        return read(ledger.write(store));
    }

    private static LedgerHead read(LedgerHead head) {
        BinaryWriter out = new BinaryWriter();
        head.write(out);
        byte[] bytes = out.toBytes();
        return LedgerHead.read(bytes, new BinaryReader(bytes));
    }

    private static void assertHolds(
            CustomerLedger ledger, Map<EntryKey, Entry> model, int ids, Random random, String what) {
        for (int i = 0; i < 20; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            EntryKey key = new EntryKey(kind, "id-" + random.nextInt(ids));
            assertThat(ledger.find(key)).as(what).isEqualTo(model.get(key));
        }
        if (random.nextInt(5) == 0) {
            Map<EntryKey, Entry> all = new HashMap<>();
            for (Kind kind : Kind.values()) {
                all.putAll(ledger.list(kind));
            }
            assertThat(all).as(what).isEqualTo(model);
        }
    }

    private static Entry entry(Random random) {
        return random.nextInt(50) == 0
                ? large(20_000)
                : new FutureEntry(order(random.nextInt(1_000_000), random.nextInt(100)));
    }

    /** As large as an order with many returns. */
    private static Entry large(int bytes) {
        return new FutureEntry(new Fact.OrderPlaced(
                new Origin("urn:test", "e".repeat(bytes), Instant.EPOCH, 0),
                "large",
                Amounts.ZERO,
                null,
                null,
                null,
                BigDecimal.ONE,
                1));
    }

    private static Fact.OrderPlaced order(int number, int amount) {
        int day = TODAY - number % 700;
        return new Fact.OrderPlaced(
                new Origin("urn:test:" + amount, "event-" + number, Instant.ofEpochSecond(day * 86_400L), day),
                "order-" + number,
                Amounts.rounded(BigDecimal.valueOf(amount)),
                null,
                null,
                null,
                BigDecimal.ONE,
                amount);
    }
}
