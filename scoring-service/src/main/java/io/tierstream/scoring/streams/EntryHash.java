package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.EntryKey;

/** A hash by which a ledger entry is looked for before anything is read. Hashes are stored, so it must never change. */
@FunctionalInterface
interface EntryHash {

    /** FNV-1a over the kind's code and the id, its halves mixed. */
    EntryHash STANDARD = (kind, id) -> {
        long hash = (0xcbf29ce484222325L ^ kind.code()) * 0x100000001b3L;
        for (byte unit : id) {
            hash = (hash ^ (unit & 0xff)) * 0x100000001b3L;
        }
        return (int) (hash ^ hash >>> 32);
    };

    /** @param id in UTF-8 */
    int of(EntryKey.Kind kind, byte[] id);
}
