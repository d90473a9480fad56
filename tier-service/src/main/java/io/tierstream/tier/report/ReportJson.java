package io.tierstream.tier.report;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reports as JSON: the summary's fields, and a page of items with a field for every column that has a value. */
public final class ReportJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    /**
     * The summary with these items.
     *
     * @param next the cursor of the next page; null on the last one
     */
    public static <R> ObjectNode of(Report<R> report, List<R> items, @Nullable String next) {
        ObjectNode json = report.summary().deepCopy();
        json.set("items", items(report.columns(), items));
        if (next != null) {
            json.put("next", next);
        }
        return json;
    }

    /** Rows as objects. */
    public static <R> ArrayNode items(List<Column<R>> columns, List<R> rows) {
        ArrayNode array = NODES.arrayNode();
        for (R row : rows) {
            ObjectNode item = array.addObject();
            for (Column<R> column : columns) {
                put(item, column.key(), column.kind(), column.value().apply(row));
            }
        }
        return array;
    }

    private static void put(ObjectNode item, String key, Column.Kind kind, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case BigDecimal decimal when kind == Column.Kind.MONEY -> item.put(key, decimal.toPlainString());
            case BigDecimal decimal -> item.set(key, NODES.numberNode(decimal));
            case Integer number -> item.put(key, number);
            case Long number -> item.put(key, number);
            case Boolean flag -> item.put(key, flag);
            case Collection<?> several -> {
                ArrayNode array = item.putArray(key);
                several.forEach(one -> array.add(String.valueOf(one)));
            }
            default -> item.put(key, value.toString());
        }
    }
}
