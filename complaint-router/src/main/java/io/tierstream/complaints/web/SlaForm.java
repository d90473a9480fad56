package io.tierstream.complaints.web;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of the settings form, by name, between the page and the JSON that the API takes. What somebody typed is passed on
 * as it is where it cannot be understood, so that the one place that knows what is wrong says so.
 */
final class SlaForm {

    /** What stands for a duration that cannot be read. */
    private static final String UNREADABLE = "?";

    private static final Pattern LINES = Pattern.compile("[\\s,;，、；]+");
    private static final Pattern SPAN = Pattern.compile("([0-9:]{1,8})(?:-|–|—|~|至|到)([0-9:]{1,8})");
    private static final Pattern DAYS =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:\\.\\.|–|—|~|至|到)(\\d{4}-\\d{2}-\\d{2})");
    private static final int MOST_DAYS_OF_A_RANGE = 400;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SlaForm() {}

    /** The fields as these settings fill them. */
    static Map<String, String> of(SlaPolicy policy) {
        Map<String, String> form = new HashMap<>();
        for (Tier tier : Tier.values()) {
            put(form, tier.name(), policy.sla(tier));
            SlaClock own = policy.clocks().get(tier);
            form.put(tier + ".kind", own == null ? "shared" : kind(own));
            put(form, tier.name(), own == null ? policy.clock() : own);
        }
        form.put("calendar.kind", kind(policy.clock()));
        put(form, "calendar", policy.clock());
        put(form, "grace", policy.promotionGrace());
        put(form, "wait", policy.maximumWait());
        form.put("onDemotion", policy.onDemotion().name().toLowerCase(Locale.ROOT));
        form.put("order", policy.order().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        form.put(
                "risk",
                policy.atRiskShare().movePointRight(2).stripTrailingZeros().toPlainString());
        return form;
    }

    private static String kind(SlaClock clock) {
        return switch (clock) {
            case CalendarTime ignored -> "clock";
            case BusinessCalendar ignored -> "hours";
        };
    }

    private static void put(Map<String, String> form, String name, @Nullable Duration duration) {
        if (duration == null) {
            return;
        }
        form.put(name + ".days", Long.toString(duration.toDays()));
        form.put(name + ".hours", Long.toString(duration.toHoursPart()));
        form.put(name + ".minutes", Long.toString(duration.toMinutesPart()));
        if (duration.toSecondsPart() > 0) {
            form.put(name + ".seconds", Long.toString(duration.toSecondsPart()));
        }
    }

    private static void put(Map<String, String> form, String name, SlaClock clock) {
        switch (clock) {
            case CalendarTime ignored -> {
                form.put(name + ".zone", "UTC");
                form.put(name + ".hoursPerDay", "8");
                for (DayOfWeek day : DayOfWeek.values()) {
                    if (day.getValue() <= DayOfWeek.FRIDAY.getValue()) {
                        form.put(name + "." + day, "on");
                    }
                }
                form.put(name + ".intervals", "09:00-12:00\n13:00-18:00");
            }
            case BusinessCalendar calendar -> {
                form.put(name + ".zone", calendar.zone().getId());
                form.put(name + ".hoursPerDay", calendar.hoursPerDay().toPlainString());
                calendar.workingDays().forEach(day -> form.put(name + "." + day, "on"));
                form.put(
                        name + ".intervals",
                        calendar.workingIntervals().stream()
                                .map(hours ->
                                        hours.from() + "-" + (hours.to().toSecondOfDay() == 0 ? "24:00" : hours.to()))
                                .collect(Collectors.joining("\n")));
                form.put(name + ".holidays", days(calendar.holidays()));
                form.put(name + ".makeUpDays", days(calendar.makeUpDays()));
            }
        }
    }

    /** Days one a line, three or more in a row as a range. */
    private static String days(Collection<LocalDate> days) {
        List<LocalDate> sorted = days.stream().sorted().toList();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sorted.size(); ) {
            int last = i;
            while (last + 1 < sorted.size()
                    && sorted.get(last + 1).equals(sorted.get(last).plusDays(1))) {
                last++;
            }
            last = last - i < 2 ? i : last;
            text.append(text.isEmpty() ? "" : "\n").append(sorted.get(i));
            if (last > i) {
                text.append("..").append(sorted.get(last));
            }
            i = last + 1;
        }
        return text.toString();
    }

    /** What the API would take, complete. */
    static ObjectNode json(Map<String, String> form) {
        ObjectNode json = NODES.objectNode();
        ObjectNode tiers = json.putObject("tiers");
        ObjectNode calendars = json.putObject("calendars");
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name(), duration(form, tier.name()));
            switch (text(form, tier + ".kind")) {
                case "clock" -> calendars.putNull(tier.name());
                case "hours" -> calendars.set(tier.name(), calendar(form, tier.name()));
                default -> {
                    // As for all.
                }
            }
        }
        if (text(form, "calendar.kind").equals("hours")) {
            json.set("calendar", calendar(form, "calendar"));
        } else {
            json.putNull("calendar");
        }
        json.put("promotionGrace", duration(form, "grace"));
        if (List.of("days", "hours", "minutes", "seconds").stream()
                .allMatch(unit -> text(form, "wait." + unit).isEmpty())) {
            json.putNull("maximumWait");
        } else {
            json.put("maximumWait", duration(form, "wait"));
        }
        json.put("onDemotion", text(form, "onDemotion"));
        json.put("order", text(form, "order"));
        BigDecimal risk = number(text(form, "risk"));
        if (risk == null) {
            json.put("atRiskShare", UNREADABLE);
        } else {
            json.put("atRiskShare", risk.movePointLeft(2));
        }
        return json;
    }

    private static String text(Map<String, String> form, String name) {
        return form.getOrDefault(name, "").strip();
    }

    private static String duration(Map<String, String> form, String name) {
        StringBuilder iso = new StringBuilder("P");
        String[] units = {"days", "hours", "minutes", "seconds"};
        String[] letters = {"DT", "H", "M", "S"};
        for (int i = 0; i < units.length; i++) {
            String count = text(form, name + "." + units[i]);
            if (!count.isEmpty() && !count.matches("\\d{1,6}")) {
                return UNREADABLE;
            }
            iso.append(count.isEmpty() ? "0" : count).append(letters[i]);
        }
        return iso.toString();
    }

    private static @Nullable BigDecimal number(String text) {
        return text.matches("\\d{1,6}([.]\\d{1,4})?") ? new BigDecimal(text) : null;
    }

    private static ObjectNode calendar(Map<String, String> form, String name) {
        ObjectNode calendar = NODES.objectNode();
        calendar.put("zone", text(form, name + ".zone"));
        BigDecimal hours = number(text(form, name + ".hoursPerDay"));
        if (hours == null) {
            calendar.put("hoursPerDay", UNREADABLE);
        } else {
            calendar.put("hoursPerDay", hours);
        }
        ArrayNode week = calendar.putArray("workingDays");
        for (DayOfWeek day : DayOfWeek.values()) {
            if (form.containsKey(name + "." + day)) {
                week.add(day.name());
            }
        }
        ArrayNode intervals = calendar.putArray("workingIntervals");
        for (String line : lines(form, name + ".intervals")) {
            Matcher span = SPAN.matcher(line);
            if (span.matches()) {
                intervals.addObject().put("from", padded(span.group(1))).put("to", padded(span.group(2)));
            } else {
                intervals.add(line);
            }
        }
        days(form, name + ".holidays", calendar.putArray("holidays"));
        days(form, name + ".makeUpDays", calendar.putArray("makeUpDays"));
        return calendar;
    }

    private static String padded(String time) {
        return time.matches("\\d:.*") ? "0" + time : time;
    }

    private static List<String> lines(Map<String, String> form, String name) {
        return LINES.splitAsStream(text(form, name))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private static void days(Map<String, String> form, String name, ArrayNode days) {
        for (String line : lines(form, name)) {
            if (days.size() > BusinessCalendar.MOST_DAYS) {
                // It is refused for that already, and a short line can be hundreds of days.
                return;
            }
            Matcher range = DAYS.matcher(line);
            if (!range.matches() || !addRange(range.group(1), range.group(2), days)) {
                days.add(line);
            }
        }
    }

    private static boolean addRange(String first, String last, ArrayNode days) {
        try {
            LocalDate day = LocalDate.parse(first);
            LocalDate end = LocalDate.parse(last);
            if (end.isBefore(day) || end.isAfter(day.plusDays(MOST_DAYS_OF_A_RANGE))) {
                return false;
            }
            for (; !day.isAfter(end); day = day.plusDays(1)) {
                days.add(day.toString());
            }
            return true;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
