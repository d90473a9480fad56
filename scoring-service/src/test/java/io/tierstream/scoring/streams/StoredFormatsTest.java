package io.tierstream.scoring.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tierstream.scoring.domain.Amounts;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.DayBucket;
import io.tierstream.scoring.domain.DayBuckets;
import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.Fact;
import io.tierstream.scoring.domain.Fact.Move;
import io.tierstream.scoring.domain.LateReason;
import io.tierstream.scoring.domain.Origin;
import io.tierstream.scoring.domain.Scoring;
import io.tierstream.scoring.domain.ScoringRules;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.junit.jupiter.api.Test;

/**
 * State outlives the program: what a version wrote is kept in {@code stored-formats-v2.properties} and must be read by
 * every later version. To add samples of a new version, write them with {@code -Dtierstream.write-samples=FILE}.
 */
class StoredFormatsTest {

    private static final ScoringRules RULES = new ScoringRules(365, 365, EnumSet.of(LateReason.DISPUTE));
    private static final int TODAY = 20_000;

    private static final String CUSTOMER = "big";
    private static final int ORDERS = 300;
    private static final String DATED_WITHDRAWAL = "010800010875726e3a746573740365313280babcbdc564b0b80200";

    @Test
    void shouldReadWhatVersion2Wrote() throws IOException {
        Properties samples = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/stored-formats-v2.properties")) {
            samples.load(Objects.requireNonNull(file));
        }
        Map<String, byte[]> now = samples();

        assertThat(samples.stringPropertyNames()).isEqualTo(now.keySet());
        for (String name : samples.stringPropertyNames()) {
            byte[] stored = HexFormat.of().parseHex(samples.getProperty(name));
            assertThat(again(name, stored)).as(name).isEqualTo(stored).isEqualTo(now.get(name));
        }
    }

    private static byte[] again(String name, byte[] stored) {
        if (name.startsWith("entry")) {
            return EntryFormat.write(EntryFormat.read(stored));
        }
        if (!name.startsWith("customer")) {
            return stored;
        }
        StoredCustomer customer = CustomerFormat.read(stored);
        // Days that were read lazily must be the same when they are written from what they say.
        CustomerMetrics metrics = customer.metrics();
        List<DayBucket> days = new ArrayList<>();
        for (int i = 0; i < metrics.days().size(); i++) {
            days.add(metrics.days().at(i));
        }
        assertThat(DayBuckets.of(days)).isEqualTo(metrics.days());
        return CustomerFormat.write(customer);
    }

    @Test
    void shouldFindTheEntriesInWhatVersion2Wrote() throws IOException {
        Properties samples = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/stored-formats-v2.properties")) {
            samples.load(Objects.requireNonNull(file));
        }
        MemoryStore store = new MemoryStore();
        for (String name : samples.stringPropertyNames()) {
            if (name.startsWith("ledger.")) {
                store.put(
                        Bytes.wrap(HexFormat.of().parseHex(name.substring("ledger.".length()))),
                        HexFormat.of().parseHex(samples.getProperty(name)));
            }
        }
        StoredCustomer stored = CustomerFormat.read(HexFormat.of().parseHex(samples.getProperty("customer.big")));
        CustomerLedger ledger = new CustomerLedger(CUSTOMER, stored.ledger(), null, store, EntryHash.STANDARD);

        assertThat(stored.ledger().blocks()).isPositive();
        for (int i = 0; i < ORDERS; i++) {
            assertThat(ledger.find(new EntryKey(EntryKey.Kind.ORDER, "many-" + i)))
                    .isNotNull();
        }
        assertThat(store.reads()).isPositive();
    }

    /** As it was counted: to count it another way now would take away what was never added. */
    @Test
    void shouldLetAWithdrawalThatWasStoredBeforeHoldWhateverItsTime() throws IOException {
        Properties samples = new Properties();
        try (InputStream file = getClass().getResourceAsStream("/stored-formats-v2.properties")) {
            samples.load(Objects.requireNonNull(file));
        }
        EntryKey key = new EntryKey(EntryKey.Kind.COMPLAINT, "k2");
        MemoryLedger ledger = new MemoryLedger();
        Entry stored = EntryFormat.read(HexFormat.of().parseHex(samples.getProperty("entry.COMPLAINT.k2")));
        ledger.apply(new Decision(CustomerMetrics.empty(TODAY), Map.of(key, stored), new Decision.Accepted()));

        Decision decision = Scoring.decide(
                CustomerMetrics.empty(TODAY), ledger, new Fact.ComplaintOpened(origin(20, -7), "k2", 20), RULES, TODAY);

        assertThat(decision.metrics().openComplaints()).isZero();
        assertThat(decision.metrics().complaints()).isZero();
    }

    /** What version 2 knows since withdrawals have their time; never changed. */
    @Test
    void shouldReadAWithdrawalThatHasItsTime() {
        Decision decision = Scoring.decide(
                CustomerMetrics.empty(TODAY),
                new MemoryLedger(),
                new Fact.ComplaintMoved(origin(12, -8), "k2", Move.WITHDRAWN),
                RULES,
                TODAY);
        Entry entry = Objects.requireNonNull(decision.entries().get(new EntryKey(EntryKey.Kind.COMPLAINT, "k2")));

        assertThat(HexFormat.of().formatHex(EntryFormat.write(entry))).isEqualTo(DATED_WITHDRAWAL);
        assertThat(EntryFormat.read(HexFormat.of().parseHex(DATED_WITHDRAWAL))).isEqualTo(entry);
    }

    @Test
    void shouldSayWhenStateIsOfALaterVersion() {
        byte[] later = samples().get("customer").clone();
        later[0]++;

        assertThatThrownBy(() -> CustomerFormat.read(later)).isInstanceOf(UnreadableStateException.class);
    }

    @Test
    void shouldKeepAmountsOfAnySize() {
        for (String amount : List.of("0", "-0.0001", "999999999999999.9999", "-123456789012345678901234567890.1234")) {
            BigDecimal exact = Amounts.rounded(new BigDecimal(amount));
            byte[] bytes = new BinaryWriter().putAmount(exact).toBytes();
            assertThat(new BinaryReader(bytes).getAmount()).isEqualTo(exact);
        }
    }

    @Test
    void shouldWriteSamplesOnRequest() throws IOException {
        String file = System.getProperty("tierstream.write-samples");
        if (file != null) {
            StringBuilder text = new StringBuilder("# What version 2 of the formats wrote; never changed.\n");
            samples()
                    .forEach((name, bytes) -> text.append(name)
                            .append('=')
                            .append(HexFormat.of().formatHex(bytes))
                            .append('\n'));
            Files.writeString(Path.of(file), text, StandardCharsets.UTF_8);
        }
        assertThat(samples()).isNotEmpty();
    }

    private static Map<String, byte[]> samples() {
        MemoryLedger ledger = new MemoryLedger();
        CustomerMetrics metrics = CustomerMetrics.empty(TODAY);
        Map<String, byte[]> samples = new TreeMap<>();
        for (Fact fact : facts()) {
            Decision decision = Scoring.decide(metrics, ledger, fact, RULES, TODAY);
            ledger.apply(decision);
            metrics = decision.metrics();
        }
        for (EntryKey.Kind kind : EntryKey.Kind.values()) {
            ledger.list(kind)
                    .forEach((key, entry) -> samples.put("entry." + kind + "." + key.id(), EntryFormat.write(entry)));
        }
        samples.put("customer", stored(metrics, LedgerHead.EMPTY));
        MemoryStore store = new MemoryStore();
        LedgerHead head = LedgerHead.EMPTY;
        for (int i = 0; i < ORDERS; i++) {
            CustomerLedger big = new CustomerLedger(CUSTOMER, head, null, store, EntryHash.STANDARD);
            Fact order = new Fact.OrderPlaced(
                    origin(100 + i, 0), "many-" + i, amount("1"), null, null, null, BigDecimal.ONE, i);
            big.change(Scoring.decide(metrics, big, order, RULES, TODAY).entries());
            head = big.write(store);
        }
        samples.put("customer.big", stored(metrics, head));
        store.entries()
                .forEach((key, value) -> samples.put("ledger." + HexFormat.of().formatHex(key.get()), value));
        return samples;
    }

    private static byte[] stored(CustomerMetrics metrics, LedgerHead head) {
        return CustomerFormat.write(new StoredCustomer(metrics, 300, 2, metrics.nextLook(RULES), head));
    }

    private static Collection<Fact> facts() {
        List<Fact> facts = new ArrayList<>();
        BigDecimal rate = new BigDecimal("0.92");
        facts.add(new Fact.OrderPlaced(
                origin(1, -3), "o1", amount("120.5"), amount("80"), amount("12"), "USD", rate, 0x1234567890abcdefL));
        facts.add(new Fact.OrderReturned(origin(2, -2), "r1", "o1", amount("20"), null, null, null, null, 2));
        facts.add(new Fact.OrderReturned(
                origin(3, -2), "r2", null, amount("7"), amount("3"), amount("1"), "USD", rate, 3));
        facts.add(new Fact.OrderCancelled(origin(4, -400), "c1", null, amount("9"), null, null, null, null, 4));
        facts.add(new Fact.OrderCancelled(origin(5, -1), null, "o2", null, null, null, null, null, 5));
        facts.add(new Fact.InvoiceIssued(
                origin(6, -60), "i1", amount("999999999999999.9999"), TODAY - 30, null, BigDecimal.ONE, 6));
        facts.add(new Fact.PaymentReceived(
                origin(7, -20), "p1", "i1", amount("50"), TODAY - 31, LateReason.BANK, null, BigDecimal.ONE, 7));
        facts.add(new Fact.PaymentReversed(origin(8, -20), "p2"));
        facts.add(new Fact.InvoiceCancelled(origin(9, -20), "i2"));
        facts.add(new Fact.ComplaintOpened(origin(10, -9), "k1", 10));
        facts.add(new Fact.ComplaintMoved(origin(11, -8), "k1", Move.RESOLVED));
        facts.add(new Fact.ComplaintMoved(origin(12, -8), "k2", Move.WITHDRAWN_AT_DESK));
        facts.add(new Fact.ProspectAssessed(origin(13, -8), amount("80"), amount("60"), amount("40.5"), amount("0")));
        facts.add(new Fact.OrderPlaced(origin(14, 1), "o3", amount("1"), null, null, null, BigDecimal.ONE, -14));
        return facts;
    }

    private static Origin origin(int number, int day) {
        return new Origin(
                "urn:test", "e" + number, Instant.ofEpochSecond((TODAY + day) * 86_400L + 3_600), TODAY + day);
    }

    private static BigDecimal amount(String text) {
        return Amounts.rounded(new BigDecimal(text));
    }

    /** Every kind of entry has a sample, so that none is forgotten when the format changes. */
    @Test
    void shouldHaveASampleOfEveryKindOfEntry() {
        List<Class<?>> kinds = samples().entrySet().stream()
                .filter(sample -> sample.getKey().startsWith("entry"))
                .<Class<?>>map(sample -> EntryFormat.read(sample.getValue()).getClass())
                .distinct()
                .toList();

        assertThat(kinds).containsExactlyInAnyOrder(Entry.class.getPermittedSubclasses());
    }
}
