package io.tierstream.ingest.domain.mapping;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a kind of CSV file become events.
 *
 * @param name what callers name it by
 * @param description for people
 * @param csv how the file is written
 * @param dates how its dates and times are written
 * @param columns the columns that are used
 * @param groups which rows belong together; null: each row is an event of its own
 * @param rejects rows that cannot be used, looked at before {@code events}
 * @param events what becomes of the others: the first rule whose condition holds takes the row
 */
public record Mapping(
        String name,
        String description,
        CsvFormat csv,
        DateFormats dates,
        Columns columns,
        @Nullable Grouping groups,
        List<RejectRule> rejects,
        List<EventRule> events) {

    public Mapping {
        rejects = List.copyOf(rejects);
        events = List.copyOf(events);
    }

    /**
     * How the file is written.
     *
     * @param charset name of a character set, e.g. {@code UTF-8}
     */
    public record CsvFormat(char delimiter, char quote, String charset) {}

    /**
     * The columns that are used; others are passed over.
     *
     * @param required the file is refused without them
     * @param optional read as empty where the file does not have them
     * @param stripSuffix what is cut off the end of a column's cells, e.g. the {@code .0} of {@code 17850.0}
     */
    public record Columns(List<String> required, List<String> optional, Map<String, String> stripSuffix) {

        public Columns {
            required = List.copyOf(required);
            optional = List.copyOf(optional);
            stripSuffix = Map.copyOf(stripSuffix);
        }
    }

    /**
     * Which rows belong together: those with equal cells in these columns, that the same rule takes.
     *
     * @param adjacent they follow one another; otherwise they may stand anywhere in the file
     * @param maxOpen most groups held in memory while they may stand anywhere
     */
    public record Grouping(List<String> by, boolean adjacent, int maxOpen) {

        public Grouping {
            by = List.copyOf(by);
        }
    }

    /** Rows that cannot be used, and why. */
    public record RejectRule(Condition when, String column, String reason) {}

    /**
     * What becomes of a row, or of a group of rows.
     *
     * @param when which rows; null: all
     * @param id of the event; without a value, it follows from the cells of the row
     * @param time column whose time is the event's; of a group, the earliest
     * @param data its fields by name; those without a value are left out
     */
    public record EventRule(
            @Nullable Condition when, Text type, Text id, Text source, String time, Map<String, Field> data) {

        public EventRule {
            data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
        }
    }
}
