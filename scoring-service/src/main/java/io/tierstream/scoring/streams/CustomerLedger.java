package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.EntryKey.Kind;
import io.tierstream.scoring.domain.Ledger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one customer. The latest are kept with the customer's metrics ({@link LedgerHead}) and go from there to
 * the store {@code ledger} many at a time, as a <i>segment</i>. Each entry is in one place: one that is in a segment and
 * changes is changed there. Hashes say in which segments an entry may be; the segment itself is read before it is
 * believed. So an entry that is new, as most are, costs no look into the store, however many the customer has.
 *
 * <p>Keys of the store: {@code customer 0 's' number} for segments, {@code customer 0 'x' number} for blocks of hashes,
 * numbers in four bytes. Business ids are ASCII without control characters, so the 0 ends the customer.
 */
final class CustomerLedger implements Ledger {

    /** Bytes of entries from which on they go to a segment. */
    static final int MAX_LATEST = 512;

    /** Bytes of entries that go to one segment, unless a single entry is larger. */
    static final int MAX_SEGMENT = 16 * 1024;

    /** Bytes to which a segment may grow by changes of what is in it, unless a single entry is larger. */
    static final int MAX_GROWN_SEGMENT = 4 * MAX_SEGMENT;

    /** Hashes that are kept beside the metrics; more go to a block. */
    static final int MAX_HASHES = 256;

    private static final int VERSION = 1;
    private static final char SEGMENT = 's';
    private static final char BLOCK = 'x';

    private final byte[] customer;
    private final ReadOnlyKeyValueStore<Bytes, byte[]> store;
    private final EntryHash hash;

    private LedgerHead head;

    // Most customers at hand have one event between two commits: what that does not need is not made.
    private Map<EntryKey, @Nullable Entry> changes = Map.of();
    private Set<EntryKey> absent = Set.of();
    private Map<Integer, byte[]> segmentsRead = Map.of();
    private Map<Kind, Map<EntryKey, Entry>> listed = Map.of();
    private @Nullable HashIndex index;

    /** @param index of the blocks of this customer, if it is at hand */
    CustomerLedger(
            String customerId,
            LedgerHead head,
            @Nullable HashIndex index,
            ReadOnlyKeyValueStore<Bytes, byte[]> store,
            EntryHash hash) {
        this.customer = customerId.getBytes(StandardCharsets.UTF_8);
        this.head = head;
        this.index = index;
        this.store = store;
        this.hash = hash;
    }

    @Nullable HashIndex index() {
        return index;
    }

    /** To be put, or deleted where absent. */
    void change(Map<EntryKey, @Nullable Entry> more) {
        if (more.isEmpty()) {
            return;
        }
        if (changes.isEmpty()) {
            changes = new LinkedHashMap<>(more);
        } else {
            changes.putAll(more);
        }
        listed = Map.of();
    }

    @Override
    public @Nullable Entry find(EntryKey key) {
        if (!changes.isEmpty() && changes.containsKey(key)) {
            return changes.get(key);
        }
        Map<EntryKey, Entry> known = listed.get(key.kind());
        if (known != null) {
            return known.get(key);
        }
        if (absent.contains(key)) {
            return null;
        }
        byte[] id = key.id().getBytes(StandardCharsets.UTF_8);
        EntryList latest = head.latest();
        if (latest.find(key.kind(), id)) {
            return latest.entry();
        }
        int segment = segmentOf(key.kind(), id);
        if (segment < 0) {
            if (absent.isEmpty()) {
                absent = new HashSet<>(4);
            }
            absent.add(key);
            return null;
        }
        EntryList entries = entries(segment);
        return entries.find(key.kind(), id) ? entries.entry() : null;
    }

    /** Kept until the next change: who lists goes on to find one by one. */
    @Override
    public Map<EntryKey, Entry> list(Kind kind) {
        if (listed.isEmpty()) {
            listed = new EnumMap<>(Kind.class);
        }
        return listed.computeIfAbsent(kind, this::read);
    }

    private Map<EntryKey, Entry> read(Kind kind) {
        Map<EntryKey, Entry> entries = new LinkedHashMap<>();
        if (head.segments() > 0) {
            try (KeyValueIterator<Bytes, byte[]> found =
                    store.prefixScan(prefix(SEGMENT), Serdes.ByteArray().serializer())) {
                while (found.hasNext()) {
                    KeyValue<Bytes, byte[]> segment = found.next();
                    collect(kind, entries(segment.value), entries);
                }
            }
        }
        collect(kind, head.latest(), entries);
        changes.forEach((key, entry) -> {
            if (key.kind() == kind && entry == null) {
                entries.remove(key);
            } else if (key.kind() == kind) {
                entries.put(key, entry);
            }
        });
        return entries;
    }

    private static void collect(Kind kind, EntryList from, Map<EntryKey, Entry> to) {
        while (from.next()) {
            if (from.kind() == kind) {
                to.put(from.key(), from.entry());
            }
        }
    }

    // ---- where an entry is

    /** The segment that has the entry, or -1. */
    private int segmentOf(Kind kind, byte[] id) {
        if (head.segments() == 0) {
            return -1;
        }
        int wanted = hash.of(kind, id);
        int[] hashes = head.hashes();
        int at = 0;
        for (int i = 0; i < head.counts().length; i++) {
            for (int end = at + head.counts()[i]; at < end; at++) {
                if (hashes[at] == wanted && has(head.firstOfLatest() + i, kind, id)) {
                    return head.firstOfLatest() + i;
                }
            }
        }
        if (head.blocks() == 0) {
            return -1;
        }
        HashIndex blocks = blocks();
        for (int found = blocks.first(wanted); found >= 0; found = blocks.next(wanted, found)) {
            if (has(blocks.segmentAt(found), kind, id)) {
                return blocks.segmentAt(found);
            }
        }
        return -1;
    }

    private boolean has(int segment, Kind kind, byte[] id) {
        return entries(segment).find(kind, id);
    }

    private HashIndex blocks() {
        HashIndex known = index;
        if (known == null) {
            known = new HashIndex();
            try (KeyValueIterator<Bytes, byte[]> found =
                    store.prefixScan(prefix(BLOCK), Serdes.ByteArray().serializer())) {
                while (found.hasNext()) {
                    BinaryReader in = new BinaryReader(found.next().value);
                    expectVersion(in.get());
                    int first = in.getUnsignedInt();
                    int[] counts = LedgerHead.readCounts(in);
                    index(first, counts, LedgerHead.readHashes(counts, in), known);
                }
            }
            index = known;
        }
        return known;
    }

    private static void index(int first, int[] counts, int[] hashes, HashIndex index) {
        int at = 0;
        for (int i = 0; i < counts.length; i++) {
            for (int end = at + counts[i]; at < end; at++) {
                index.add(hashes[at], first + i);
            }
        }
    }

    private EntryList entries(int segment) {
        byte[] bytes = segmentsRead.get(segment);
        if (bytes == null) {
            byte[] stored = store.get(key(SEGMENT, segment));
            // One that has lost all its entries is gone; its hashes may be there still.
            bytes = stored == null ? new byte[] {VERSION} : stored;
            if (segmentsRead.isEmpty()) {
                segmentsRead = new HashMap<>(2);
            }
            segmentsRead.put(segment, bytes);
        }
        return entries(bytes);
    }

    private static EntryList entries(byte[] segment) {
        expectVersion(segment[0]);
        return new EntryList(segment, 1, segment.length);
    }

    // ---- writing

    /** Writes what changed; what is to be kept beside the metrics from now on. */
    LedgerHead write(KeyValueStore<Bytes, byte[]> writable) {
        return write(writable, new BinaryWriter(), new BinaryWriter());
    }

    /** Likewise, with memory to be used on the way. */
    LedgerHead write(KeyValueStore<Bytes, byte[]> writable, BinaryWriter latest, BinaryWriter scratch) {
        if (changes.isEmpty()) {
            return head;
        }
        Map<Integer, Map<EntryKey, @Nullable Entry>> inSegments = Map.of();
        boolean inLatest = false;
        List<Map.Entry<EntryKey, @Nullable Entry>> added = new ArrayList<>(changes.size());
        for (Map.Entry<EntryKey, @Nullable Entry> change : changes.entrySet()) {
            EntryKey key = change.getKey();
            int segment = -1;
            if (!absent.contains(key)) {
                byte[] id = key.id().getBytes(StandardCharsets.UTF_8);
                if (head.latest().find(key.kind(), id)) {
                    inLatest = true;
                    continue;
                }
                segment = segmentOf(key.kind(), id);
            }
            if (segment >= 0) {
                if (inSegments.isEmpty()) {
                    inSegments = new TreeMap<>();
                }
                inSegments.computeIfAbsent(segment, any -> new HashMap<>()).put(key, change.getValue());
            } else if (change.getValue() != null) {
                added.add(change);
            }
        }
        latest.clear();
        if (inLatest) {
            copy(head.latest(), changes, latest, scratch);
        } else {
            latest.putRaw(head.bytes(), head.from(), head.to());
        }
        for (Map.Entry<EntryKey, @Nullable Entry> change : added) {
            EntryList.append(change.getKey(), Objects.requireNonNull(change.getValue()), latest, scratch);
        }
        Segments segments = new Segments(writable);
        inSegments.forEach((segment, changed) -> segments.rewrite(segment, changed, scratch));
        byte[] bytes = latest.toBytes();
        if (bytes.length > MAX_LATEST) {
            segments.add(new EntryList(bytes, 0, bytes.length));
            bytes = new byte[0];
        }
        head = segments.head(bytes);
        changes = Map.of();
        absent = Set.of();
        segmentsRead = Map.of();
        listed = Map.of();
        return head;
    }

    /** Copies entries as they are, or as they are to be. */
    private static void copy(
            EntryList from, Map<EntryKey, @Nullable Entry> changed, BinaryWriter out, BinaryWriter scratch) {
        while (from.next()) {
            EntryKey key = from.key();
            if (!changed.containsKey(key)) {
                from.copyTo(out);
                continue;
            }
            Entry entry = changed.get(key);
            if (entry != null) {
                EntryList.append(key, entry, out, scratch);
            }
        }
    }

    /** The segments while they are written. */
    private final class Segments {

        private final KeyValueStore<Bytes, byte[]> writable;
        private int segments = head.segments();
        private int blocks = head.blocks();
        private int[] counts = head.counts();
        private int[] hashes = head.hashes();

        Segments(KeyValueStore<Bytes, byte[]> writable) {
            this.writable = writable;
        }

        void rewrite(int segment, Map<EntryKey, @Nullable Entry> changed, BinaryWriter scratch) {
            BinaryWriter out = new BinaryWriter().put(VERSION);
            copy(entries(segment), changed, out, scratch);
            byte[] bytes = out.toBytes();
            boolean single = bytes.length > 1 && entries(bytes).isSingle();
            if (bytes.length > MAX_GROWN_SEGMENT && !single) {
                writable.delete(key(SEGMENT, segment));
                add(entries(bytes));
            } else if (bytes.length == 1) {
                writable.delete(key(SEGMENT, segment));
            } else {
                writable.put(key(SEGMENT, segment), bytes);
            }
        }

        /** Puts entries into new segments. */
        void add(EntryList entries) {
            BinaryWriter out = new BinaryWriter().put(VERSION);
            int[] ofSegment = new int[16];
            int count = 0;
            while (entries.next()) {
                if (count > 0 && out.length() + entries.size() > MAX_SEGMENT) {
                    add(out.toBytes(), ofSegment, count);
                    out.clear().put(VERSION);
                    count = 0;
                }
                entries.copyTo(out);
                if (count == ofSegment.length) {
                    ofSegment = Arrays.copyOf(ofSegment, 2 * count);
                }
                ofSegment[count++] = hash.of(entries.kind(), entries.id());
            }
            if (count > 0) {
                add(out.toBytes(), ofSegment, count);
            }
        }

        private void add(byte[] segment, int[] ofSegment, int count) {
            writable.put(key(SEGMENT, segments++), segment);
            counts = Arrays.copyOf(counts, counts.length + 1);
            counts[counts.length - 1] = count;
            int before = hashes.length;
            hashes = Arrays.copyOf(hashes, before + count);
            System.arraycopy(ofSegment, 0, hashes, before, count);
            if (hashes.length > MAX_HASHES) {
                addBlock();
            }
        }

        private void addBlock() {
            int first = segments - counts.length;
            BinaryWriter out =
                    new BinaryWriter().put(VERSION).putUnsigned(first).putUnsigned(counts.length);
            for (int count : counts) {
                out.putUnsigned(count);
            }
            for (int value : hashes) {
                out.putFixed(value);
            }
            writable.put(key(BLOCK, blocks++), out.toBytes());
            if (index != null) {
                index(first, counts, hashes, index);
            }
            counts = new int[0];
            hashes = new int[0];
        }

        LedgerHead head(byte[] latest) {
            return new LedgerHead(segments, blocks, counts, hashes, latest, 0, latest.length);
        }
    }

    // ---- keys

    private static void expectVersion(int version) {
        if (version != VERSION) {
            throw new UnreadableStateException("ledger segment of version " + version);
        }
    }

    private byte[] prefix(char kind) {
        byte[] bytes = Arrays.copyOf(customer, customer.length + 2);
        bytes[customer.length + 1] = (byte) kind;
        return bytes;
    }

    private Bytes key(char kind, int number) {
        return Bytes.wrap(ByteBuffer.allocate(customer.length + 2 + Integer.BYTES)
                .put(customer)
                .put((byte) 0)
                .put((byte) kind)
                .putInt(number)
                .array());
    }
}
