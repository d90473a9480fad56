package io.tierstream.tier.http;

import io.tierstream.tier.mongo.Cursor;
import io.tierstream.tier.population.RowOrder.Place;
import io.tierstream.tier.report.Report;
import io.tierstream.tier.report.ReportFiles;
import io.tierstream.tier.report.ReportJson;
import io.tierstream.tier.report.ReportSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a report: a page of it as JSON, or all of it as a file, written while it is read. */
@Component
class ReportAnswers {

    static final String CSV = "text/csv";
    static final String XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private final MessageSource messages;
    private final JsonMapper json;
    private final ReportSettings settings;
    private final Clock clock;

    ReportAnswers(MessageSource messages, JsonMapper json, ReportSettings settings, Clock clock) {
        this.messages = messages;
        this.json = json;
        this.settings = settings;
        this.clock = clock;
    }

    /** How a report is wanted. */
    enum Format {
        JSON,
        CSV,
        XLSX
    }

    /** What callers of every report may say. */
    record Wanted(
            @Nullable String format,
            @Nullable String limit,
            @Nullable String cursor) {

        Format as() {
            return switch (format == null || format.isEmpty() ? "json" : format) {
                case "json" -> Format.JSON;
                case "csv" -> Format.CSV;
                case "xlsx" -> Format.XLSX;
                default ->
                    throw InvalidRequestException.parameter("format", "UNKNOWN", "Must be one of json, csv, xlsx.");
            };
        }
    }

    <R> void answer(Report<R> report, Wanted wanted, HttpServletResponse response) throws IOException {
        Locale locale = LocaleContextHolder.getLocale();
        switch (wanted.as()) {
            case JSON -> {
                byte[] page = json.writeValueAsBytes(page(report, wanted));
                response.setContentType(MediaType.APPLICATION_JSON_VALUE);
                response.getOutputStream().write(page);
            }
            case CSV -> {
                download(report, "csv", CSV + ";charset=UTF-8", response);
                ReportFiles.csv(report, key -> header(key, locale), response.getOutputStream());
            }
            case XLSX -> {
                download(report, "xlsx", XLSX, response);
                ReportFiles.xlsx(report, key -> header(key, locale), response.getOutputStream());
            }
        }
    }

    private static <R> Object page(Report<R> report, Wanted wanted) {
        String order = "report:" + report.name();
        Optional<Place> after =
                Parameters.cursor(wanted.cursor(), order).map(cursor -> new Place(cursor.text(), cursor.id()));
        try {
            Report.Page<R> page = report.rows().page(after, Parameters.limit(wanted.limit()));
            String next = page.next()
                    .map(place -> new Cursor(order, 0, place.key(), place.id()).encoded())
                    .orElse(null);
            return ReportJson.of(report, page.items(), next);
        } catch (NumberFormatException notOurs) {
            throw InvalidRequestException.parameter(
                    "cursor", "UNKNOWN", "Must be the next of a page of the same list and order.");
        }
    }

    private <R> void download(Report<R> report, String suffix, String type, HttpServletResponse response) {
        String name = report.name() + "-" + LocalDate.ofInstant(clock.instant(), settings.timeZone()) + "." + suffix;
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(name, StandardCharsets.UTF_8)
                        .build()
                        .toString());
    }

    private String header(String key, Locale locale) {
        return messages.getMessage("report.column." + key, null, key, locale) instanceof String header ? header : key;
    }
}
