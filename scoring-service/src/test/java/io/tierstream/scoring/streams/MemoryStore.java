package io.tierstream.scoring.streams;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A store in memory that counts how often it is read and how large its values became. */
final class MemoryStore implements KeyValueStore<Bytes, byte[]> {

    private final NavigableMap<Bytes, byte[]> entries = new TreeMap<>();
    private final Runnable beforeWrite;
    private int reads;
    private int writes;
    private int largest;

    MemoryStore() {
        this(() -> {});
    }

    /** @param beforeWrite is asked before each write, and may refuse it by an exception */
    MemoryStore(Runnable beforeWrite) {
        this.beforeWrite = beforeWrite;
    }

    int reads() {
        return reads;
    }

    int writes() {
        return writes;
    }

    /** Bytes of the largest value that was ever put. */
    int largest() {
        return largest;
    }

    NavigableMap<Bytes, byte[]> entries() {
        return entries;
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        reads++;
        return entries.get(key);
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        beforeWrite.run();
        writes++;
        if (value == null) {
            entries.remove(key);
        } else {
            largest = Math.max(largest, value.length);
            entries.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        byte[] before = entries.get(key);
        put(key, null);
        return before;
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        reads++;
        byte[] from = serializer.serialize("", prefix);
        byte[] to = Arrays.copyOf(from, from.length);
        to[to.length - 1]++;
        return iterator(
                entries.subMap(Bytes.wrap(from), true, Bytes.wrap(to), false).entrySet());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
        NavigableMap<Bytes, byte[]> upTo = to == null ? entries : entries.headMap(to, true);
        return iterator((from == null ? upTo : upTo.tailMap(from, true)).entrySet());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return iterator(entries.entrySet());
    }

    private static KeyValueIterator<Bytes, byte[]> iterator(Iterable<Map.Entry<Bytes, byte[]>> found) {
        Iterator<Map.Entry<Bytes, byte[]>> rest = found.iterator();
        return new KeyValueIterator<>() {
            @Override
            public void close() {
                // Nothing is held.
            }

            @Override
            public Bytes peekNextKey() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public KeyValue<Bytes, byte[]> next() {
                Map.Entry<Bytes, byte[]> next = rest.next();
                return KeyValue.pair(next.getKey(), next.getValue());
            }
        };
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> more) {
        more.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public void flush() {
        // There is nothing to write to disk.
    }

    @Override
    public void close() {
        entries.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return true;
    }
}
