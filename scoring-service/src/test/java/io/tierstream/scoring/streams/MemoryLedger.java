package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.Ledger;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ledger in memory; every entry goes through its stored form. */
final class MemoryLedger implements Ledger {

    private final Map<EntryKey, byte[]> entries = new HashMap<>();

    void apply(Decision decision) {
        decision.entries().forEach((key, entry) -> {
            if (entry == null) {
                entries.remove(key);
            } else {
                entries.put(key, EntryFormat.write(entry));
            }
        });
    }

    int size() {
        return entries.size();
    }

    @Override
    public @Nullable Entry find(EntryKey key) {
        byte[] bytes = entries.get(key);
        return bytes == null ? null : EntryFormat.read(bytes);
    }

    @Override
    public Map<EntryKey, Entry> list(EntryKey.Kind kind) {
        Map<EntryKey, Entry> found = new HashMap<>();
        entries.forEach((key, bytes) -> {
            if (key.kind() == kind) {
                found.put(key, EntryFormat.read(bytes));
            }
        });
        return found;
    }
}
