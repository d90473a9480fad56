package io.tierstream.scoring.domain;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The entries of one customer, to be read. */
public interface Ledger {

    /** A ledger without entries. */
    Ledger EMPTY = new Ledger() {
        @Override
        public @Nullable Entry find(EntryKey key) {
            return null;
        }

        @Override
        public Map<EntryKey, Entry> list(EntryKey.Kind kind) {
            return Map.of();
        }
    };

    @Nullable Entry find(EntryKey key);

    /** All of a kind: a scan, for the few occasions that need one. */
    Map<EntryKey, Entry> list(EntryKey.Kind kind);
}
