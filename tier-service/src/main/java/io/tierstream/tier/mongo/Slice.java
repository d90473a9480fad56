package io.tierstream.tier.mongo;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A page of a list, and where the next one begins; empty at the end. */
public record Slice<T>(List<T> items, Optional<Cursor> next) {

    public Slice {
        items = List.copyOf(items);
    }

    /** From one row more than asked for: the rows asked for, and a cursor when there was one more. */
    static <T> Slice<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
        return rows.size() <= limit
                ? new Slice<>(rows, Optional.empty())
                : new Slice<>(rows.subList(0, limit), Optional.of(cursor.apply(rows.get(limit - 1))));
    }

    /** The same page with every item seen as something else. */
    public <R> Slice<R> map(Function<T, R> view) {
        return new Slice<>(items.stream().map(view).toList(), next);
    }
}
