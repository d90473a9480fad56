package io.tierstream.scoring.domain;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a fact, or a new day, makes of a customer.
 *
 * @param metrics the new state
 * @param entries ledger entries to put, or to delete where absent
 * @param outcome what became of the fact
 */
public record Decision(CustomerMetrics metrics, Map<EntryKey, @Nullable Entry> entries, Outcome outcome) {

    /** What became of a fact. */
    public sealed interface Outcome {}

    /** It counts, or will from its day on. */
    public record Accepted() implements Outcome {}

    /** It was known already and changed nothing. */
    public record Repeated() implements Outcome {}

    /** It contradicts what was accepted before, or is too much. */
    public record Refused(Reason reason, String detail) implements Outcome {}

    /** Why a fact is refused. */
    public enum Reason {
        /** Another event with other content was accepted before under the same business id. */
        ID_CONFLICT,
        /** An order or invoice has more entries than one ledger entry can hold. */
        TOO_MANY_ENTRIES
    }
}
