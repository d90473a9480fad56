package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.EntryKey.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Goes through entries that lie one after the other: the length of the rest, the code of the kind, the id with its length,
 * and the entry as {@link EntryFormat} writes it.
 */
final class EntryList {

    private static final Kind[] KINDS = Kind.values();

    private final byte[] bytes;
    private final int end;

    private int from;
    private int to;
    private int kindCode;
    private int idFrom;
    private int idTo;

    /** Begins before the first. */
    EntryList(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.to = start;
        this.end = end;
    }

    static void append(EntryKey key, Entry entry, BinaryWriter out, BinaryWriter scratch) {
        scratch.clear().put(key.kind().code()).put(key.id());
        EntryFormat.write(entry, scratch);
        out.putBytes(scratch);
    }

    /** Goes to the next; false when there is none. */
    boolean next() {
        if (to >= end) {
            return false;
        }
        from = to;
        BinaryReader in = new BinaryReader(bytes, from);
        int length = in.getUnsignedInt();
        to = in.position() + length;
        kindCode = in.get();
        int idLength = in.getUnsignedInt();
        idFrom = in.position();
        idTo = idFrom + idLength;
        return true;
    }

    /** Goes on to the entry of that key; false when it is not among the rest. */
    boolean find(Kind kind, byte[] id) {
        while (next()) {
            if (idTo - idFrom == id.length
                    && kindCode == kind.code()
                    && Arrays.equals(bytes, idFrom, idTo, id, 0, id.length)) {
                return true;
            }
        }
        return false;
    }

    Kind kind() {
        for (Kind kind : KINDS) {
            if (kind.code() == kindCode) {
                return kind;
            }
        }
        throw new UnreadableStateException("ledger entry with a key of kind " + kindCode);
    }

    byte[] id() {
        return Arrays.copyOfRange(bytes, idFrom, idTo);
    }

    EntryKey key() {
        return new EntryKey(kind(), new String(bytes, idFrom, idTo - idFrom, StandardCharsets.UTF_8));
    }

    Entry entry() {
        return EntryFormat.read(new BinaryReader(bytes, idTo));
    }

    /** Whether there is one, and no other. To be asked at the beginning. */
    boolean isSingle() {
        return next() && to == end;
    }

    int size() {
        return to - from;
    }

    void copyTo(BinaryWriter out) {
        out.putRaw(bytes, from, to);
    }
}
