package io.tierstream.complaints.web;

import io.tierstream.complaints.application.BrowsingTheQueue;
import io.tierstream.complaints.application.ChangingSla;
import io.tierstream.complaints.application.ChangingSla.Result;
import io.tierstream.complaints.application.MovingDeadlines;
import io.tierstream.complaints.application.SlaStore.Effect;
import io.tierstream.complaints.application.SlaStore.SlaChange;
import io.tierstream.complaints.application.SlaStore.StoredSla;
import io.tierstream.complaints.application.StoreUnavailableException;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.http.SlaReader;
import io.tierstream.complaints.http.SlaReader.Read;
import io.tierstream.complaints.http.SlaView;
import io.tierstream.complaints.web.SlaWords.Difference;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The SLA settings as a page: in words, as a form, what a change would move, and who changed what. A change is made of exactly
 * what was looked at: saving takes the settings of the preview, not of the form.
 */
@Controller
class SlaPages {

    private static final int MOVES_SHOWN = 50;
    private static final int CHANGES_SHOWN = 50;
    private static final int MAX_SETTINGS = 200_000;

    private final ChangingSla changing;
    private final MovingDeadlines moving;
    private final BrowsingTheQueue browsing;
    private final SlaWords words;
    private final JsonMapper json;
    private final Clock clock;

    SlaPages(
            ChangingSla changing,
            MovingDeadlines moving,
            BrowsingTheQueue browsing,
            SlaWords words,
            JsonMapper json,
            Clock clock) {
        this.changing = changing;
        this.moving = moving;
        this.browsing = browsing;
        this.words = words;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A change in words.
     *
     * @param differences empty for the first settings
     */
    record Change(
            long version,
            @Nullable String by,
            @Nullable Instant at,
            List<Difference> differences,
            @Nullable Effect effect) {}

    @GetMapping("/sla")
    String sla(Model model, Authentication caller, Locale locale) {
        show(model, caller, locale, null);
        return "sla";
    }

    /** Where a language is chosen while a preview is shown. */
    @GetMapping("/sla/preview")
    String again() {
        return "redirect:/sla";
    }

    @GetMapping("/sla/progress")
    String progress(Model model) {
        model.addAttribute("remaining", moving.remaining());
        return "sla :: progress";
    }

    @PostMapping("/sla/preview")
    String preview(@RequestParam Map<String, String> form, Model model, Authentication caller, Locale locale) {
        if (!browsing.isReady()) {
            return "away";
        }
        StoredSla current = show(model, caller, locale, form);
        preview(SlaForm.json(form), current, model, locale);
        return "sla";
    }

    private void preview(JsonNode wanted, StoredSla current, Model model, Locale locale) {
        Read read = SlaReader.read(wanted, current.policy());
        model.addAttribute(
                "problems",
                read.problems().stream()
                        .map(problem -> words.wrong(problem, locale))
                        .distinct()
                        .toList());
        if (read.problems().isEmpty()) {
            List<Difference> differences = words.differences(current.policy(), read.policy(), locale);
            model.addAttribute("differences", differences);
            model.addAttribute("preview", changing.preview(read.policy(), MOVES_SHOWN));
            model.addAttribute("wanted", json.writeValueAsString(SlaView.of(read.policy())));
        }
    }

    @PostMapping("/sla")
    String save(
            @RequestParam long version,
            @RequestParam String settings,
            Model model,
            Authentication caller,
            Locale locale) {
        JsonNode wanted = settings(settings);
        StoredSla current = changing.read();
        if (wanted == null) {
            return "redirect:/sla";
        }
        Read read = SlaReader.read(wanted, current.policy());
        if (!read.problems().isEmpty()) {
            return "redirect:/sla";
        }
        return switch (changing.change(read.policy(), version, caller.getName())) {
            case Result.Done ignored -> "redirect:/sla?saved";
            case Result.Stale ignored -> {
                StoredSla now = show(model, caller, locale, SlaForm.of(read.policy()));
                model.addAttribute("stale", true);
                preview(wanted, now, model, locale);
                yield "sla";
            }
            case Result.Invalid ignored -> "redirect:/sla";
        };
    }

    private @Nullable JsonNode settings(String text) {
        try {
            return text.length() > MAX_SETTINGS ? null : json.readTree(text);
        } catch (JacksonException e) {
            return null;
        }
    }

    private StoredSla show(Model model, Authentication caller, Locale locale, @Nullable Map<String, String> form) {
        StoredSla current = changing.read();
        model.addAttribute("version", current.policy().version());
        model.addAttribute("words", words.settings(current.policy(), locale));
        model.addAttribute("by", current.by());
        model.addAttribute("at", current.at());
        model.addAttribute("remaining", moving.remaining());
        model.addAttribute("form", form == null ? SlaForm.of(current.policy()) : form);
        model.addAttribute("tiers", Tier.values());
        model.addAttribute("zones", new TreeSet<>(ZoneId.getAvailableZoneIds()));
        model.addAttribute("mayChange", has(caller, "ROLE_ADMIN"));
        model.addAttribute("mayPreview", has(caller, "ROLE_ADMIN") || has(caller, "ROLE_OPS"));
        Map<DayOfWeek, String> days = new LinkedHashMap<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            days.put(day, day.getDisplayName(TextStyle.SHORT, locale));
        }
        model.addAttribute("days", days);
        model.addAttribute("history", history(locale));
        model.addAttribute("now", clock.instant());
        return current;
    }

    private static boolean has(Authentication caller, String authority) {
        return caller.getAuthorities().stream().anyMatch(granted -> authority.equals(granted.getAuthority()));
    }

    private List<Change> history(Locale locale) {
        List<SlaChange> changes = changing.history(Long.MAX_VALUE, CHANGES_SHOWN + 1);
        List<Change> shown = new ArrayList<>();
        for (int i = 0; i < Math.min(CHANGES_SHOWN, changes.size()); i++) {
            SlaChange change = changes.get(i);
            SlaPolicy before = i + 1 < changes.size() ? changes.get(i + 1).policy() : null;
            shown.add(new Change(
                    change.policy().version(),
                    change.by(),
                    change.at(),
                    before == null ? List.of() : words.differences(before, change.policy(), locale),
                    change.effect()));
        }
        return shown;
    }

    @ExceptionHandler
    String storeAway(StoreUnavailableException e, Model model, HttpServletResponse response) {
        response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
        return "away";
    }
}
