package io.tierstream.scoring.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.contracts.EventJson;
import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.streams.PartitionReports;
import io.tierstream.scoring.streams.ScorecardDocument;
import io.tierstream.scoring.streams.ScorecardDocument.Point;
import io.tierstream.scoring.streams.ScoringControlPublisher;
import io.tierstream.scoring.streams.TaskState;
import io.tierstream.scoring.streams.TaskState.Rescore;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** The curves that turn figures into points. A new version rescores every customer. */
@RestController
class ScorecardController {

    private static final int MAX_BREAKPOINTS = 100;
    private static final String QUANTITY = "quantity";
    private static final String ORDER_AMOUNT = "orderAmount";

    /** What a caller may set; what is left out stays as it is. */
    record Wanted(
            @Nullable List<Point> credit,
            @Nullable List<Point> volume,
            @Nullable List<Point> profit,
            @Nullable List<Point> prospect,
            @Nullable String volumeMetric) {

        private List<String> given() {
            List<String> names = new ArrayList<>();
            add("credit", credit, names);
            add("volume", volume, names);
            add("profit", profit, names);
            add("prospect", prospect, names);
            add("volumeMetric", volumeMetric, names);
            return names;
        }

        private static void add(String name, @Nullable Object value, List<String> names) {
            if (value != null) {
                names.add(name);
            }
        }
    }

    /** @param rescored how many customers have points of this version, of how many */
    record ScorecardAnswer(int scorecardVersion, ScorecardDocument scorecard, Progress rescored) {}

    /** How far a new scorecard has got. */
    record Progress(long done, long total, boolean finished) {}

    private final ScoringControlPublisher control;
    private final PartitionReports reports;
    private final ScoringProperties properties;
    private final Clock clock;

    ScorecardController(
            ScoringControlPublisher control, PartitionReports reports, ScoringProperties properties, Clock clock) {
        this.control = control;
        this.reports = reports;
        this.properties = properties;
        this.clock = clock;
    }

    @Operation(summary = "The scorecard in force, and how many customers have its points")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ScorecardAnswer.class)))
    @GetMapping(path = "/v1/scorecard", produces = MediaType.APPLICATION_JSON_VALUE)
    byte[] scorecard() {
        List<TaskState> partitions = List.copyOf(reports.latest());
        ScorecardDocument latest = latest();
        List<Rescore> passes = partitions.stream()
                .filter(it -> it.scorecard().version() == latest.version())
                .map(TaskState::rescore)
                .filter(Objects::nonNull)
                .toList();
        boolean everywhere = partitions.size() == properties.partitions()
                && partitions.stream().allMatch(it -> it.scorecard().version() == latest.version());
        long customers =
                partitions.stream().mapToLong(it -> it.totals().customers()).sum();
        Progress progress = passes.isEmpty()
                ? new Progress(customers, customers, everywhere)
                : new Progress(
                        passes.stream().mapToLong(Rescore::done).sum(),
                        passes.stream().mapToLong(Rescore::total).sum(),
                        everywhere && passes.stream().allMatch(Rescore::finished));
        return EventJson.mapper().writeValueAsBytes(new ScorecardAnswer(latest.version(), latest, progress));
    }

    @Operation(
            summary = "Sets the scorecard; answers once it is recorded, and every customer is then rescored",
            description =
                    "What is left out stays as it is. A change that is on its way is kept, too, though the answer may not have it yet, and its version then be one too low: reading the scorecard says what it became.")
    @ApiResponse(responseCode = "202", content = @Content(schema = @Schema(implementation = ScorecardAnswer.class)))
    @PutMapping(
            path = "/v1/scorecard",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> change(
            @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = Wanted.class)))
                    @RequestBody
                    byte[] body,
            Principal caller) {
        Wanted wanted = read(body);
        ScorecardDocument now = latest();
        ScorecardDocument changed = new ScorecardDocument(
                now.version() + 1,
                or(wanted.credit(), now.credit()),
                or(wanted.volume(), now.volume()),
                or(wanted.profit(), now.profit()),
                or(wanted.prospect(), now.prospect()),
                or(wanted.volumeMetric(), now.volumeMetric()),
                caller.getName(),
                clock.instant());
        check(changed);
        control.publishScorecard(changed, wanted.given(), caller.getName());
        return ResponseEntity.accepted()
                .contentType(MediaType.APPLICATION_JSON)
                .body(EventJson.mapper()
                        .writeValueAsBytes(new ScorecardAnswer(changed.version(), changed, new Progress(0, 0, false))));
    }

    private ScorecardDocument latest() {
        return reports.latest().stream()
                .map(TaskState::scorecard)
                .max(Comparator.comparing(ScorecardDocument::version))
                .orElseThrow(() -> RequestProblem.later("No partition has told of itself yet"));
    }

    private static Wanted read(byte[] body) {
        try {
            Wanted wanted = EventJson.mapper().readValue(body, Wanted.class);
            if (wanted == null) {
                throw new RequestProblem(HttpStatus.BAD_REQUEST, "The body is not a scorecard but null");
            }
            return wanted;
        } catch (JacksonException e) {
            throw new RequestProblem(
                    HttpStatus.BAD_REQUEST, "The body is not a scorecard in JSON: " + e.getOriginalMessage());
        }
    }

    private static <T> T or(@Nullable T wanted, T otherwise) {
        return wanted == null ? otherwise : wanted;
    }

    private static void check(ScorecardDocument scorecard) {
        List<RequestProblem.Error> errors = new ArrayList<>();
        check("/credit", scorecard.credit(), errors);
        check("/volume", scorecard.volume(), errors);
        check("/profit", scorecard.profit(), errors);
        check("/prospect", scorecard.prospect(), errors);
        if (!List.of(ORDER_AMOUNT, QUANTITY).contains(scorecard.volumeMetric())) {
            errors.add(new RequestProblem.Error("/volumeMetric", "enum", "must be orderAmount or quantity"));
        }
        if (!errors.isEmpty()) {
            throw new RequestProblem(HttpStatus.UNPROCESSABLE_CONTENT, "The scorecard breaks its rules", errors);
        }
    }

    private static void check(String pointer, List<Point> curve, List<RequestProblem.Error> errors) {
        if (curve.size() > MAX_BREAKPOINTS) {
            errors.add(new RequestProblem.Error(pointer, "size", "may have at most " + MAX_BREAKPOINTS + " points"));
            return;
        }
        boolean whole = true;
        for (int i = 0; i < curve.size(); i++) {
            Point point = curve.get(i);
            if (point == null || point.x() == null || point.points() == null) {
                errors.add(new RequestProblem.Error(pointer + "/" + i, "required", "needs x and points"));
                whole = false;
            } else if (tooLong(point.x().precision(), point.x().scale())
                    || tooLong(point.points().precision(), point.points().scale())) {
                errors.add(new RequestProblem.Error(
                        pointer + "/" + i, "range", "has numbers of more than 15 digits or 4 decimals"));
                whole = false;
            }
        }
        if (whole) {
            try {
                ScorecardDocument.curve(curve);
            } catch (IllegalArgumentException e) {
                errors.add(new RequestProblem.Error(pointer, "curve", String.valueOf(e.getMessage())));
            }
        }
    }

    private static boolean tooLong(int precision, int scale) {
        return scale > 4 || precision - (long) scale > 15;
    }
}
