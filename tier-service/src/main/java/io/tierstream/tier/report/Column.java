package io.tierstream.tier.report;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A column of a report: in JSON a field of an item, in CSV and XLSX a column.
 *
 * @param key the field's name; the header is the message {@code report.column.<key>}
 * @param value what stands there: a text, a number, a day, a time, or a list of texts; null where there is nothing
 */
public record Column<R>(String key, Kind kind, Function<R, @Nullable Object> value) {

    /** How a value is written. */
    public enum Kind {
        TEXT,
        /** Points, ratios and counts. */
        NUMBER,
        /** In the base currency: in JSON a decimal string. */
        MONEY,
        DAY,
        TIME
    }

    static <R> Column<R> text(String key, Function<R, @Nullable Object> value) {
        return new Column<>(key, Kind.TEXT, value);
    }

    static <R> Column<R> number(String key, Function<R, @Nullable Object> value) {
        return new Column<>(key, Kind.NUMBER, value);
    }

    static <R> Column<R> money(String key, Function<R, @Nullable Object> value) {
        return new Column<>(key, Kind.MONEY, value);
    }

    static <R> Column<R> day(String key, Function<R, @Nullable Object> value) {
        return new Column<>(key, Kind.DAY, value);
    }

    static <R> Column<R> time(String key, Function<R, @Nullable Object> value) {
        return new Column<>(key, Kind.TIME, value);
    }
}
