package io.tierstream.complaints.web;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** SLA settings, durations and what is wrong with them, in the words of a language. */
@Component
class SlaWords {

    private static final long MINUTE = 60;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private final MessageSource messages;

    SlaWords(MessageSource messages) {
        this.messages = messages;
    }

    private String say(String key, Locale locale, @Nullable Object... arguments) {
        return messages.getMessage(key, arguments, locale);
    }

    /** All of it: {@code 3 d 4 h}. */
    String duration(Duration duration, Locale locale) {
        return duration(duration, locale, 4);
    }

    /** The two largest units, the rest cut off: {@code 1 d 4 h}. */
    String roughly(@Nullable Duration duration, Locale locale) {
        return duration == null ? "–" : duration(duration, locale, 2);
    }

    private String duration(Duration duration, Locale locale, int units) {
        long rest = Math.abs(duration.toSeconds());
        List<String> parts = new ArrayList<>();
        long[] sizes = {DAY, HOUR, MINUTE, 1};
        String[] keys = {"time.days", "time.hours", "time.minutes", "time.seconds"};
        int first = -1;
        for (int i = 0; i < sizes.length && (first < 0 || i < first + units); i++) {
            long count = rest / sizes[i];
            rest %= sizes[i];
            if (count > 0) {
                first = first < 0 ? i : first;
                parts.add(say(keys[i], locale)
                        .replace("#", NumberFormat.getIntegerInstance(locale).format(count)));
            }
        }
        String text = parts.isEmpty() ? say("time.minutes", locale).replace("#", "0") : String.join(" ", parts);
        return duration.isNegative() ? "−" + text : text;
    }

    /** When a clock runs. */
    String clock(SlaClock clock, Locale locale) {
        return switch (clock) {
            case CalendarTime ignored -> say("sla.round-the-clock", locale);
            case BusinessCalendar calendar -> {
                List<String> hours = calendar.workingIntervals().stream()
                        .map(each -> each.from() + "–" + (each.to().toSecondOfDay() == 0 ? "24:00" : each.to()))
                        .toList();
                List<String> parts = new ArrayList<>();
                parts.add(say(
                        "sla.working-time",
                        locale,
                        days(calendar, locale),
                        String.join(", ", hours),
                        calendar.zone().getId()));
                parts.add(say("sla.day-of", locale, number(calendar.hoursPerDay(), locale)));
                if (!calendar.holidays().isEmpty()) {
                    parts.add(say("sla.holidays-of", locale, calendar.holidays().size()));
                }
                if (!calendar.makeUpDays().isEmpty()) {
                    parts.add(say(
                            "sla.make-up-days-of", locale, calendar.makeUpDays().size()));
                }
                yield String.join(say("sla.and", locale), parts);
            }
        };
    }

    private static String number(BigDecimal number, Locale locale) {
        return NumberFormat.getNumberInstance(locale).format(number);
    }

    /** {@code Mon–Fri}, or one by one. */
    private static String days(BusinessCalendar calendar, Locale locale) {
        List<String> parts = new ArrayList<>();
        List<DayOfWeek> days = calendar.workingDays().stream().sorted().toList();
        for (int i = 0; i < days.size(); ) {
            int last = i;
            while (last + 1 < days.size()
                    && days.get(last + 1).getValue() == days.get(last).getValue() + 1) {
                last++;
            }
            String first = days.get(i).getDisplayName(TextStyle.SHORT, locale);
            parts.add(last == i ? first : first + "–" + days.get(last).getDisplayName(TextStyle.SHORT, locale));
            i = last + 1;
        }
        return String.join(", ", parts);
    }

    /** Every setting in words, by what it is called; in the order of the page. */
    Map<String, String> settings(SlaPolicy policy, Locale locale) {
        Map<String, String> words = new LinkedHashMap<>();
        for (Tier tier : Tier.values()) {
            words.put(
                    say("desk.tier.one", locale, tier),
                    duration(policy.sla(tier), locale) + " · " + clock(policy.clock(tier), locale));
        }
        words.put(say("sla.grace", locale), duration(policy.promotionGrace(), locale));
        words.put(
                say("sla.demotion", locale),
                say("sla.demotion." + policy.onDemotion().name(), locale));
        words.put(
                say("sla.risk", locale),
                say("sla.risk.share", locale, number(policy.atRiskShare().movePointRight(2), locale)));
        words.put(say("sla.order", locale), say("sla.order." + policy.order().name(), locale));
        Duration wait = policy.maximumWait();
        words.put(say("sla.wait", locale), wait == null ? say("sla.never", locale) : duration(wait, locale));
        return words;
    }

    /**
     * A setting that differs between two versions.
     *
     * @param before and {@code after} in words
     */
    record Difference(String name, String before, String after) {}

    /** What differs, in words. */
    List<Difference> differences(SlaPolicy before, SlaPolicy after, Locale locale) {
        Map<String, String> was = settings(before, locale);
        List<Difference> differences = new ArrayList<>();
        settings(after, locale).forEach((name, is) -> {
            String old = was.getOrDefault(name, "");
            if (!old.equals(is)) {
                differences.add(new Difference(name, old, is));
            }
        });
        if (differences.isEmpty() && !before.equals(after.withVersion(before.version()))) {
            differences.add(new Difference(say("sla.calendar", locale), "…", "…"));
        }
        return differences;
    }

    /** What is wrong, beginning with the name of the field. */
    String wrong(SlaPolicy.Problem problem, Locale locale) {
        List<String> path = new ArrayList<>();
        for (String part : problem.pointer().split("/")) {
            if (part.matches("[ABC]")) {
                path.add(say("desk.tier.one", locale, part));
            } else if (part.matches("\\d+")) {
                path.add(say("sla.entry", locale, Integer.parseInt(part) + 1));
            } else if (!part.isEmpty() && !part.equals("tiers") && !part.equals("calendars")) {
                path.add(messages.getMessage("sla.field." + part, null, part, locale));
            }
        }
        return String.join(" · ", path) + ": " + say("sla.wrong." + problem.code(), locale);
    }
}
