package io.tierstream.scoring.streams;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Customers that were seen lately, as they are stored, within a bound of bytes: as bytes they need a fifth of the memory
 * that they need as objects, and the garbage collector has nothing to follow. Those at work have their file beside it.
 */
final class CustomerCache {

    /** The map's entry, the key and this cache's own, measured. */
    private static final int OVERHEAD = 200;

    /** What is at hand of one customer. */
    static final class Kept {

        private byte @Nullable [] value;
        private @Nullable HashIndex index;
        private @Nullable CustomerFile file;
        /** What the bound was told of it: the index grows where it is. */
        private long counted;

        /** As the store has it; absent when it has no such customer. */
        byte @Nullable [] value() {
            return value;
        }

        /** Of the customer's blocks of hashes, where it was needed. */
        @Nullable HashIndex index() {
            return index;
        }

        /** What is to be written; absent between commits. */
        @Nullable CustomerFile file() {
            return file;
        }

        /** Begins work on it, or ends it. */
        void file(@Nullable CustomerFile at) {
            file = at;
        }

        private long bytes() {
            return value == null ? 0 : OVERHEAD + value.length + (index == null ? 0 : index.bytes());
        }
    }

    private final long maxBytes;
    private final Map<String, Kept> customers = new LinkedHashMap<>(256, 0.75f, true);
    private long bytes;

    CustomerCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Nullable Kept get(String customerId) {
        return customers.get(customerId);
    }

    /** Of a customer that was not at hand. */
    Kept add(String customerId) {
        Kept kept = new Kept();
        customers.put(customerId, kept);
        return kept;
    }

    void change(Kept kept, byte[] value, @Nullable HashIndex index) {
        kept.value = value;
        kept.index = index;
        bytes -= kept.counted;
        kept.counted = kept.bytes();
        bytes += kept.counted;
    }

    /** Lets go of what was not seen for longest, until the bound is kept. Not while one of them is at work. */
    void trim() {
        Iterator<Kept> eldest = customers.values().iterator();
        while (bytes > maxBytes && eldest.hasNext()) {
            bytes -= eldest.next().counted;
            eldest.remove();
        }
    }
}
