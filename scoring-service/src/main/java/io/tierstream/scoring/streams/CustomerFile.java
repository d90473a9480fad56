package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.Ledger;
import io.tierstream.scoring.domain.Score;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** One customer at hand: what the stores have of it, and what changed since the last commit. */
final class CustomerFile implements Ledger {

    private final String customerId;
    private final KeyValueStore<Bytes, byte[]> ledger;
    private final Map<EntryKey, @Nullable Entry> changes = new HashMap<>();

    private @Nullable StoredCustomer stored;
    private CustomerMetrics metrics;
    private @Nullable Score toldScore;
    private boolean dirty;

    /** @param stored absent for a customer that is new */
    CustomerFile(String customerId, @Nullable StoredCustomer stored, KeyValueStore<Bytes, byte[]> ledger, int today) {
        this.customerId = customerId;
        this.stored = stored;
        this.ledger = ledger;
        this.metrics = stored == null ? CustomerMetrics.empty(today) : stored.metrics();
    }

    String customerId() {
        return customerId;
    }

    CustomerMetrics metrics() {
        return metrics;
    }

    @Nullable StoredCustomer stored() {
        return stored;
    }

    @Nullable Score toldScore() {
        return toldScore;
    }

    boolean isDirty() {
        return dirty;
    }

    Map<EntryKey, @Nullable Entry> changes() {
        return changes;
    }

    void apply(Decision decision) {
        metrics = decision.metrics();
        changes.putAll(decision.entries());
        dirty = true;
    }

    /** To be written and told again, even though nothing changed. */
    void touch() {
        dirty = true;
    }

    /** The stores have everything now. */
    void written(StoredCustomer now, Score score) {
        stored = now;
        toldScore = score;
        changes.clear();
        dirty = false;
    }

    @Override
    public @Nullable Entry find(EntryKey key) {
        if (changes.containsKey(key)) {
            return changes.get(key);
        }
        if (stored == null) {
            return null;
        }
        byte[] bytes = ledger.get(EntryFormat.key(customerId, key));
        return bytes == null ? null : EntryFormat.read(bytes);
    }

    @Override
    public Map<EntryKey, Entry> list(EntryKey.Kind kind) {
        Map<EntryKey, Entry> entries = new LinkedHashMap<>();
        byte[] prefix = EntryFormat.prefix(customerId, kind);
        try (KeyValueIterator<Bytes, byte[]> found =
                ledger.prefixScan(prefix, Serdes.ByteArray().serializer())) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> entry = found.next();
                entries.put(new EntryKey(kind, EntryFormat.idOf(entry.key, prefix)), EntryFormat.read(entry.value));
            }
        }
        changes.forEach((key, entry) -> {
            if (key.kind() == kind && entry == null) {
                entries.remove(key);
            } else if (key.kind() == kind) {
                entries.put(key, entry);
            }
        });
        return entries;
    }
}
