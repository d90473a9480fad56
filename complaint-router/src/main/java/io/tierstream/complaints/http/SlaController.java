package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.ChangingSla;
import io.tierstream.complaints.application.ChangingSla.Result;
import io.tierstream.complaints.application.MovingDeadlines;
import io.tierstream.complaints.application.SlaStore.StoredSla;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.http.SlaReader.Read;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** The SLA settings: in force, tried beforehand, changed, and what they were. */
@RestController
@RequestMapping("/v1/sla")
class SlaController {

    private static final int MAX_LIMIT = 1_000;

    /** An example for the API's description. */
    private static final String EXAMPLE = """
            {"tiers": {"A": "P3D", "B": "P5D", "C": "P5D"},
             "calendar": {"zone": "Asia/Shanghai", "hoursPerDay": 8,
               "workingDays": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"],
               "workingIntervals": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "18:00"}],
               "holidays": ["2026-10-01", "2026-10-02"], "makeUpDays": ["2026-10-10"]},
             "calendars": {"A": null},
             "promotionGrace": "PT8H", "onDemotion": "follow", "atRiskShare": 0.25, "order": "tier-first",
             "maximumWait": null}
            """;

    private final ChangingSla changing;
    private final MovingDeadlines moving;
    private final BrowsingTheQueue browsing;

    SlaController(ChangingSla changing, MovingDeadlines moving, BrowsingTheQueue browsing) {
        this.changing = changing;
        this.moving = moving;
        this.browsing = browsing;
    }

    /** A page of changes; {@code next} is where the next one begins, absent on the last. */
    record HistoryPage(
            List<SlaHistory.Entry> items, @Nullable String next) {}

    @GetMapping
    @Operation(summary = "The SLA settings in force, and how many open tickets are still to follow them")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SlaView.class)))
    ResponseEntity<Object> sla() {
        return answer(changing.read());
    }

    @PutMapping
    @Operation(
            summary = "Puts SLA settings in force",
            description = """
                    What is left out stays as it is, also within a calendar; calendars is taken as a whole. null takes a \
                    calendar, the calendars or the maximum wait away; null for a tier within calendars is calendar time. \
                    Open tickets whose deadline the change moves are moved in the background, each recorded and announced \
                    with the cause SLA_CHANGED; ticketsToMove says how many are left.""",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            schema = @Schema(implementation = SlaView.class),
                                            examples = @ExampleObject(EXAMPLE))))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SlaView.class)))
    @ApiResponse(responseCode = "412", description = "They have changed since the version of If-Match")
    @ApiResponse(responseCode = "422", description = "Everything that is wrong, with pointer, code and message")
    ResponseEntity<Object> change(
            @RequestBody JsonNode wanted,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestHeader(name = Callers.AGENT_HEADER, required = false) @Nullable String agent,
            Authentication caller) {
        Read read = SlaReader.read(wanted, changing.read().policy());
        if (!read.problems().isEmpty()) {
            return invalid(read.problems());
        }
        Long expected = match == null ? null : TicketController.version(match);
        return switch (changing.change(read.policy(), expected, Callers.agent(caller, agent))) {
            case Result.Done done -> answer(done.sla());
            case Result.Stale ignored ->
                Problems.answer(HttpStatus.PRECONDITION_FAILED, "The settings have changed since you saw them.", null);
            case Result.Invalid refused -> invalid(refused.problems());
        };
    }

    @PostMapping("/preview")
    @Operation(
            summary = "What these settings would do to the open tickets, without changing anything",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "As for PUT /v1/sla",
                            content =
                                    @Content(
                                            schema = @Schema(implementation = SlaView.class),
                                            examples = @ExampleObject(EXAMPLE))))
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = SlaPreviewView.class)))
    @ApiResponse(responseCode = "422", description = "Everything that is wrong, with pointer, code and message")
    ResponseEntity<Object> preview(@RequestBody JsonNode wanted, @RequestParam(defaultValue = "50") int limit) {
        requireLimit(limit);
        if (!browsing.isReady()) {
            return Problems.comeBack("The queue is still being read from the store.");
        }
        SlaPolicy current = changing.read().policy();
        Read read = SlaReader.read(wanted, current);
        return read.problems().isEmpty()
                ? ResponseEntity.ok(SlaPreviewView.of(current, read.policy(), changing.preview(read.policy(), limit)))
                : invalid(read.problems());
    }

    @GetMapping("/history")
    @Operation(summary = "Who changed the SLA settings, when, from what to what; the latest first")
    HistoryPage history(
            @RequestParam(defaultValue = "50") int limit, @RequestParam(required = false) @Nullable String cursor) {
        requireLimit(limit);
        // One more than asked for: what the last one changed shows against the one before it.
        List<SlaHistory.Entry> found = SlaHistory.of(changing.history(before(cursor), limit + 1));
        List<SlaHistory.Entry> page = found.subList(0, Math.min(limit, found.size()));
        return new HistoryPage(
                page, found.size() > limit ? Long.toString(page.getLast().version()) : null);
    }

    private static long before(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new BadRequestException("cursor", "cursor", "is not one that an answer gave as next", e);
        }
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadRequestException("limit", "range", "must be 1 to " + MAX_LIMIT, null);
        }
    }

    private static ResponseEntity<Object> invalid(List<SlaPolicy.Problem> problems) {
        return ResponseEntity.unprocessableContent()
                .body(Problems.problem(
                        HttpStatus.UNPROCESSABLE_CONTENT,
                        "These settings cannot be used.",
                        problems.stream()
                                .map(problem -> new Problems.Item(problem.pointer(), problem.code(), problem.message()))
                                .toList()));
    }

    private ResponseEntity<Object> answer(StoredSla stored) {
        return ResponseEntity.ok()
                .eTag("\"" + stored.policy().version() + "\"")
                .body(SlaView.of(stored, moving.remaining()));
    }
}
