package io.tierstream.scoring.streams;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Customers that were seen lately, as they are stored, within a bound of bytes: as bytes they need a fifth of the memory
 * that they need as objects, and the garbage collector has nothing to follow.
 */
final class CustomerCache {

    /** The map's entry, the key and this cache's own, measured. */
    private static final int OVERHEAD = 200;

    /** @param index of the customer's blocks of hashes, where it was needed */
    record Kept(byte[] value, @Nullable HashIndex index) {

        long bytes() {
            return OVERHEAD + value.length + (index == null ? 0 : index.bytes());
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

    void put(String customerId, byte[] value, @Nullable HashIndex index) {
        Kept kept = new Kept(value, index);
        Kept before = customers.put(customerId, kept);
        bytes += kept.bytes() - (before == null ? 0 : before.bytes());
        if (bytes > maxBytes) {
            Iterator<Kept> eldest = customers.values().iterator();
            while (bytes > maxBytes && eldest.hasNext()) {
                bytes -= eldest.next().bytes();
                eldest.remove();
            }
        }
    }
}
