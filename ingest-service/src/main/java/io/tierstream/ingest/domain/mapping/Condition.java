package io.tierstream.ingest.domain.mapping;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** A condition on the cells of a row. */
public sealed interface Condition {

    record Empty(String column) implements Condition {}

    record OneOf(String column, Set<String> values) implements Condition {}

    record StartsWith(String column, String prefix) implements Condition {}

    /** The cell is a number below the limit. */
    record Below(String column, BigDecimal limit) implements Condition {}

    /** The cell is a number above the limit. */
    record Above(String column, BigDecimal limit) implements Condition {}

    record Not(Condition condition) implements Condition {}

    record All(List<Condition> conditions) implements Condition {}

    record Any(List<Condition> conditions) implements Condition {}

    /** Whether it holds, given the cell of each column. */
    default boolean holds(Function<String, String> cell) {
        return switch (this) {
            case Empty empty -> cell.apply(empty.column()).isEmpty();
            case OneOf oneOf -> oneOf.values().contains(cell.apply(oneOf.column()));
            case StartsWith starts -> cell.apply(starts.column()).startsWith(starts.prefix());
            case Below below -> compare(cell, below.column(), below.limit()).orElse(0) < 0;
            case Above above -> compare(cell, above.column(), above.limit()).orElse(0) > 0;
            case Not not -> !not.condition().holds(cell);
            case All all -> all.conditions().stream().allMatch(condition -> condition.holds(cell));
            case Any any -> any.conditions().stream().anyMatch(condition -> condition.holds(cell));
        };
    }

    /** The columns it looks at. */
    default Stream<String> columns() {
        return switch (this) {
            case Empty empty -> Stream.of(empty.column());
            case OneOf oneOf -> Stream.of(oneOf.column());
            case StartsWith starts -> Stream.of(starts.column());
            case Below below -> Stream.of(below.column());
            case Above above -> Stream.of(above.column());
            case Not not -> not.condition().columns();
            case All all -> all.conditions().stream().flatMap(Condition::columns);
            case Any any -> any.conditions().stream().flatMap(Condition::columns);
        };
    }

    private static Optional<Integer> compare(Function<String, String> cell, String column, BigDecimal limit) {
        return Decimals.parse(cell.apply(column)).map(number -> number.compareTo(limit));
    }
}
