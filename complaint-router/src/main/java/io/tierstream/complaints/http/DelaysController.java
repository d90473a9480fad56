package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.complaints.domain.report.DelayReport;
import io.tierstream.complaints.domain.report.DelayReport.Figures;
import io.tierstream.complaints.domain.report.DelayReport.Question;
import io.tierstream.complaints.report.ComplaintDelays;
import io.tierstream.complaints.report.ComplaintDelays.InvalidQuestionException;
import io.tierstream.complaints.report.DelayFiles;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The complaint delay report. */
@RestController
class DelaysController {

    private static final int MAX_LIMIT = 1_000;
    private static final String NAME = "complaint-delays";

    private final ComplaintDelays delays;
    private final MessageSource messages;

    DelaysController(ComplaintDelays delays, MessageSource messages) {
        this.delays = delays;
        this.messages = messages;
    }

    /**
     * The report.
     *
     * @param from complaints opened then or later
     * @param to and before then
     * @param next where the next page of groups begins; absent on the last
     */
    @Schema(name = "ComplaintDelays")
    record ReportView(
            Instant from,
            Instant to,
            String by,
            String clock,
            FiguresView total,
            List<FiguresView> items,
            @Nullable String next) {}

    /**
     * Figures of a group; opened = resolved + open + withdrawn. Durations are rounded to seconds.
     *
     * @param group absent in the total, and for complaints without one
     */
    @Schema(name = "ComplaintDelayFigures")
    record FiguresView(
            @Nullable String group,
            int opened,
            int resolved,
            int open,
            int withdrawn,
            int breached,
            @Nullable Duration meanTimeToResolve,
            @Nullable Duration medianTimeToResolve,
            @Nullable Duration p95TimeToResolve,
            @Nullable Duration meanDelay) {

        static FiguresView of(Figures figures) {
            return new FiguresView(
                    figures.group(),
                    figures.opened(),
                    figures.resolved(),
                    figures.open(),
                    figures.withdrawn(),
                    figures.breached(),
                    figures.mean(),
                    figures.median(),
                    figures.percentile95(),
                    figures.meanDelay());
        }
    }

    @GetMapping("/v1/reports/" + NAME)
    @Operation(summary = "How the complaints opened in a period fared, by tier, agent or category", description = """
                    Each complaint counts in the period in which it was opened. Median: the middle one, with an even number \
                    the mean of the two in the middle; 95th percentile: the one at rank ⌈0.95·n⌉. The delay is how long the \
                    clock ran past the deadline. clock=calendar counts every hour from opened to resolved, clock=sla only \
                    what the SLA in force counts: working time by the tier's calendar, without waiting for the customer.""")
    @ApiResponse(
            responseCode = "200",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON_VALUE,
                        schema = @Schema(implementation = ReportView.class)),
                @Content(mediaType = "text/csv"),
                @Content(mediaType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            })
    @Nullable ResponseEntity<?> delays(
            @Parameter(description = "A day or a time; usually 90 days before to")
                    @RequestParam(required = false)
                    @Nullable String from,
            @Parameter(description = "A day, inclusive, or a time; usually today")
                    @RequestParam(required = false)
                    @Nullable String to,
            @Parameter(description = "tier, agent or category") @RequestParam(required = false) @Nullable String by,
            @Parameter(description = "calendar or sla") @RequestParam(required = false) @Nullable String clock,
            @Parameter(description = "json, csv or xlsx") @RequestParam(defaultValue = "json") String format,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadRequestException("limit", "range", "must be 1 to " + MAX_LIMIT, null);
        }
        Question question = question(from, to, by, clock);
        if (!List.of("json", "csv", "xlsx").contains(format)) {
            throw new BadRequestException("format", "enum", "must be one of json, csv, xlsx", null);
        }
        int start = start(cursor);
        if (!delays.isReady()) {
            return Problems.comeBack("The complaints are still being read from the store.");
        }
        DelayReport report = delays.answer(question);
        String first = messages.getMessage("delays.by." + lower(question.by()), null, locale);
        UnaryOperator<String> header = key -> messages.getMessage("delays.column." + key, null, locale);
        switch (format) {
            case "csv" -> {
                download("csv", "text/csv;charset=UTF-8", response);
                DelayFiles.csv(report, first, header, response.getOutputStream());
                return null;
            }
            case "xlsx" -> {
                download("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", response);
                DelayFiles.xlsx(report, NAME, first, header, response.getOutputStream());
                return null;
            }
            default -> {
                return ResponseEntity.ok(page(question, report, start, limit));
            }
        }
    }

    private static ReportView page(Question question, DelayReport report, int start, int limit) {
        int size = report.groups().size();
        int begin = Math.min(start, size);
        int end = Math.min(size, begin + limit);
        return new ReportView(
                question.from(),
                question.to(),
                lower(question.by()),
                lower(question.measure()),
                FiguresView.of(report.total()),
                report.groups().subList(begin, end).stream()
                        .map(FiguresView::of)
                        .toList(),
                end < size ? Integer.toString(end) : null);
    }

    private static int start(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(cursor) & Integer.MAX_VALUE;
        } catch (NumberFormatException e) {
            throw new BadRequestException("cursor", "cursor", "is not one that an answer gave as next", e);
        }
    }

    private static String lower(Enum<?> value) {
        return TicketView.lower(value);
    }

    private static void download(String suffix, String type, HttpServletResponse response) {
        response.setContentType(type);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(NAME + "." + suffix)
                        .build()
                        .toString());
    }

    private Question question(@Nullable String from, @Nullable String to, @Nullable String by, @Nullable String clock) {
        try {
            return delays.question(from, to, by, clock);
        } catch (InvalidQuestionException e) {
            throw new BadRequestException(e.parameter(), "value", String.valueOf(e.getMessage()), e);
        }
    }
}
