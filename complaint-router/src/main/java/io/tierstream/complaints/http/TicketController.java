package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.application.WorkingOnTickets.Result;
import io.tierstream.complaints.domain.ticket.Move;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** One ticket: all that is known of it, and what agents do with it. */
@RestController
@RequestMapping("/v1/tickets/{complaintId}")
class TicketController {

    private static final int MAX_NOTE = 5_000;
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"(\\d{1,18})\"");

    private final WorkingOnTickets working;
    private final TicketPresenter presenter;

    TicketController(WorkingOnTickets working, TicketPresenter presenter) {
        this.working = working;
        this.presenter = presenter;
    }

    /**
     * What an agent says with an action.
     *
     * @param note at most 5,000 characters; required to leave a note
     * @param assignee who gets the ticket, to assign it
     */
    record Action(@Nullable String note, @Nullable String assignee) {}

    @GetMapping
    @Operation(
            summary = "A ticket with its history, its place in the queue and why it stands there",
            description = "The ETag is its version, which actions send back in If-Match.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = DossierView.class)))
    ResponseEntity<Object> ticket(@PathVariable String complaintId) {
        return presenter
                .dossier(complaintId)
                .<ResponseEntity<Object>>map(dossier -> ResponseEntity.ok()
                        .eTag("\"" + dossier.ticket().version() + "\"")
                        .body(dossier))
                .orElseGet(() -> noTicket(complaintId));
    }

    @PostMapping("/{move:claim|release|assign|wait|resume|resolve|reopen|withdraw}")
    @Operation(
            summary = "Does something with the ticket",
            description =
                    "If-Match is the ETag of the ticket as it was seen, or * for whatever it is now. Only assign takes an"
                            + " assignee. X-Agent names the agent for whom a machine with a key acts.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TicketView.class)))
    @ApiResponse(
            responseCode = "409",
            description = "Not allowed in this state; with the ticket as it is",
            content = @Content)
    @ApiResponse(
            responseCode = "412",
            description = "It has changed since; with the ticket as it is",
            content = @Content)
    @ApiResponse(responseCode = "428", description = "If-Match is missing", content = @Content)
    ResponseEntity<Object> move(
            @PathVariable String complaintId,
            @PathVariable String move,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestHeader(name = Callers.AGENT_HEADER, required = false) @Nullable String agent,
            @RequestBody(required = false) @Nullable Action action,
            Authentication caller) {
        Move wanted = Move.valueOf(move.toUpperCase(Locale.ROOT));
        String assignee = action == null ? null : action.assignee();
        if (wanted == Move.ASSIGN) {
            if (assignee == null) {
                throw new BadRequestException("/assignee", "required", "must name who gets the ticket", null);
            }
            assignee = Callers.agentName("/assignee", assignee);
        } else {
            assignee = null;
        }
        String note = note(action);
        String by = Callers.agent(caller, agent);
        return match == null
                ? versionRequired()
                : answer(complaintId, working.move(complaintId, wanted, version(match), by, assignee, note));
    }

    @PostMapping("/notes")
    @Operation(summary = "Leaves a note at the ticket", description = "If-Match and X-Agent as for the other actions.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TicketView.class)))
    ResponseEntity<Object> note(
            @PathVariable String complaintId,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            @RequestHeader(name = Callers.AGENT_HEADER, required = false) @Nullable String agent,
            @RequestBody(required = false) @Nullable Action action,
            Authentication caller) {
        String note = note(action);
        if (note == null) {
            throw new BadRequestException("/note", "required", "must not be empty", null);
        }
        String by = Callers.agent(caller, agent);
        return match == null
                ? versionRequired()
                : answer(complaintId, working.note(complaintId, version(match), by, note));
    }

    private static @Nullable String note(@Nullable Action action) {
        if (action == null || action.note() == null || action.note().isBlank()) {
            return null;
        }
        if (action.note().length() > MAX_NOTE) {
            throw new BadRequestException("/note", "length", "must have at most " + MAX_NOTE + " characters", null);
        }
        return action.note().strip();
    }

    /** The version of a strong ETag; absent for {@code *}. */
    static @Nullable Long version(String match) {
        if (match.strip().equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(match.strip());
        // What is no tag of ours cannot match any version.
        return etag.matches() ? Long.valueOf(etag.group(1)) : Long.valueOf(-1);
    }

    private static ResponseEntity<Object> versionRequired() {
        return Problems.answer(
                HttpStatus.PRECONDITION_REQUIRED,
                "Send the ETag of the ticket as you saw it in If-Match, so that no change is made on a stale view.",
                null);
    }

    private ResponseEntity<Object> answer(String complaintId, Result result) {
        return switch (result) {
            case Result.Done done -> {
                TicketView ticket = presenter.ticket(done.ticket());
                yield ResponseEntity.ok().eTag("\"" + ticket.version() + "\"").body(ticket);
            }
            case Result.Stale stale ->
                Problems.answer(
                        HttpStatus.PRECONDITION_FAILED,
                        "The ticket has changed since you saw it; this is how it is now.",
                        presenter.ticket(stale.current()));
            case Result.NotAllowed refused ->
                Problems.answer(HttpStatus.CONFLICT, refused.detail(), presenter.ticket(refused.current()));
            case Result.NoTicket ignored -> noTicket(complaintId);
            case Result.TooMuchPending ignored ->
                Problems.comeBack("Too many changes of this ticket wait for the broker; try again later.");
        };
    }

    private static ResponseEntity<Object> noTicket(String complaintId) {
        return Problems.answer(HttpStatus.NOT_FOUND, "There is no ticket " + complaintId + ".", null);
    }
}
