package io.tierstream.complaints.mongo;

import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.BusinessCalendar.Interval;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.DemotionRule;
import io.tierstream.complaints.domain.sla.OrderRule;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** What SLA settings look like as a document. Durations, days and times are ISO 8601 text; calendar time is null. */
final class SlaDocuments {

    private static final String CALENDAR = "calendar";
    private static final String CALENDARS = "calendars";

    private SlaDocuments() {}

    static Document fields(SlaPolicy policy) {
        Document tiers = new Document();
        policy.tiers().forEach((tier, sla) -> tiers.append(tier.name(), sla.toString()));
        Document calendars = new Document();
        policy.clocks().forEach((tier, clock) -> calendars.append(tier.name(), calendar(clock)));
        return new Document("version", policy.version())
                .append("tiers", tiers)
                .append(CALENDAR, calendar(policy.clock()))
                .append(CALENDARS, calendars)
                .append("promotionGrace", policy.promotionGrace().toString())
                .append("onDemotion", policy.onDemotion().name())
                .append("atRiskShare", policy.atRiskShare().toPlainString())
                .append("order", policy.order().name())
                .append(
                        "maximumWait",
                        Optional.ofNullable(policy.maximumWait())
                                .map(Duration::toString)
                                .orElse(null));
    }

    static SlaPolicy policy(Document document) {
        Map<Tier, Duration> tiers = new EnumMap<>(Tier.class);
        document.get("tiers", Document.class)
                .forEach((tier, sla) -> tiers.put(Tier.valueOf(tier), Duration.parse((String) sla)));
        Map<Tier, SlaClock> clocks = new EnumMap<>(Tier.class);
        Document calendars = document.get(CALENDARS, Document.class);
        if (calendars != null) {
            calendars.forEach((tier, calendar) -> clocks.put(Tier.valueOf(tier), clock((Document) calendar)));
        }
        String maximumWait = document.getString("maximumWait");
        return new SlaPolicy(
                TicketDocuments.number(document, "version"),
                tiers,
                clock(document.get(CALENDAR, Document.class)),
                clocks,
                Duration.parse(document.getString("promotionGrace")),
                DemotionRule.valueOf(document.getString("onDemotion")),
                new BigDecimal(document.getString("atRiskShare")),
                OrderRule.valueOf(document.getString("order")),
                maximumWait == null ? null : Duration.parse(maximumWait));
    }

    private static @Nullable Document calendar(SlaClock clock) {
        return switch (clock) {
            case CalendarTime ignored -> null;
            case BusinessCalendar calendar ->
                new Document("zone", calendar.zone().getId())
                        .append("hoursPerDay", calendar.hoursPerDay().toPlainString())
                        .append("workingDays", texts(calendar.workingDays()))
                        .append(
                                "workingIntervals",
                                calendar.workingIntervals().stream()
                                        .map(hours -> new Document(
                                                        "from", hours.from().toString())
                                                .append("to", hours.to().toString()))
                                        .toList())
                        .append("holidays", texts(calendar.holidays()))
                        .append("makeUpDays", texts(calendar.makeUpDays()));
        };
    }

    private static SlaClock clock(@Nullable Document document) {
        return document == null
                ? CalendarTime.INSTANCE
                : new BusinessCalendar(
                        ZoneId.of(document.getString("zone")),
                        new BigDecimal(document.getString("hoursPerDay")),
                        Set.copyOf(read(document, "workingDays", DayOfWeek::valueOf)),
                        document.getList("workingIntervals", Document.class).stream()
                                .map(hours -> new Interval(
                                        LocalTime.parse(hours.getString("from")),
                                        LocalTime.parse(hours.getString("to"))))
                                .toList(),
                        Set.copyOf(read(document, "holidays", LocalDate::parse)),
                        Set.copyOf(read(document, "makeUpDays", LocalDate::parse)));
    }

    private static List<String> texts(Collection<? extends Comparable<?>> values) {
        return values.stream().sorted().map(Object::toString).toList();
    }

    private static <T> List<T> read(Document document, String field, Function<String, T> parse) {
        return document.getList(field, String.class).stream().map(parse).toList();
    }
}
