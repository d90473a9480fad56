package io.tierstream.contracts;

/** What became of bytes that should be an event. */
public sealed interface Decoding {

    /** They are an event that keeps all rules of its contract. */
    record Decoded(Event<?> event) implements Decoding {}

    /**
     * They are not.
     *
     * @param detail where and what, for a person
     */
    record Undecodable(DeadLetterReason reason, String detail) implements Decoding {}
}
