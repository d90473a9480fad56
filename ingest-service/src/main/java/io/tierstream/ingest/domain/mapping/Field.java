package io.tierstream.ingest.domain.mapping;

import java.util.stream.Stream;

/** Where a field of an event's data comes from. */
public sealed interface Field {

    /** Text of the row; the rows of a group must agree on it. */
    record OfText(Text text) implements Field {}

    /** The sum of a number over the rows of the group; absent when no row has it. */
    record OfNumber(Term term, boolean negated) implements Field {}

    /** A calendar day, shifted with the times; the rows of a group must agree on it. */
    record OfDay(String column) implements Field {}

    /** The columns it takes cells from. */
    default Stream<String> columns() {
        return switch (this) {
            case OfText text -> text.text().columns();
            case OfNumber number -> number.term().columns();
            case OfDay day -> Stream.of(day.column());
        };
    }
}
