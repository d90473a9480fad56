package io.tierstream.tier.web;

import io.tierstream.contracts.tier.v1.Tier;
import io.tierstream.tier.control.Ordering;
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
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
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
    private final Clock clock;
    private final ZoneId zone;

    CustomerPage(
            Customers customers,
            MongoChanges changes,
            Ordering ordering,
            Words words,
            Clock clock,
            @Value("${tierstream.time-zone}") ZoneId zone) {
        this.customers = customers;
        this.changes = changes;
        this.ordering = ordering;
        this.words = words;
        this.clock = clock;
        this.zone = zone;
    }

    @GetMapping
    String page(@PathVariable String id, Model model, Locale locale, HttpServletRequest request) {
        fill(id, model, locale, request);
        return "customer";
    }

    /** What the open page asks for when something changed. */
    @GetMapping("/live")
    String fragment(@PathVariable String id, Model model, Locale locale, HttpServletRequest request) {
        fill(id, model, locale, request);
        return "customer :: live";
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

    private void fill(String id, Model model, Locale locale, HttpServletRequest request) {
        CustomerView customer = customers.view(known(id));
        model.addAttribute("customer", customer);
        model.addAttribute("mayOverride", request.isUserInRole("OPS") || request.isUserInRole("ADMIN"));
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("today", LocalDate.ofInstant(clock.instant(), zone).toString());
        model.addAttribute(
                "changes",
                changes.ofCustomer(id, customer.changeNumber(), Optional.empty(), LATEST).items().stream()
                        .map(change -> words.line(change, locale))
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
                    .filter(end -> end.isAfter(clock.instant()));
        } catch (DateTimeException notADay) {
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
