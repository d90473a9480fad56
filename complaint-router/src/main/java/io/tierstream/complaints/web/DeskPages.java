package io.tierstream.complaints.web;

import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.LeadingTheTeam;
import io.tierstream.complaints.application.LeadingTheTeam.Figures;
import io.tierstream.complaints.application.StoreUnavailableException;
import io.tierstream.complaints.application.WorkingOnTickets;
import io.tierstream.complaints.application.WorkingOnTickets.Result;
import io.tierstream.complaints.domain.team.Workload.AgentLoad;
import io.tierstream.complaints.domain.ticket.Move;
import io.tierstream.complaints.domain.ticket.Ticket;
import io.tierstream.complaints.http.TeamView;
import io.tierstream.complaints.http.TicketPresenter;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriUtils;

/**
 * The queue, a ticket and the team as pages. What changes without a reload is a fragment of the same template; an action
 * answers with the fragment as it then is, and a sentence on what became of the action.
 */
@Controller
class DeskPages {

    private static final int SHOWN = 50;
    private static final int SHOWN_IN_HAND = 10;
    private static final int MAX_NOTE = 5_000;
    private static final int MAX_AGENT = 100;
    private static final List<Integer> HORIZONS = List.of(2, 4, 8, 24);
    private static final int USUAL_HORIZON = 8;

    private final BrowsingTheQueue browsing;
    private final WorkingOnTickets working;
    private final LeadingTheTeam team;
    private final TicketPresenter presenter;

    DeskPages(BrowsingTheQueue browsing, WorkingOnTickets working, LeadingTheTeam team, TicketPresenter presenter) {
        this.browsing = browsing;
        this.working = working;
        this.team = team;
        this.presenter = presenter;
    }

    /** The page that an action was made on. */
    enum From {
        QUEUE,
        TICKET,
        TEAM
    }

    @GetMapping("/")
    String desk(Search search, Model model, Authentication caller) {
        showQueue(search, model, caller);
        return "desk";
    }

    @GetMapping("/desk/queue")
    String queue(Search search, Model model, Authentication caller, HttpServletResponse response) {
        showQueue(search, model, caller);
        response.setHeader("HX-Replace-Url", search.address());
        return "desk :: queue";
    }

    @PostMapping("/desk/next")
    String next(
            @RequestParam(defaultValue = "QUEUE") From from,
            Search search,
            Model model,
            Authentication caller,
            HttpServletResponse response) {
        Ticket ticket = working.next(caller.getName()).orElse(null);
        if (ticket != null && from == From.TICKET) {
            response.setHeader(
                    "HX-Redirect",
                    "/tickets/" + UriUtils.encodePathSegment(ticket.complaintId(), StandardCharsets.UTF_8));
        }
        model.addAttribute("from", from.name());
        model.addAttribute("said", ticket == null ? Said.nothing("desk.said.none") : Said.done("taken", ticket));
        showQueue(search, model, caller);
        return from == From.TICKET ? "parts :: toast" : "answers :: queue";
    }

    @PostMapping("/desk/tickets/{complaintId}/{move:claim|release|assign|wait|resume|resolve|reopen|withdraw}")
    String move(
            @PathVariable String complaintId,
            @PathVariable String move,
            @RequestParam long version,
            @RequestParam(required = false) @Nullable String note,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(defaultValue = "QUEUE") From from,
            @RequestParam(defaultValue = "8") int hours,
            Search search,
            Model model,
            Authentication caller,
            HttpServletResponse response) {
        Move wanted = Move.valueOf(move.toUpperCase(Locale.ROOT));
        String holder = name(to);
        if (wanted == Move.ASSIGN && holder == null) {
            model.addAttribute("said", new Said("desk.said.nobody-named", null, null, true, null, null, 0));
        } else {
            Result result = working.move(
                    complaintId, wanted, version, caller.getName(), wanted == Move.ASSIGN ? holder : null, cut(note));
            say(Said.of(move, result, caller.getName()), model, response);
        }
        return answer(complaintId, from, hours, search, model, caller);
    }

    @PostMapping("/desk/tickets/{complaintId}/undo")
    String undo(
            @PathVariable String complaintId,
            @RequestParam long version,
            @RequestParam(defaultValue = "QUEUE") From from,
            @RequestParam(defaultValue = "8") int hours,
            Search search,
            Model model,
            Authentication caller,
            HttpServletResponse response) {
        Result result = working.undo(complaintId, version, caller.getName());
        say(Said.of("undo", result, caller.getName()), model, response);
        return answer(complaintId, from, hours, search, model, caller);
    }

    @PostMapping("/desk/tickets/{complaintId}/notes")
    String note(
            @PathVariable String complaintId,
            @RequestParam long version,
            @RequestParam String note,
            @RequestParam(defaultValue = "TICKET") From from,
            Search search,
            Model model,
            Authentication caller,
            HttpServletResponse response) {
        String text = cut(note);
        say(
                text == null
                        ? new Said("desk.said.no-note", null, null, true, null, null, 0)
                        : Said.of("note", working.note(complaintId, version, caller.getName(), text), caller.getName()),
                model,
                response);
        return answer(complaintId, from, USUAL_HORIZON, search, model, caller);
    }

    /** The page's script clears what was written only when it is kept. */
    private static void say(Said said, Model model, HttpServletResponse response) {
        model.addAttribute("said", said);
        if (!said.bad()) {
            response.setHeader("HX-Trigger", "done");
        }
    }

    private String answer(String complaintId, From from, int hours, Search search, Model model, Authentication caller) {
        model.addAttribute("from", from.name());
        return switch (from) {
            case QUEUE -> {
                showQueue(search, model, caller);
                yield "answers :: queue";
            }
            case TICKET -> {
                // Without a ticket there is only to say so.
                yield showTicket(complaintId, model, caller) ? "answers :: ticket" : "parts :: toast";
            }
            case TEAM -> {
                showTeam(hours, model, caller);
                yield "answers :: team";
            }
        };
    }

    private static @Nullable String cut(@Nullable String note) {
        return cut(note, MAX_NOTE);
    }

    private static @Nullable String name(@Nullable String given) {
        String name = cut(given, MAX_AGENT);
        return name == null || name.chars().anyMatch(Character::isISOControl) ? null : name;
    }

    private static @Nullable String cut(@Nullable String given, int longest) {
        if (given == null || given.isBlank()) {
            return null;
        }
        String text = given.strip();
        return text.length() > longest ? text.substring(0, longest) : text;
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
        if (showTicket(complaintId, model, caller)) {
            return "answers :: ticket-live";
        }
        model.addAttribute("said", new Said("desk.said.gone", null, null, true, null, null, 0));
        return "parts :: toast";
    }

    @GetMapping("/team")
    String team(@RequestParam(defaultValue = "8") int hours, Model model, Authentication caller) {
        showTeam(hours, model, caller);
        return "team";
    }

    @GetMapping("/desk/team")
    String teamFragment(@RequestParam(defaultValue = "8") int hours, Model model, Authentication caller) {
        showTeam(hours, model, caller);
        return "team :: team";
    }

    private boolean showTicket(String complaintId, Model model, Authentication caller) {
        showCaller(model, caller);
        model.addAttribute("agents", agents(caller));
        return presenter
                .dossier(complaintId)
                .map(dossier -> {
                    model.addAttribute("dossier", dossier);
                    model.addAttribute("others", presenter.others(dossier.ticket()));
                    model.addAttribute(
                            "sentences",
                            dossier.history().stream().map(Sentence::of).toList());
                    return true;
                })
                .orElse(false);
    }

    private void showQueue(Search search, Model model, Authentication caller) {
        showCaller(model, caller);
        model.addAttribute("search", search);
        model.addAttribute("agents", agents(caller));
        model.addAttribute("ready", browsing.isReady());
        if (!browsing.isReady()) {
            return;
        }
        String me = caller.getName();
        int inHand = browsing.inHand(me);
        model.addAttribute("inHand", inHand);
        Figures figures = team.figures();
        model.addAttribute("counts", figures.counts());
        model.addAttribute("behind", team.hasChangedSince(figures.asOf()));
        if (!search.isNarrowed() && (search.cursor() == null || search.cursor().isEmpty())) {
            model.addAttribute("mine", presenter.inHand(me, SHOWN_IN_HAND));
        }
        model.addAttribute("page", presenter.page(search.filter(me), search.cursor(), SHOWN));
    }

    private void showTeam(int hours, Model model, Authentication caller) {
        showCaller(model, caller);
        int horizon = HORIZONS.contains(hours) ? hours : USUAL_HORIZON;
        model.addAttribute("hours", horizon);
        model.addAttribute("horizons", HORIZONS);
        model.addAttribute("ready", browsing.isReady());
        if (!browsing.isReady()) {
            return;
        }
        TeamView view = presenter.team(Duration.ofHours(horizon));
        model.addAttribute("team", view);
        model.addAttribute("behind", team.hasChangedSince(view.asOf()));
        model.addAttribute(
                "agents",
                Stream.concat(
                                Stream.of(caller.getName()),
                                view.agents().stream().map(AgentLoad::agent))
                        .distinct()
                        .sorted()
                        .toList());
    }

    private List<String> agents(Authentication caller) {
        return Stream.concat(Stream.of(caller.getName()), team.agents().stream())
                .distinct()
                .sorted()
                .toList();
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
    String storeAway(
            StoreUnavailableException e,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String fragment,
            HttpServletResponse response) {
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        return fragment == null ? "away" : "parts :: away";
    }
}
