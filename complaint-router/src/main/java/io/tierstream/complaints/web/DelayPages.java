package io.tierstream.complaints.web;

import io.tierstream.complaints.domain.report.DelayReport;
import io.tierstream.complaints.domain.report.DelayReport.Figures;
import io.tierstream.complaints.domain.report.DelayReport.Question;
import io.tierstream.complaints.report.ComplaintDelays;
import io.tierstream.complaints.report.ComplaintDelays.InvalidQuestionException;
import io.tierstream.complaints.report.DelayFiles;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.json.JsonMapper;

/** The complaint delay report as a page, with a chart and its files. */
@Controller
class DelayPages {

    private static final int GROUPS_SHOWN = 200;
    private static final int GROUPS_DRAWN = 20;

    private final ComplaintDelays delays;
    private final SlaWords words;
    private final MessageSource messages;
    private final JsonMapper json;

    DelayPages(ComplaintDelays delays, SlaWords words, MessageSource messages, JsonMapper json) {
        this.delays = delays;
        this.words = words;
        this.messages = messages;
        this.json = json;
    }

    /** A row in words. */
    record Row(
            String name,
            boolean nameless,
            Figures figures,
            String mean,
            String median,
            String percentile95,
            String meanDelay) {}

    @GetMapping("/reports/complaint-delays")
    String delays(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String by,
            @RequestParam(required = false) @Nullable String clock,
            Model model,
            Locale locale,
            HttpServletResponse response) {
        Question question;
        try {
            question = delays.question(from, to, by, clock);
        } catch (InvalidQuestionException e) {
            response.setStatus(HttpStatus.BAD_REQUEST.value());
            model.addAttribute("invalid", true);
            question = delays.question(null, null, null, null);
        }
        String group = lower(question.by());
        model.addAttribute("from", delays.firstDay(question));
        model.addAttribute("to", delays.lastDay(question));
        model.addAttribute("by", group);
        model.addAttribute("clock", lower(question.measure()));
        model.addAttribute("ready", delays.isReady());
        if (!delays.isReady()) {
            response.setStatus(HttpStatus.SERVICE_UNAVAILABLE.value());
            return "delays";
        }
        DelayReport report = delays.answer(question);
        model.addAttribute(
                "rows",
                report.groups().stream()
                        .limit(GROUPS_SHOWN)
                        .map(figures -> row(figures, name(figures, group, locale), locale))
                        .toList());
        model.addAttribute("more", Math.max(0, report.groups().size() - GROUPS_SHOWN));
        model.addAttribute("total", row(report.total(), messages.getMessage("delays.total", null, locale), locale));
        List<Figures> drawn = report.groups().stream()
                .filter(figures -> figures.resolved() > 0)
                .limit(GROUPS_DRAWN)
                .toList();
        model.addAttribute(
                "labels",
                json.writeValueAsString(drawn.stream()
                        .map(figures -> name(figures, group, locale))
                        .toList()));
        model.addAttribute("medians", hours(drawn, Figures::median));
        model.addAttribute("means", hours(drawn, Figures::mean));
        model.addAttribute("percentiles", hours(drawn, Figures::percentile95));
        model.addAttribute("drawn", drawn.size());
        return "delays";
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private String name(Figures figures, String by, Locale locale) {
        String group = figures.group();
        if (group == null) {
            return messages.getMessage("delays.none." + by, null, locale);
        }
        return by.equals("tier") ? messages.getMessage("desk.tier.one", new Object[] {group}, locale) : group;
    }

    private Row row(Figures figures, String name, Locale locale) {
        return new Row(
                name,
                figures.group() == null,
                figures,
                words.roughly(figures.mean(), locale),
                words.roughly(figures.median(), locale),
                words.roughly(figures.percentile95(), locale),
                words.roughly(figures.meanDelay(), locale));
    }

    private String hours(List<Figures> figures, Function<Figures, @Nullable Duration> value) {
        List<BigDecimal> hours = figures.stream()
                .map(each -> Objects.requireNonNullElse(DelayFiles.hours(value.apply(each)), BigDecimal.ZERO))
                .toList();
        return json.writeValueAsString(hours);
    }
}
