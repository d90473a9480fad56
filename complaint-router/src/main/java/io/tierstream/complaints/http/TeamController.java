package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.complaints.application.BrowsingTheQueue;
import java.time.Duration;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The work of the desk as a whole: who has how much, which deadlines are near, how long the queue will take. */
@RestController
class TeamController {

    private static final int MAX_HOURS = 168;

    private final BrowsingTheQueue browsing;
    private final TicketPresenter presenter;

    TeamController(BrowsingTheQueue browsing, TicketPresenter presenter) {
        this.browsing = browsing;
        this.presenter = presenter;
    }

    @GetMapping("/v1/team")
    @Operation(
            summary = "The work of the desk: load per agent, near deadlines, hours to clear",
            description =
                    "pace.hoursToClear is the number of tickets in the queue, divided by those resolved or withdrawn in"
                            + " the period (the last seven days, or since the oldest known ticket was opened), times the hours of the"
                            + " period: how long the queue takes, by the clock on the wall, if none came. It is left out when fewer"
                            + " than five were closed. Reassign with POST /v1/tickets/{id}/assign.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TeamView.class)))
    @ApiResponse(responseCode = "503", description = "The queue is still being read", content = @Content)
    ResponseEntity<Object> team(
            @Parameter(description = "how many hours ahead deadlines are looked at, 1 to 168")
                    @RequestParam(defaultValue = "8")
                    int hours) {
        if (hours < 1 || hours > MAX_HOURS) {
            throw new BadRequestException("hours", "range", "must be 1 to " + MAX_HOURS, null);
        }
        return browsing.isReady()
                ? ResponseEntity.ok(presenter.team(Duration.ofHours(hours)))
                : Problems.comeBack("The queue is still being read from the store.");
    }
}
