package io.tierstream.complaints.http;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.BusinessCalendar.Interval;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.sla.SlaPolicy.Problem;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NumericNode;

/**
 * Reads SLA settings, noting everything that is wrong with them. What is left out stays as it is, also within a calendar;
 * {@code calendars} is taken as a whole, and what one of them leaves out is as in the tier's own one or else as in {@code
 * calendar}.
 */
public final class SlaReader {

    private static final Set<String> KNOWN = Set.of(
            "version",
            "by",
            "at",
            "ticketsToMove",
            "tiers",
            "calendar",
            "calendars",
            "promotionGrace",
            "onDemotion",
            "atRiskShare",
            "order",
            "maximumWait");
    private static final Set<String> KNOWN_OF_CALENDAR =
            Set.of("zone", "hoursPerDay", "workingDays", "workingIntervals", "holidays", "makeUpDays");
    private static final List<DayOfWeek> WEEK =
            List.of(DayOfWeek.MONDAY, DayOfWeek.TUESDAY, DayOfWeek.WEDNESDAY, DayOfWeek.THURSDAY, DayOfWeek.FRIDAY);
    private static final BigDecimal SECONDS_OF_HOUR = BigDecimal.valueOf(3600);
    private static final int MOST_DIGITS = 12;
    private static final int MOST_DECIMALS = 6;

    /** More nobody reads, and a megabyte can have a hundred thousand. */
    private static final int MOST_PROBLEMS = 100;

    private final List<Problem> problems = new ArrayList<>();

    private SlaReader() {}

    /**
     * What was read.
     *
     * @param problems everything that is wrong; only without any can the settings be used
     */
    public record Read(SlaPolicy policy, List<Problem> problems) {}

    /** Reads what is wanted instead of the settings in force. */
    public static Read read(JsonNode wanted, SlaPolicy current) {
        SlaReader reader = new SlaReader();
        SlaPolicy policy = reader.policy(wanted, current);
        Set<String> named = new LinkedHashSet<>();
        reader.problems.forEach(problem -> named.add(problem.pointer()));
        policy.problems().stream()
                .filter(problem -> !named.contains(problem.pointer()))
                .forEach(reader.problems::add);
        return new Read(policy, List.copyOf(reader.problems));
    }

    private SlaPolicy policy(JsonNode wanted, SlaPolicy current) {
        if (!wanted.isObject()) {
            wrong("", "type", "must be an object");
            return current;
        }
        refuseUnknown(wanted, "", KNOWN);
        SlaClock clock =
                wanted.has("calendar") ? clock(wanted.get("calendar"), "/calendar", current.clock()) : current.clock();
        return new SlaPolicy(
                current.version(),
                tiers(wanted.get("tiers"), current),
                clock,
                clocks(wanted.get("calendars"), current, clock),
                duration(wanted, "promotionGrace", "/promotionGrace", current.promotionGrace()),
                choice(wanted, "onDemotion", DemotionRule.class, current.onDemotion()),
                number(wanted, "atRiskShare", "/atRiskShare", current.atRiskShare()),
                choice(wanted, "order", OrderRule.class, current.order()),
                maximumWait(wanted, current.maximumWait()));
    }

    private void refuseUnknown(JsonNode object, String pointer, Set<String> known) {
        for (String name : object.propertyNames()) {
            if (!known.contains(name)) {
                wrong(
                        pointer + "/" + name,
                        "unknown",
                        "is no setting; known are " + known.stream().sorted().toList());
            }
        }
    }

    private Map<Tier, Duration> tiers(@Nullable JsonNode wanted, SlaPolicy current) {
        Map<Tier, Duration> tiers = new EnumMap<>(current.tiers());
        if (wanted != null) {
            forTiers(
                    wanted,
                    "/tiers",
                    "must be an object with a duration per tier",
                    tier -> tiers.put(tier, duration(wanted, tier.name(), "/tiers/" + tier, current.sla(tier))));
        }
        return tiers;
    }

    private Map<Tier, SlaClock> clocks(@Nullable JsonNode wanted, SlaPolicy current, SlaClock shared) {
        if (wanted == null) {
            return current.clocks();
        }
        Map<Tier, SlaClock> clocks = new EnumMap<>(Tier.class);
        if (!wanted.isNull()) {
            forTiers(
                    wanted,
                    "/calendars",
                    "must be an object with a calendar, or null, per tier; or null",
                    tier -> clocks.put(
                            tier,
                            clock(
                                    wanted.get(tier.name()),
                                    "/calendars/" + tier,
                                    current.clocks().getOrDefault(tier, shared))));
        }
        return clocks;
    }

    private void forTiers(JsonNode wanted, String pointer, String expected, Consumer<Tier> each) {
        if (!wanted.isObject()) {
            wrong(pointer, "type", expected);
            return;
        }
        for (String name : wanted.propertyNames()) {
            try {
                each.accept(Tier.valueOf(name));
            } catch (IllegalArgumentException e) {
                wrong(pointer + "/" + name, "unknown", "is no tier; tiers are A, B and C");
            }
        }
    }

    private SlaClock clock(JsonNode wanted, String pointer, SlaClock current) {
        if (wanted.isNull()) {
            return CalendarTime.INSTANCE;
        }
        if (!wanted.isObject()) {
            wrong(pointer, "type", "must be a calendar, or null for calendar time");
            return current;
        }
        refuseUnknown(wanted, pointer, KNOWN_OF_CALENDAR);
        int before = problems.size();
        BusinessCalendar known = current instanceof BusinessCalendar calendar ? calendar : null;
        ZoneId zone = zone(wanted.get("zone"), pointer + "/zone", known);
        List<DayOfWeek> workingDays = list(
                wanted,
                "workingDays",
                pointer,
                known == null ? WEEK : known.workingDays(),
                "must be a day of the week such as MONDAY",
                DayOfWeek::valueOf);
        List<Interval> intervals = intervals(wanted.get("workingIntervals"), pointer + "/workingIntervals", known);
        List<LocalDate> holidays = days(wanted, "holidays", pointer, known == null ? Set.of() : known.holidays());
        List<LocalDate> makeUpDays = days(wanted, "makeUpDays", pointer, known == null ? Set.of() : known.makeUpDays());
        BigDecimal hoursPerDay = number(
                wanted,
                "hoursPerDay",
                pointer + "/hoursPerDay",
                known == null ? hours(intervals) : known.hoursPerDay());
        if (problems.size() > before || zone == null) {
            return current;
        }
        List<Problem> wrong = BusinessCalendar.problems(hoursPerDay, workingDays, intervals, holidays, makeUpDays);
        wrong.forEach(problem -> wrong(pointer + problem.pointer(), problem.code(), problem.message()));
        return wrong.isEmpty()
                ? new BusinessCalendar(
                        zone,
                        hoursPerDay,
                        Set.copyOf(workingDays),
                        intervals,
                        Set.copyOf(holidays),
                        Set.copyOf(makeUpDays))
                : current;
    }

    private @Nullable ZoneId zone(@Nullable JsonNode node, String pointer, @Nullable BusinessCalendar known) {
        if (node == null && known != null) {
            return known.zone();
        }
        if (node == null) {
            wrong(pointer, "required", "name a time zone such as Asia/Shanghai");
            return null;
        }
        if (!node.isString() || !ZoneId.getAvailableZoneIds().contains(node.stringValue())) {
            wrong(pointer, "zone", "must be an IANA time zone such as Asia/Shanghai, Europe/Berlin or UTC");
            return null;
        }
        return ZoneId.of(node.stringValue());
    }

    private List<Interval> intervals(@Nullable JsonNode node, String pointer, @Nullable BusinessCalendar known) {
        if (node == null && known != null) {
            return known.workingIntervals();
        }
        if (node == null || !node.isArray()) {
            wrong(
                    pointer,
                    node == null ? "required" : "type",
                    "list working hours such as {\"from\": \"09:00\", \"to\": \"12:00\"}");
            return List.of();
        }
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < Math.min(node.size(), BusinessCalendar.MOST_INTERVALS + 1); i++) {
            JsonNode each = node.get(i);
            LocalTime from = time(each.get("from"), false);
            LocalTime to = time(each.get("to"), true);
            if (from == null || to == null) {
                wrong(
                        pointer + "/" + i,
                        "time",
                        "needs from and to as HH:mm, such as {\"from\": \"09:00\", \"to\": \"12:00\"}");
            } else if (!to.equals(LocalTime.MIDNIGHT) && !from.isBefore(to)) {
                wrong(
                        pointer + "/" + i,
                        "interval",
                        "must end after it begins; work over midnight is two intervals, until 24:00 and from 00:00");
            } else {
                intervals.add(new Interval(from, to));
            }
        }
        return intervals;
    }

    /** Hours and minutes; seconds only if they are zero. */
    private static @Nullable LocalTime time(@Nullable JsonNode node, boolean end) {
        if (node == null || !node.isString()) {
            return null;
        }
        if (end && node.stringValue().equals("24:00")) {
            return LocalTime.MIDNIGHT;
        }
        try {
            LocalTime time = LocalTime.parse(node.stringValue());
            return time.getSecond() == 0 && time.getNano() == 0 ? time : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static BigDecimal hours(List<Interval> intervals) {
        Duration day = Duration.ZERO;
        for (Interval interval : intervals) {
            day = day.plus(interval.length());
        }
        BigDecimal hours = BigDecimal.valueOf(day.toSeconds())
                .divide(SECONDS_OF_HOUR, 4, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return hours.scale() < 0 ? hours.setScale(0) : hours;
    }

    private List<LocalDate> days(JsonNode parent, String name, String pointer, Collection<LocalDate> current) {
        return list(parent, name, pointer, current, "must be a day such as 2026-10-01", text -> {
            if (text.length() != 10) {
                throw new DateTimeException("not four digits for the year");
            }
            return LocalDate.parse(text);
        });
    }

    private <T> List<T> list(
            JsonNode parent,
            String name,
            String pointer,
            Collection<T> current,
            String expected,
            Function<String, T> parse) {
        JsonNode node = parent.get(name);
        if (node == null) {
            return List.copyOf(current);
        }
        if (!node.isArray() || node.size() > BusinessCalendar.MOST_DAYS) {
            wrong(
                    pointer + "/" + name,
                    node.isArray() ? "too-many" : "type",
                    "must be a list of at most " + BusinessCalendar.MOST_DAYS + " entries");
            return List.of();
        }
        Set<T> values = new LinkedHashSet<>();
        for (int i = 0; i < node.size(); i++) {
            try {
                values.add(parse.apply(node.get(i).asString("")));
            } catch (IllegalArgumentException | DateTimeException e) {
                wrong(pointer + "/" + name + "/" + i, "day", expected);
            }
        }
        return List.copyOf(values);
    }

    private @Nullable Duration maximumWait(JsonNode wanted, @Nullable Duration current) {
        JsonNode node = wanted.get("maximumWait");
        if (node == null) {
            return current;
        }
        return node.isNull() ? null : duration(wanted, "maximumWait", "/maximumWait", Duration.ofDays(1));
    }

    private Duration duration(JsonNode parent, String name, String pointer, Duration current) {
        JsonNode node = parent.get(name);
        if (node == null) {
            return current;
        }
        if (node.isString() && node.stringValue().length() <= 40) {
            try {
                Duration duration = Duration.parse(node.stringValue());
                if (duration.getNano() == 0) {
                    return duration;
                }
            } catch (DateTimeParseException | ArithmeticException e) {
                wrong(pointer, "format", "must be an ISO 8601 duration such as P3D or PT8H");
                return current;
            }
        }
        wrong(pointer, "format", "must be an ISO 8601 duration in whole seconds such as P3D or PT8H");
        return current;
    }

    private BigDecimal number(JsonNode parent, String name, String pointer, BigDecimal current) {
        JsonNode node = parent.get(name);
        if (node == null) {
            return current;
        }
        if (!node.isNumber()
                || (node instanceof NumericNode number && number.isNaN())
                || Math.abs((long) node.decimalValue().scale()) > MOST_DECIMALS
                || node.decimalValue().precision() > MOST_DIGITS) {
            wrong(pointer, "type", "must be a number with at most six decimals");
            return current;
        }
        return node.decimalValue().scale() < 0 ? node.decimalValue().setScale(0) : node.decimalValue();
    }

    private <E extends Enum<E>> E choice(JsonNode wanted, String name, Class<E> type, E current) {
        JsonNode node = wanted.get(name);
        if (node == null) {
            return current;
        }
        List<String> names = new ArrayList<>();
        for (E value : type.getEnumConstants()) {
            String written = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
            if (node.isString() && node.stringValue().equals(written)) {
                return value;
            }
            names.add(written);
        }
        wrong("/" + name, "enum", "must be one of " + names);
        return current;
    }

    private void wrong(String pointer, String code, String message) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(pointer, code, message));
        }
    }
}
