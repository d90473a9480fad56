package io.tierstream.scoring.domain;

import org.jspecify.annotations.Nullable;

/** What identifies a ledger entry of a customer. */
public record EntryKey(Kind kind, String id) {

    // By hand: a record's own go through method handles, and keys are looked up several times per event.

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof EntryKey that && kind == that.kind && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + kind.code;
    }

    /** The kinds of entries; the code letter is part of the stored key. */
    public enum Kind {
        ORDER('o'),
        RETURN('r'),
        CANCELLATION('c'),
        INVOICE('i'),
        PAYMENT('p'),
        COMPLAINT('k'),
        FUTURE('f');

        private final char code;

        Kind(char code) {
            this.code = code;
        }

        public char code() {
            return code;
        }
    }
}
