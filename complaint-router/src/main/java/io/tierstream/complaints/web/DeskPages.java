package io.tierstream.complaints.web;

import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.BrowsingTheQueue.Filter;
import io.tierstream.complaints.application.BrowsingTheQueue.From;
import io.tierstream.complaints.application.StoreUnavailableException;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.application.WorkingOnTickets.Result;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.domain.ticket.TicketState;
import io.tierstream.complaints.http.TicketPresenter;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/**
 * The queue and a ticket as pages. What changes without a reload is a fragment of the same template; an action answers with
 * the fragment as it then is, and a sentence on what became of the action.
 */
@Controller
class DeskPages {

    private static final int SHOWN = 50;
    private static final int MAX_NOTE = 5_000;
    private static final int MAX_TEXT = 200;
    private static final Set<TicketState> IN_HAND = Set.of(TicketState.CLAIMED, TicketState.WAITING);

    private final BrowsingTheQueue browsing;
    private final WorkingOnTickets working;
    private final TicketPresenter presenter;

    DeskPages(BrowsingTheQueue browsing, WorkingOnTickets working, TicketPresenter presenter) {
        this.browsing = browsing;
        this.working = working;
        this.presenter = presenter;
    }

    /**
     * What became of an action, as a message key with one argument.
     *
     * @param bad whether it was not done
     */
    record Said(String key, @Nullable String argument, boolean bad) {}

    @GetMapping("/")
    String desk(Search search, Model model, Authentication caller) {
        showQueue(search, model, caller);
        return "desk";
    }

    @GetMapping("/desk/queue")
    String queue(Search search, Model model, Authentication caller) {
        showQueue(search, model, caller);
        return "desk :: queue";
    }

    @PostMapping("/desk/next")
    String next(Search search, Model model, Authentication caller) {
        Ticket ticket = working.next(caller.getName()).orElse(null);
        model.addAttribute(
                "said",
                ticket == null
                        ? new Said("desk.said.none", null, false)
                        : new Said("desk.said.taken", ticket.complaint().subject(), false));
        showQueue(search, model, caller);
        return "desk :: queue";
    }

    @PostMapping("/desk/tickets/{complaintId}/{move:claim|release|wait|resume|resolve|reopen|withdraw}")
    String move(
            @PathVariable String complaintId,
            @PathVariable String move,
            @RequestParam long version,
            @RequestParam(required = false) @Nullable String note,
            @RequestParam(defaultValue = "false") boolean onTicket,
            Search search,
            Model model,
            Authentication caller) {
        Move wanted = Move.valueOf(move.toUpperCase(Locale.ROOT));
        model.addAttribute(
                "said", said(move, working.move(complaintId, wanted, version, caller.getName(), null, cut(note))));
        return answer(complaintId, onTicket, search, model, caller);
    }

    @PostMapping("/desk/tickets/{complaintId}/notes")
    String note(
            @PathVariable String complaintId,
            @RequestParam long version,
            @RequestParam String note,
            Search search,
            Model model,
            Authentication caller) {
        String text = cut(note);
        if (text != null) {
            model.addAttribute("said", said("note", working.note(complaintId, version, caller.getName(), text)));
        }
        return answer(complaintId, true, search, model, caller);
    }

    private String answer(String complaintId, boolean onTicket, Search search, Model model, Authentication caller) {
        if (onTicket) {
            showTicket(complaintId, model, caller);
            return "ticket :: ticket";
        }
        showQueue(search, model, caller);
        return "desk :: queue";
    }

    private static Said said(String action, Result result) {
        return switch (result) {
            case Result.Done done ->
                new Said("desk.said." + action, done.ticket().complaint().subject(), false);
            case Result.Stale stale -> {
                String holder = stale.current().progress().assignee();
                yield holder == null
                        ? new Said(
                                "desk.said.stale", stale.current().complaint().subject(), true)
                        : new Said("desk.said.stale-held", holder, true);
            }
            case Result.NotAllowed refused ->
                new Said("desk.said.not-allowed", refused.current().complaint().subject(), true);
            case Result.NoTicket ignored -> new Said("desk.said.gone", null, true);
            case Result.TooMuchPending ignored -> new Said("desk.said.later", null, true);
        };
    }

    private static @Nullable String cut(@Nullable String note) {
        if (note == null || note.isBlank()) {
            return null;
        }
        String text = note.strip();
        return text.length() > MAX_NOTE ? text.substring(0, MAX_NOTE) : text;
    }

    @GetMapping("/tickets/{complaintId}")
    String ticket(@PathVariable String complaintId, Model model, Authentication caller, HttpServletResponse response) {
        if (!showTicket(complaintId, model, caller)) {
            response.setStatus(HttpStatus.NOT_FOUND.value());
        }
        return "ticket";
    }

    @GetMapping("/desk/tickets/{complaintId}")
    String ticketFragment(@PathVariable String complaintId, Model model, Authentication caller) {
        showTicket(complaintId, model, caller);
        return "ticket :: ticket";
    }

    private boolean showTicket(String complaintId, Model model, Authentication caller) {
        showCaller(model, caller);
        return presenter
                .dossier(complaintId)
                .map(dossier -> {
                    model.addAttribute("dossier", dossier);
                    return true;
                })
                .orElse(false);
    }

    private void showQueue(Search search, Model model, Authentication caller) {
        showCaller(model, caller);
        model.addAttribute("search", search);
        model.addAttribute("ready", browsing.isReady());
        if (!browsing.isReady()) {
            return;
        }
        model.addAttribute(
                "mine",
                presenter
                        .page(new Filter(IN_HAND, null, caller.getName(), null), new From.Front(), SHOWN)
                        .items());
        model.addAttribute(
                "page",
                presenter.page(
                        new Filter(Filter.IN_QUEUE, search.knownTier(), null, search.text()), new From.Front(), SHOWN));
    }

    private void showCaller(Model model, Authentication caller) {
        model.addAttribute("me", caller.getName());
        model.addAttribute("now", presenter.now());
        model.addAttribute(
                "works",
                caller.getAuthorities().stream()
                        .anyMatch(authority -> List.of("ROLE_SUPPORT", "ROLE_ADMIN")
                                .contains(String.valueOf(authority.getAuthority()))));
    }

    @ExceptionHandler
    String storeAway(StoreUnavailableException e, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        return "away";
    }

    /** What the queue is narrowed to, as the address of the page says it. */
    record Search(@Nullable String tier, @Nullable String q) {

        public @Nullable Tier knownTier() {
            return Arrays.stream(Tier.values())
                    .filter(known -> known.name().equals(tier))
                    .findFirst()
                    .orElse(null);
        }

        public @Nullable String text() {
            if (q == null || q.isBlank()) {
                return null;
            }
            String text = q.strip();
            return text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        }
    }
}
