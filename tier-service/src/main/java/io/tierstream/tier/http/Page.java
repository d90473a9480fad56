package io.tierstream.tier.http;

import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.mongo.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param next to be given as {@code cursor} for the next page; absent on the last one
 */
record Page<T>(List<T> items, @Nullable String next) {

    static <T> Page<T> of(Slice<T> slice) {
        return new Page<>(slice.items(), slice.next().map(Cursor::encoded).orElse(null));
    }
}
