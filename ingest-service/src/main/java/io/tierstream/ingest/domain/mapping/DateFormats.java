package io.tierstream.ingest.domain.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.time.temporal.ValueRange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a file writes times and days. A format without a time of day means the start of the day, one without an offset is
 * in {@code zone}.
 */
public final class DateFormats {

    /** The name of RFC 3339 in mappings. */
    public static final String RFC_3339 = "RFC3339";

    /** Those that can be written with four digits; with others a shift would leave what Java can reckon with. */
    private static final ValueRange YEARS = ValueRange.of(0, 9999);

    private final List<String> patterns;
    private final List<DateTimeFormatter> formats;
    private final ZoneId zone;

    /**
     * Takes patterns of {@link DateTimeFormatter}, or {@value #RFC_3339}, tried in order. The 31st of February is no day
     * in any of them.
     *
     * @throws IllegalArgumentException if one is no pattern
     */
    public DateFormats(List<String> patterns, ZoneId zone) {
        this.patterns = List.copyOf(patterns);
        this.formats = patterns.stream().map(DateFormats::format).toList();
        this.zone = zone;
    }

    private static DateTimeFormatter format(String pattern) {
        if (pattern.equals(RFC_3339)) {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME;
        }
        return DateTimeFormatter.ofPattern(withoutEra(pattern), Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    }

    /** Strict formats want the year without an era, which DateTimeFormatter calls u. What stands in quotes is no year. */
    private static String withoutEra(String pattern) {
        StringBuilder changed = new StringBuilder(pattern.length());
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            quoted ^= c == '\'';
            changed.append(c == 'y' && !quoted ? 'u' : c);
        }
        return changed.toString();
    }

    /** The patterns, for messages. */
    List<String> patterns() {
        return patterns;
    }

    /** The time that a cell says, if it says one in one of the formats. */
    Optional<Instant> time(String cell) {
        return parse(cell).map(parsed -> switch (parsed) {
            case OffsetDateTime time -> time.toInstant();
            case LocalDateTime time -> time.atZone(zone).toInstant();
            case LocalDate day -> day.atStartOfDay(zone).toInstant();
            case TemporalAccessor other -> throw new IllegalStateException("Parsed as " + other.getClass());
        });
    }

    /** The day that a cell says, if it says one in one of the formats. */
    Optional<LocalDate> day(String cell) {
        return parse(cell).map(parsed -> parsed.query(TemporalQueries.localDate()));
    }

    private Optional<TemporalAccessor> parse(String cell) {
        for (DateTimeFormatter format : formats) {
            try {
                TemporalAccessor parsed =
                        format.parseBest(cell, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
                if (YEARS.isValidValue(parsed.getLong(ChronoField.YEAR))) {
                    return Optional.of(parsed);
                }
            } catch (DateTimeException ignored) {
                // Not this format; the next may do.
            }
        }
        return Optional.empty();
    }
}
