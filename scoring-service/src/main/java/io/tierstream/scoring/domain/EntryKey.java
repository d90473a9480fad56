package io.tierstream.scoring.domain;

/** What identifies a ledger entry of a customer. */
public record EntryKey(Kind kind, String id) {

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
