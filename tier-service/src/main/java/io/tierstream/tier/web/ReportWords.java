package io.tierstream.tier.web;

import io.tierstream.tier.report.Column;
import io.tierstream.tier.report.ReportSettings;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Figures of reports as people read them: in their language, with its numbers and dates. */
@Component
class ReportWords {

    private static final int DECIMALS = 4;
    /** Besides all that are named shares. */
    private static final Set<String> RATIOS = Set.of("growth", "profitCoverage", "share");

    private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z");
    private static final Pattern PERIOD = Pattern.compile("P[0-9YMD]+");
    private static final Set<String> CHARTED = Set.of("distribution");

    /** What people are called, which may look like anything. */
    private static final Set<String> NAMES = Set.of("accountManager");

    private final MessageSource messages;
    private final ZoneId zone;

    ReportWords(MessageSource messages, ReportSettings settings) {
        this.messages = messages;
        this.zone = settings.timeZone();
    }

    /** A single figure of a report and what it is. */
    record Fact(String label, String value) {}

    /** A table that a report's summary holds. */
    record Table(String label, List<String> headers, List<List<String>> rows) {}

    List<Fact> facts(ObjectNode summary, Locale locale) {
        List<Fact> facts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : summary.properties()) {
            JsonNode node = field.getValue();
            if (node.isObject() && !CHARTED.contains(field.getKey())) {
                String parts = node.properties().stream()
                        .map(part -> part.getKey() + " " + text(part.getKey(), part.getValue(), locale))
                        .collect(Collectors.joining(" · "));
                facts.add(new Fact(word("report.fact.", field.getKey(), locale), parts));
            } else if (node.isValueNode()) {
                facts.add(new Fact(word("report.fact.", field.getKey(), locale), text(field.getKey(), node, locale)));
            }
        }
        return facts;
    }

    List<Table> tables(ObjectNode summary, Locale locale) {
        List<Table> tables = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : summary.properties()) {
            if (field.getValue().isArray() && !field.getValue().isEmpty()) {
                tables.add(table(field.getKey(), field.getValue(), locale));
            }
        }
        return tables;
    }

    private Table table(String key, JsonNode array, Locale locale) {
        Set<String> keys = new LinkedHashSet<>();
        array.forEach(row -> keys.addAll(row.propertyNames()));
        List<List<String>> rows = new ArrayList<>();
        array.forEach(row -> rows.add(keys.stream()
                .map(column -> text(column, row.path(column), locale))
                .toList()));
        return new Table(
                word("report.fact.", key, locale),
                keys.stream()
                        .map(column -> word("report.column.", column, locale))
                        .toList(),
                rows);
    }

    /** @param column whose key says whether the value is a ratio, which people read in percent */
    String value(Column<?> column, @Nullable Object value, Locale locale) {
        return switch (value) {
            case null -> "";
            case Number number
            when column.kind() == Column.Kind.MONEY -> money(locale).format(number);
            case Number number -> format(column.key(), locale).format(number);
            case LocalDate day -> day(day, locale);
            case Instant time -> time.toString();
            case Collection<?> several ->
                several.stream()
                        .map(one -> word("flag.", String.valueOf(one), locale))
                        .collect(Collectors.joining(", "));
            case Enum<?> constant -> word("report.value.", constant.name(), locale);
            default -> value.toString();
        };
    }

    private String text(String key, JsonNode node, Locale locale) {
        if (node.isNumber()) {
            return format(key, locale).format(node.decimalValue());
        }
        if (!node.isString()) {
            return "";
        }
        String text = node.stringValue();
        if (NAMES.contains(key)) {
            return text;
        }
        try {
            return written(text, locale);
        } catch (DateTimeException onlyLooksLikeATime) {
            return text;
        }
    }

    private String written(String text, Locale locale) {
        if (DAY.matcher(text).matches()) {
            return day(LocalDate.parse(text), locale);
        }
        if (TIME.matcher(text).matches()) {
            return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                    .withLocale(locale)
                    .withZone(zone)
                    .format(Instant.parse(text));
        }
        if (PERIOD.matcher(text).matches()) {
            return period(Period.parse(text), locale);
        }
        // Points, ratios and counts are numbers; money is a decimal string.
        return DECIMAL.matcher(text).matches()
                ? money(locale).format(new BigDecimal(text))
                : word("report.value.", text, locale);
    }

    private static String day(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(day);
    }

    private String period(Period period, Locale locale) {
        if (period.getDays() == 0) {
            return messages.getMessage("duration.months", new Object[] {period.toTotalMonths()}, locale);
        }
        return period.toTotalMonths() == 0
                ? messages.getMessage("duration.days", new Object[] {period.getDays()}, locale)
                : period.toString();
    }

    private String word(String prefix, String key, Locale locale) {
        return messages.getMessage(prefix + key, null, key, locale) instanceof String word ? word : key;
    }

    private static NumberFormat money(Locale locale) {
        NumberFormat money = NumberFormat.getInstance(locale);
        money.setMinimumFractionDigits(2);
        money.setMaximumFractionDigits(DECIMALS);
        return money;
    }

    private static NumberFormat format(String key, Locale locale) {
        boolean ratio = key.endsWith("Share") || RATIOS.contains(key);
        NumberFormat numbers = ratio ? NumberFormat.getPercentInstance(locale) : NumberFormat.getInstance(locale);
        numbers.setMaximumFractionDigits(ratio ? DECIMALS - 2 : DECIMALS);
        return numbers;
    }
}
