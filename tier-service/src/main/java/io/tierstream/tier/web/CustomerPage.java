package io.tierstream.tier.web;

import io.tierstream.contracts.InvalidEventException;
import io.tierstream.contracts.Rules;
import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.control.Ordering;
import io.tierstream.tier.evidence.EvidenceReader;
import io.tierstream.tier.http.CustomerView;
import io.tierstream.tier.http.Customers;
import io.tierstream.tier.mongo.MongoChanges;
import io.tierstream.tier.mongo.MongoCommands.Command;
import io.tierstream.tier.wire.GradeSnapshot;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.util.UriUtils;

/** One customer: figures, criteria and what they contribute, what happened, and the tier set by hand. */
@Controller
@RequestMapping("/customers/{id}")
class CustomerPage {

    private static final int LATEST = 25;
    private static final int LONGEST_REASON = 1000;

    private final Customers customers;
    private final MongoChanges changes;
    private final Ordering ordering;
    private final Words words;
    private final EvidenceReader evidence;
    private final Clock clock;
    private final ZoneId zone;

    CustomerPage(
            Customers customers,
            MongoChanges changes,
            Ordering ordering,
            Words words,
            EvidenceReader evidence,
            Clock clock,
            @Value("${tierstream.time-zone}") ZoneId zone) {
        this.customers = customers;
        this.changes = changes;
        this.ordering = ordering;
        this.words = words;
        this.evidence = evidence;
        this.clock = clock;
        this.zone = zone;
    }

    @GetMapping
    String page(@PathVariable String id, Model model, Show show, HttpServletRequest request) {
        fill(id, model, show, request);
        return "customer";
    }

    /** What the open page asks for when something changed. */
    @GetMapping("/live")
    String fragment(@PathVariable String id, Model model, Show show, HttpServletRequest request) {
        fill(id, model, show, request);
        return "customer :: live";
    }

    /** The tier at a time, asked for by the page; {@code at} is in the business's zone. */
    @GetMapping("/then")
    String then(@PathVariable String id, @RequestParam(defaultValue = "") String at, Model model, Show show) {
        known(id);
        Optional<Instant> time = time(at);
        model.addAttribute("understood", time.isPresent());
        model.addAttribute("at", time.map(Instant::toString).orElse(""));
        model.addAttribute(
                "change",
                time.flatMap(it -> changes.inForceAt(id, it))
                        .map(change -> words.line(change, show.locale()))
                        .orElse(null));
        return "parts :: then";
    }

    /** The form: sets the tier by hand, or ends that. */
    @PostMapping("/override")
    String override(
            @PathVariable String id,
            @RequestParam(defaultValue = "set") String action,
            @RequestParam(defaultValue = "") String tier,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "") String until,
            Principal caller,
            RedirectAttributes after) {
        GradeSnapshot before = known(id);
        if (action.equals("end")) {
            after.addFlashAttribute("told", told(ordering.removeOverride(before, caller.getName())));
        } else {
            Optional<Instant> end = end(until);
            Tier wanted = tier(tier);
            if (wanted == null
                    || reason.isBlank()
                    || reason.length() > LONGEST_REASON
                    || (!until.isEmpty() && end.isEmpty())) {
                after.addFlashAttribute("told", "override.invalid");
                after.addFlashAttribute("reason", reason);
            } else {
                after.addFlashAttribute(
                        "told",
                        told(ordering.setOverride(before, wanted, reason.strip(), end.orElse(null), caller.getName())));
            }
        }
        return "redirect:/customers/" + UriUtils.encodePathSegment(id, "UTF-8") + "#override";
    }

    private GradeSnapshot known(String id) {
        return customers.grade(id).orElseThrow(UnknownCustomerException::new);
    }

    private void fill(String id, Model model, Show show, HttpServletRequest request) {
        CustomerView customer = customers.view(known(id));
        model.addAttribute("customer", customer);
        boolean seesAll = request.isUserInRole("OPS") || request.isUserInRole("ADMIN");
        model.addAttribute("mayOverride", seesAll);
        model.addAttribute("evidence", seesAll && evidence.isConfigured() ? EvidencePart.METRICS : Set.of());
        model.addAttribute("figures", CustomerFigures.of(customer.metrics(), show));
        model.addAttribute("warnings", CustomerFigures.warnings(customer.flags(), customer.metrics(), show));
        model.addAttribute("zone", zone.getId());
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("today", LocalDate.ofInstant(clock.instant(), zone).toString());
        model.addAttribute(
                "changes",
                changes.ofCustomer(id, customer.changeNumber(), Optional.empty(), LATEST).items().stream()
                        .map(change -> words.line(change, show.locale()))
                        .toList());
    }

    /** The end of a day of the business's zone, when that is still to come. */
    private Optional<Instant> end(String day) {
        try {
            return Optional.of(day)
                    .filter(given -> !given.isEmpty())
                    .map(given -> LocalDate.parse(given)
                            .plusDays(1)
                            .atStartOfDay(zone)
                            .toInstant())
                    .filter(end -> end.isAfter(clock.instant()))
                    .map(end -> Rules.time("until", end));
        } catch (DateTimeException | InvalidEventException notADay) {
            return Optional.empty();
        }
    }

    /** A time of the business's zone that has passed. */
    private Optional<Instant> time(String local) {
        try {
            return Optional.of(LocalDateTime.parse(local).atZone(zone).toInstant())
                    .filter(time -> !time.isAfter(clock.instant()));
        } catch (DateTimeException notATime) {
            return Optional.empty();
        }
    }

    private static @Nullable Tier tier(String name) {
        for (Tier tier : Tier.values()) {
            if (tier.name().equals(name)) {
                return tier;
            }
        }
        return null;
    }

    private static String told(Command command) {
        return switch (command.state()) {
            case APPLIED -> "override.applied";
            case PENDING -> "override.pending";
            case REFUSED -> "override.refused";
        };
    }
}
