package io.tierstream.tier.web;

import io.tierstream.tier.http.InvalidRequestException;
import io.tierstream.tier.http.RecordingVisits;
import io.tierstream.tier.http.RecordingVisits.VisitRequest;
import java.security.Principal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Records a visit from the page that shows which are due. */
@Controller
class VisitForm {

    private static final String TOLD = "told";

    private final RecordingVisits recording;
    private final Clock clock;
    private final ZoneId zone;

    VisitForm(RecordingVisits recording, Clock clock, @Value("${tierstream.time-zone}") ZoneId zone) {
        this.recording = recording;
        this.clock = clock;
        this.zone = zone;
    }

    @PostMapping("/visits")
    String record(
            @RequestParam(defaultValue = "") String customerId,
            @RequestParam(defaultValue = "") String day,
            @RequestParam(defaultValue = "") String visitedBy,
            @RequestParam(defaultValue = "") String note,
            Principal person,
            RedirectAttributes after) {
        try {
            recording.record(
                    new VisitRequest(
                            customerId.strip(),
                            null,
                            visitedBy.isBlank() ? null : visitedBy.strip(),
                            at(day),
                            note.isBlank() ? null : note.strip()),
                    person.getName());
            after.addFlashAttribute(TOLD, "visit.recorded");
            after.addFlashAttribute("visited", customerId.strip());
        } catch (InvalidRequestException | DateTimeException invalid) {
            after.addFlashAttribute(TOLD, "visit.invalid");
            after.addFlashAttribute("visited", customerId);
        }
        return "redirect:/reports/visits#visit";
    }

    /** Noon of that day in the business's zone; of today, now. */
    private @Nullable Instant at(String day) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        if (day.isEmpty() || LocalDate.parse(day).equals(today)) {
            return null;
        }
        return LocalDate.parse(day).atTime(12, 0).atZone(zone).toInstant();
    }
}
