package io.tierstream.complaints.http;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.BrowsingTheQueue.Filter;
import io.tierstream.complaints.application.BrowsingTheQueue.Holder;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.Severity;
import io.tierstream.complaints.domain.ticket.Ticket.Urgency;
import io.tierstream.complaints.domain.ticket.TicketState;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The queue: a page of it, the next ticket, and what changes in it, live. */
@RestController
@RequestMapping("/v1/queue")
class QueueController {

    private static final int MAX_LIMIT = 1_000;
    private static final int MAX_TEXT = 200;
    private static final int MAX_FEED = 64;
    private static final String NOBODY = "@nobody";

    private final BrowsingTheQueue browsing;
    private final WorkingOnTickets working;
    private final TicketPresenter presenter;
    private final QueueStream stream;

    QueueController(
            BrowsingTheQueue browsing, WorkingOnTickets working, TicketPresenter presenter, QueueStream stream) {
        this.browsing = browsing;
        this.working = working;
        this.presenter = presenter;
        this.stream = stream;
    }

    @GetMapping
    @Operation(summary = "The queue in its order, page by page; closed tickets where their states are asked for")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = TicketPresenter.PageView.class)))
    @ApiResponse(responseCode = "400", description = "A parameter is none that there is", content = @Content)
    @ApiResponse(responseCode = "503", description = "The queue is still being read", content = @Content)
    ResponseEntity<Object> queue(
            @RequestParam(required = false) @Nullable String tier,
            @Parameter(description = "the agent who holds the ticket; @nobody: tickets that nobody holds")
                    @RequestParam(required = false)
                    @Nullable String assignee,
            @Parameter(description = "in the queue unless asked otherwise; may be repeated")
                    @RequestParam(required = false)
                    @Nullable List<String> state,
            @RequestParam(required = false) @Nullable String severity,
            @Parameter(description = "on-time, at-risk, breached or paused") @RequestParam(required = false) @Nullable String urgency,
            @Parameter(description = "a customer's id") @RequestParam(required = false) @Nullable String customer,
            @Parameter(description = "part of the ticket's id, its subject, the customer's id or name")
                    @RequestParam(required = false)
                    @Nullable String q,
            @RequestParam(defaultValue = "50") int limit,
            @RequestParam(required = false) @Nullable String cursor) {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new BadRequestException("limit", "range", "must be 1 to " + MAX_LIMIT, null);
        }
        if (q != null && q.length() > MAX_TEXT) {
            throw new BadRequestException("q", "length", "must have at most " + MAX_TEXT + " characters", null);
        }
        if (!browsing.isReady()) {
            return notReady();
        }
        Filter filter = new Filter(
                states(state),
                tier(tier),
                holder(assignee),
                severity(severity),
                urgency(urgency),
                blankToNull(customer),
                blankToNull(q));
        return ResponseEntity.ok(presenter.page(filter, Cursors.read(cursor), limit));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable Holder holder(@Nullable String assignee) {
        String name = blankToNull(assignee);
        if (name == null) {
            return null;
        }
        return name.equals(NOBODY) ? new Holder.Nobody() : new Holder.Agent(name);
    }

    private static @Nullable Tier tier(@Nullable String name) {
        return oneOf(Tier.class, "tier", name, "must be A, B or C");
    }

    private static @Nullable Severity severity(@Nullable String name) {
        return oneOf(Severity.class, "severity", name, "must be low, normal, high or critical");
    }

    private static @Nullable Urgency urgency(@Nullable String name) {
        return oneOf(Urgency.class, "urgency", name, "must be on-time, at-risk, breached or paused");
    }

    private static <E extends Enum<E>> @Nullable E oneOf(
            Class<E> type, String parameter, @Nullable String name, String otherwise) {
        if (name == null || name.isBlank()) {
            return null;
        }
        try {
            return Enum.valueOf(type, name.strip().toUpperCase(Locale.ROOT).replace('-', '_'));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException(parameter, "enum", otherwise, e);
        }
    }

    private static Set<TicketState> states(@Nullable List<String> names) {
        if (names == null || names.isEmpty()) {
            return Filter.IN_QUEUE;
        }
        Set<TicketState> states = EnumSet.noneOf(TicketState.class);
        for (String name : names) {
            try {
                states.add(TicketState.valueOf(name.strip().toUpperCase(Locale.ROOT)));
            } catch (IllegalArgumentException e) {
                throw new BadRequestException(
                        "state", "enum", "must be OPEN, CLAIMED, WAITING, RESOLVED or WITHDRAWN", e);
            }
        }
        return states;
    }

    @PostMapping("/next")
    @Operation(summary = "Claims the next open ticket of the queue for the caller")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TicketView.class)))
    @ApiResponse(responseCode = "204", description = "There is none", content = @Content)
    ResponseEntity<Object> next(
            Authentication caller,
            @RequestHeader(name = Callers.AGENT_HEADER, required = false) @Nullable String agent) {
        if (!browsing.isReady()) {
            return notReady();
        }
        return working.next(Callers.agent(caller, agent))
                .map(presenter::ticket)
                .<ResponseEntity<Object>>map(ticket ->
                        ResponseEntity.ok().eTag("\"" + ticket.version() + "\"").body(ticket))
                .orElseGet(() -> ResponseEntity.noContent().build());
    }

    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "What changes in the queue, as it happens (server-sent events)")
    @ApiResponse(responseCode = "200", description = "Ends after an hour; open it again then")
    @ApiResponse(responseCode = "400", description = "since is not a time, or feed is too long", content = @Content)
    @ApiResponse(responseCode = "429", description = "This caller has 10 open already", content = @Content)
    @ApiResponse(
            responseCode = "503",
            description = "200 are open already, or the instance is stopping",
            content = @Content)
    SseEmitter stream(
            @Parameter(
                            description =
                                    "when the caller read the queue from this instance, as 2026-11-30T08:00:00Z: if"
                                            + " something has changed since then, the feed begins with an event reload")
                    @RequestParam(required = false)
                    @Nullable String since,
            @Parameter(
                            description =
                                    "a name for this feed, at most 64 characters: it takes the place of the caller's open"
                                            + " feed of the same name, as when a browser goes from page to page")
                    @RequestParam(required = false)
                    @Nullable String feed,
            Authentication caller) {
        if (feed != null && feed.length() > MAX_FEED) {
            throw new BadRequestException("feed", "length", "must be at most " + MAX_FEED + " characters", null);
        }
        return stream.open(caller.getName(), feed, since == null ? null : time(since));
    }

    private static Instant time(String since) {
        try {
            return Instant.parse(since);
        } catch (DateTimeParseException e) {
            throw new BadRequestException("since", "value", "is not a time such as 2026-11-30T08:00:00Z", e);
        }
    }

    private static ResponseEntity<Object> notReady() {
        return Problems.comeBack("The queue is still being read from the store.");
    }
}
