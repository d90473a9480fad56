package io.tierstream.tier.web;

import io.tierstream.tier.http.InvalidRequestException;
import io.tierstream.tier.http.Reports;
import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.population.RowOrder.Place;
import io.tierstream.tier.report.Column;
import io.tierstream.tier.report.Report;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** The reports: what holds for all, a page of rows, and the files. The figures are those of the API, only written out. */
@Controller
class ReportsPage {

    private static final int ROWS = 50;
    private static final List<String> NAMES =
            List.of("grading", "concentration", "migrations", "movers", "near", "visits", "portfolios", "prospects");

    /** Of the many columns of a grade the page shows these; the files have all. */
    private static final Set<String> OF_GRADES = Set.of(
            "customerId",
            "name",
            "tier",
            "composite",
            "orderAmount",
            "profit",
            "growth",
            "averageDaysLate",
            "openComplaints");

    private static final Set<String> PARAMETERS = Set.of(
            "tier",
            "flag",
            "q",
            "accountManager",
            "sort",
            "by",
            "from",
            "to",
            "within",
            "overdue",
            "managers",
            "grade",
            "withoutOrder");

    private final Reports reports;
    private final ReportWords words;

    ReportsPage(Reports reports, ReportWords words) {
        this.reports = reports;
        this.words = words;
    }

    @GetMapping("/reports")
    String first() {
        return "redirect:/reports/" + NAMES.getFirst();
    }

    @GetMapping("/reports/{name}")
    String page(@PathVariable String name, @RequestParam Map<String, String> given, Model model, Show show) {
        if (!NAMES.contains(name)) {
            throw new NotThereException();
        }
        Map<String, String> wanted = new TreeMap<>();
        given.forEach((parameter, value) -> {
            if (PARAMETERS.contains(parameter) && !value.isEmpty() && value.length() <= 200) {
                wanted.put(parameter, value);
            }
        });
        model.addAttribute("names", NAMES);
        model.addAttribute("name", name);
        model.addAttribute("given", wanted);
        model.addAttribute("csv", file(name, wanted, "csv"));
        model.addAttribute("xlsx", file(name, wanted, "xlsx"));
        try {
            fill(model, report(name, wanted), given.get("cursor"), show);
            model.addAttribute("here", here(name, wanted));
            model.addAttribute("invalid", false);
        } catch (InvalidRequestException | NumberFormatException notUnderstood) {
            model.addAttribute("invalid", true);
        }
        return "reports";
    }

    private Report<?> report(String name, Map<String, String> wanted) {
        return switch (name) {
            case "concentration" -> reports.concentration(wanted.get("by"));
            case "migrations" -> reports.migrations(wanted.get("from"), wanted.get("to"));
            case "movers" -> reports.movers("moved", wanted.get("from"), wanted.get("to"), null);
            case "near" -> reports.movers("near", null, null, wanted.get("within"));
            case "visits" -> reports.visits(wanted.get("tier"), wanted.get("accountManager"), wanted.get("overdue"));
            case "portfolios" -> reports.portfolios(wanted.get("managers"));
            case "prospects" -> reports.prospects(wanted.get("grade"), wanted.get("withoutOrder"));
            default ->
                reports.grading(
                        wanted.get("tier"),
                        wanted.get("flag"),
                        wanted.get("q"),
                        wanted.get("accountManager"),
                        wanted.get("sort"));
        };
    }

    private <R> void fill(Model model, Report<R> report, @Nullable String cursor, Show show) {
        Locale locale = show.locale();
        String order = "page:" + report.name();
        Optional<Place> after = cursor == null || cursor.isEmpty()
                ? Optional.empty()
                : Cursor.decode(cursor, order).map(known -> new Place(known.text(), known.id()));
        Report.Page<R> page = report.rows().page(after, ROWS);
        List<Column<R>> columns = report.columns().stream()
                .filter(column -> !report.name().equals("grading") || OF_GRADES.contains(column.key()))
                .toList();
        List<List<Cell>> rows = new ArrayList<>();
        for (R row : page.items()) {
            rows.add(columns.stream()
                    .map(column -> cell(column, column.value().apply(row), locale))
                    .toList());
        }
        model.addAttribute("columns", columns.stream().map(Column::key).toList());
        model.addAttribute("rows", rows);
        model.addAttribute("facts", words.facts(report.summary(), locale));
        model.addAttribute("tables", words.tables(report.summary(), locale));
        model.addAttribute(
                "chart", ReportCharts.of(report.name(), report.summary(), page.items(), report.columns(), show));
        model.addAttribute("curve", report.name().equals("concentration") ? curve(page.items(), columns) : null);
        model.addAttribute(
                "next",
                page.next()
                        .map(place -> new Cursor(order, 0, place.key(), place.id()).encoded())
                        .orElse(null));
    }

    private <R> Cell cell(Column<R> column, @Nullable Object value, Locale locale) {
        String kind = switch (column.key()) {
            case "tier", "computedTier", "from", "to" -> value instanceof Enum ? "tier" : "text";
            case "customerId" -> "customer";
            default ->
                switch (column.kind()) {
                    case NUMBER, MONEY -> "number";
                    case TIME -> value == null ? "text" : "time";
                    case TEXT, DAY -> "text";
                };
        };
        return new Cell(kind, value == null ? "" : value.toString(), words.value(column, value, locale));
    }

    private static <R> String curve(List<R> points, List<Column<R>> columns) {
        StringBuilder curve = new StringBuilder();
        for (R point : points) {
            for (Column<R> column : columns) {
                curve.append(curve.isEmpty() ? "" : ",")
                        .append(plain(column.value().apply(point)));
            }
        }
        return curve.toString();
    }

    private static String plain(@Nullable Object value) {
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : "0";
    }

    /** This page without a cursor, as a link that takes one. */
    private static String here(String name, Map<String, String> wanted) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath("/reports/" + name);
        wanted.forEach((parameter, value) -> address.queryParam(parameter, "{" + parameter + "}"));
        return address.encode().buildAndExpand(wanted).toUriString();
    }

    private static String file(String name, Map<String, String> wanted, String format) {
        UriComponentsBuilder address =
                UriComponentsBuilder.fromPath("/v1/reports/" + (name.equals("near") ? "movers" : name));
        if (name.equals("near")) {
            address.queryParam("kind", "near");
        }
        wanted.forEach((parameter, value) -> address.queryParam(parameter, "{" + parameter + "}"));
        return address.queryParam("format", format)
                .encode()
                .buildAndExpand(wanted)
                .toUriString();
    }

    /**
     * A cell of a table.
     *
     * @param kind tier, customer, number, time or text
     * @param value as the API has it
     * @param shown as people read it
     */
    record Cell(String kind, String value, String shown) {}
}
