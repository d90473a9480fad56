package io.tierstream.tier.web;

import io.tierstream.tier.report.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A report as a bar chart, where one looks rather than reads: the figures of its summary or rows, no others.
 *
 * @param alt what it shows, for those who do not see it
 * @param data labels, and sets of figures with a label and perhaps a tier, which gives them their colour
 */
record ReportCharts(String alt, String data) {

    private static final int MOST_BARS = 40;
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
    private static final List<String> TIERS = List.of("A", "B", "C");

    /** The chart of a report, if it has one. */
    static <R> @Nullable ReportCharts of(
            String name, ObjectNode summary, List<R> rows, List<Column<R>> columns, Show show) {
        @Nullable ObjectNode chart = switch (name) {
            case "grading" -> shares(summary, show);
            case "migrations" -> migrations(rows, columns, show);
            case "visits" -> counts(summary.path("overdue"), "reports.chart.overdue", show);
            case "portfolios" -> loads(summary, show);
            case "prospects" -> counts(summary.path("grades"), "report.fact.grades", show);
            default -> null;
        };
        return chart == null ? null : new ReportCharts(show.say("reports.chart." + name), chart.toString());
    }

    /** What each tier makes of the customers, the amount and the profit, in percent. */
    private static ObjectNode shares(ObjectNode summary, Show show) {
        ObjectNode chart = chart(List.of(
                show.say("report.column.customers"),
                show.say("report.column.orderAmount"),
                show.say("report.column.profit")));
        chart.put("percent", true).put("stacked", true);
        BigDecimal customers = BigDecimal.valueOf(summary.path("customers").longValue());
        for (JsonNode tier : summary.path("tiers")) {
            String name = tier.get("tier").stringValue();
            ArrayNode data = set(chart, name, name);
            data.add(
                    customers.signum() == 0
                            ? BigDecimal.ZERO
                            : BigDecimal.valueOf(tier.get("customers").longValue())
                                    .multiply(HUNDRED)
                                    .divide(customers, 2, java.math.RoundingMode.HALF_UP));
            data.add(percent(tier.path("orderAmountShare")));
            data.add(percent(tier.path("profitShare")));
        }
        return chart;
    }

    private static BigDecimal percent(JsonNode share) {
        return share.isNumber() ? share.decimalValue().multiply(HUNDRED) : BigDecimal.ZERO;
    }

    /** For each tier before, how many are in which tier after. */
    private static <R> ObjectNode migrations(List<R> rows, List<Column<R>> columns, Show show) {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        for (R row : rows) {
            Map<String, Object> cells = new TreeMap<>();
            for (Column<R> column : columns) {
                Object value = column.value().apply(row);
                cells.put(column.key(), value == null ? "" : value);
            }
            counts.computeIfAbsent(String.valueOf(cells.get("from")), from -> new TreeMap<>())
                    .merge(
                            String.valueOf(cells.get("to")),
                            cells.get("customers") instanceof Number number ? number.longValue() : 0L,
                            Long::sum);
        }
        List<String> before = new ArrayList<>(new TreeSet<>(counts.keySet()));
        ObjectNode chart = chart(before.stream()
                .map(from -> show.say("reports.chart.was", from.isEmpty() ? "–" : from))
                .toList());
        chart.put("stacked", true);
        for (String to : TIERS) {
            ArrayNode data = set(chart, show.say("reports.chart.is", to), to);
            before.forEach(from -> data.add(counts.getOrDefault(from, Map.of()).getOrDefault(to, 0L)));
        }
        return chart;
    }

    /** How many of each grade; none at all need no picture. */
    private static @Nullable ObjectNode counts(JsonNode byGrade, String label, Show show) {
        if (byGrade.valueStream().allMatch(count -> count.longValue() == 0)) {
            return null;
        }
        List<String> names = new ArrayList<>(byGrade.propertyNames());
        ObjectNode chart = chart(names);
        ArrayNode data = set(chart, show.say(label), null);
        names.forEach(name -> data.add(byGrade.get(name).longValue()));
        return chart;
    }

    /** The load of each account manager, now and after the moves. */
    private static ObjectNode loads(ObjectNode summary, Show show) {
        Map<String, BigDecimal> now = new TreeMap<>();
        Map<String, BigDecimal> then = new TreeMap<>();
        summary.path("now")
                .forEach(each -> now.put(manager(each), each.get("load").decimalValue()));
        summary.path("then")
                .forEach(each -> then.put(manager(each), each.get("load").decimalValue()));
        TreeSet<String> managers = new TreeSet<>(now.keySet());
        managers.addAll(then.keySet());
        List<String> shown = managers.stream().limit(MOST_BARS).toList();
        ObjectNode chart = chart(shown);
        ArrayNode before = set(chart, show.say("report.fact.now"), null);
        shown.forEach(manager -> before.add(now.getOrDefault(manager, BigDecimal.ZERO)));
        ArrayNode after = set(chart, show.say("report.fact.then"), null);
        shown.forEach(manager -> after.add(then.getOrDefault(manager, BigDecimal.ZERO)));
        return chart;
    }

    private static String manager(JsonNode load) {
        return load.path("accountManager").stringValue("–");
    }

    private static ObjectNode chart(List<String> labels) {
        ObjectNode chart = JsonNodeFactory.instance.objectNode();
        ArrayNode names = chart.putArray("labels");
        labels.forEach(names::add);
        chart.putArray("sets");
        return chart;
    }

    private static ArrayNode set(ObjectNode chart, String label, @Nullable String tier) {
        ObjectNode set = chart.withArray("sets").addObject().put("label", label);
        if (tier != null) {
            set.put("tier", tier);
        }
        return set.putArray("data");
    }
}
