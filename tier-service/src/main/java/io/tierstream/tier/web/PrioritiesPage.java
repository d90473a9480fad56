package io.tierstream.tier.web;

import io.tierstream.tier.http.InvalidRequestException;
import io.tierstream.tier.http.InvalidRequestException.Violation;
import io.tierstream.tier.http.PrioritisingOrders;
import io.tierstream.tier.http.PrioritisingOrders.Answer;
import io.tierstream.tier.http.PrioritisingOrders.Request;
import io.tierstream.tier.http.PrioritisingOrders.Served;
import io.tierstream.tier.report.Column;
import io.tierstream.tier.report.Column.Kind;
import io.tierstream.tier.report.Report;
import io.tierstream.tier.report.ReportFiles;
import io.tierstream.tier.report.ReportSettings;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import tools.jackson.databind.node.JsonNodeFactory;

/** Which order first, and who gets what is scarce: lines are pasted or opened, the answer explains each. */
@Controller
@RequestMapping("/priorities")
class PrioritiesPage {

    private static final int MOST_SHOWN = 20;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,15}([.,]\\d{1,4})?");
    private static final Pattern OF_AN_ORDER = Pattern.compile("/orders/(\\d+)(/.*)?");

    private static final List<Column<Served>> COLUMNS = List.of(
            new Column<>("rank", Kind.NUMBER, Served::rank),
            new Column<>("orderId", Kind.TEXT, Served::orderId),
            new Column<>("customerId", Kind.TEXT, Served::customerId),
            new Column<>("name", Kind.TEXT, Served::name),
            new Column<>("tier", Kind.TEXT, Served::tier),
            new Column<>("promisedAt", Kind.TIME, Served::promisedAt),
            new Column<>("quantity", Kind.NUMBER, Served::quantity),
            new Column<>("allocated", Kind.NUMBER, Served::allocated),
            new Column<>("fromMinimum", Kind.NUMBER, Served::fromMinimum),
            new Column<>("reason", Kind.TEXT, Served::reason));

    private final PrioritisingOrders prioritising;
    private final ReportSettings settings;

    PrioritiesPage(PrioritisingOrders prioritising, ReportSettings settings) {
        this.prioritising = prioritising;
        this.settings = settings;
    }

    @GetMapping
    String page(Model model, Show show) {
        fill(model, show, "", "");
        return "priorities";
    }

    @PostMapping
    String prioritise(
            @RequestParam(defaultValue = "") String lines,
            @RequestParam(defaultValue = "") String available,
            Model model,
            Show show,
            Locale locale) {
        fill(model, show, lines, available);
        List<String> wrong = new ArrayList<>();
        Answer answer = answer(lines, available, wrong, show, locale);
        model.addAttribute("wrong", wrong);
        model.addAttribute("answer", answer);
        return "priorities";
    }

    /** The same as a file; with what is wrong, the page instead. */
    @PostMapping("/file")
    @Nullable String file(
            @RequestParam(defaultValue = "") String lines,
            @RequestParam(defaultValue = "") String available,
            Model model,
            Show show,
            Locale locale,
            HttpServletResponse response)
            throws IOException {
        List<String> wrong = new ArrayList<>();
        Answer answer = answer(lines, available, wrong, show, locale);
        if (answer == null) {
            fill(model, show, lines, available);
            model.addAttribute("wrong", wrong);
            return "priorities";
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"order-priorities.csv\"");
        ReportFiles.csv(
                new Report<>(
                        "order-priorities",
                        JsonNodeFactory.instance.objectNode(),
                        COLUMNS,
                        Report.Rows.of(answer.orders())),
                key -> show.say("report.column." + key),
                response.getOutputStream());
        return null;
    }

    private void fill(Model model, Show show, String lines, String available) {
        model.addAttribute("lines", lines);
        model.addAttribute("available", available);
        model.addAttribute("zone", settings.timeZone().getId());
        model.addAttribute("wrong", List.of());
        model.addAttribute(
                "shares",
                prioritising.minimumShare().entrySet().stream()
                        .filter(share -> share.getValue().signum() > 0)
                        .map(share ->
                                show.say("priorities.share", share.getKey().name(), show.percentOf(share.getValue())))
                        .toList());
    }

    private @Nullable Answer answer(String lines, String available, List<String> wrong, Show show, Locale locale) {
        OrderLines read = OrderLines.read(lines, settings.timeZone());
        read.wrong().stream()
                .limit(MOST_SHOWN)
                .forEach(each -> wrong.add(show.say(each.what(), String.valueOf(each.line()), each.text())));
        if (!NUMBER.matcher(available.strip()).matches()) {
            wrong.add(show.say("priorities.wrong.available"));
        }
        if (read.orders().isEmpty() && wrong.isEmpty()) {
            wrong.add(show.say("priorities.wrong.empty"));
        }
        if (!wrong.isEmpty()) {
            return null;
        }
        try {
            return prioritising.prioritise(
                    new Request(
                            new ArrayList<>(read.orders()),
                            new BigDecimal(available.strip().replace(',', '.'))),
                    locale);
        } catch (InvalidRequestException invalid) {
            invalid.violations().stream()
                    .limit(MOST_SHOWN)
                    .forEach(violation -> wrong.add(said(violation, read, show)));
            return null;
        }
    }

    /** What is wrong, by the line that it stands in. */
    private static String said(Violation violation, OrderLines read, Show show) {
        Matcher order = OF_AN_ORDER.matcher(violation.pointer());
        if (!order.matches()) {
            return show.say(
                    violation.code().equals("TOO_MANY") ? "priorities.wrong.too-many" : "priorities.wrong.available");
        }
        int index = Integer.parseInt(order.group(1));
        String field = order.group(2) == null ? "" : order.group(2).substring(1);
        return show.say(
                "priorities.wrong." + (violation.code().equals("REPEATED") ? "repeated" : "field"),
                String.valueOf(read.numbers().get(index)),
                show.say("report.column." + field));
    }
}
