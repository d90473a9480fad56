package io.tierstream.complaints.http;

import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.BrowsingTheQueue.Filter;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.TicketState;
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
    ResponseEntity<Object> queue(
            @RequestParam(required = false) @Nullable String tier,
            @RequestParam(required = false) @Nullable String assignee,
            @RequestParam(required = false) @Nullable List<String> state,
            @RequestParam(required = false) @Nullable String q,
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
        Filter filter = new Filter(states(state), tier(tier), blankToNull(assignee), blankToNull(q));
        return ResponseEntity.ok(presenter.page(filter, Cursors.read(cursor), limit));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static @Nullable Tier tier(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        try {
            return Tier.valueOf(name.strip().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("tier", "enum", "must be A, B or C", e);
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
    SseEmitter stream() {
        return stream.open();
    }

    private static ResponseEntity<Object> notReady() {
        return Problems.comeBack("The queue is still being read from the store.");
    }
}
