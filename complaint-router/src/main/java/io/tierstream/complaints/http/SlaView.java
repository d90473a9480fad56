package io.tierstream.complaints.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tierstream.complaints.application.SlaStore.StoredSla;
import io.tierstream.complaints.domain.Tier;
import io.tierstream.complaints.domain.sla.BusinessCalendar;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * SLA settings as callers see them; durations are ISO 8601.
 *
 * @param tiers per tier; by a calendar each whole day is {@code hoursPerDay} working hours
 * @param calendar working time; absent: calendar time
 * @param calendars for the tiers that have another one; null for a tier is calendar time
 * @param by who set them; absent for the built-in ones
 * @param ticketsToMove how many open tickets still have the deadline of earlier settings
 */
@Schema(name = "Sla")
public record SlaView(
        @Nullable Long version,

        @Schema(example = "{\"A\": \"P3D\", \"B\": \"P5D\", \"C\": \"P5D\"}")
        Map<String, String> tiers,

        @Nullable CalendarView calendar,

        @JsonInclude(content = JsonInclude.Include.ALWAYS) @Nullable Map<String, @Nullable CalendarView> calendars,

        @Schema(example = "PT8H") String promotionGrace,

        @Schema(allowableValues = {"follow", "keep"}) String onDemotion,

        @Schema(example = "0.25") BigDecimal atRiskShare,

        @Schema(allowableValues = {"tier-first", "deadline-first"})
        String order,

        @Nullable String maximumWait,
        @Nullable String by,
        @Nullable Instant at,
        @Nullable Integer ticketsToMove) {

    /**
     * When somebody works.
     *
     * @param zone IANA time zone
     * @param hoursPerDay working hours that a day of SLA stands for
     * @param makeUpDays days worked whatever the week and the holidays say
     */
    @Schema(name = "Calendar")
    public record CalendarView(
            @Schema(example = "Asia/Shanghai") String zone,
            @Schema(example = "8") BigDecimal hoursPerDay,
            List<DayOfWeek> workingDays,
            List<IntervalView> workingIntervals,
            List<LocalDate> holidays,
            List<LocalDate> makeUpDays) {

        static CalendarView of(BusinessCalendar calendar) {
            return new CalendarView(
                    calendar.zone().getId(),
                    calendar.hoursPerDay(),
                    calendar.workingDays().stream().sorted().toList(),
                    calendar.workingIntervals().stream()
                            .map(hours -> new IntervalView(
                                    hours.from().toString(), hours.to().toString()))
                            .toList(),
                    calendar.holidays().stream().sorted().toList(),
                    calendar.makeUpDays().stream().sorted().toList());
        }
    }

    /**
     * Working hours of a day.
     *
     * @param to exclusive; {@code 00:00} (or {@code 24:00}) is the end of the day
     */
    @Schema(name = "WorkingInterval")
    public record IntervalView(
            @Schema(example = "09:00") String from,
            @Schema(example = "12:00") String to) {}

    /** The settings in force. */
    static SlaView of(StoredSla stored, int ticketsToMove) {
        return of(stored.policy(), stored.by(), stored.at(), ticketsToMove);
    }

    /** Settings by themselves. */
    public static SlaView of(SlaPolicy policy) {
        return of(policy, null, null, null);
    }

    private static SlaView of(
            SlaPolicy policy, @Nullable String by, @Nullable Instant at, @Nullable Integer ticketsToMove) {
        Map<String, String> tiers = new LinkedHashMap<>();
        Map<String, @Nullable CalendarView> calendars = new LinkedHashMap<>();
        for (Tier tier : Tier.values()) {
            tiers.put(tier.name(), text(policy.sla(tier)));
            SlaClock own = policy.clocks().get(tier);
            if (own != null) {
                calendars.put(tier.name(), calendar(own));
            }
        }
        Duration maximumWait = policy.maximumWait();
        return new SlaView(
                policy.version(),
                tiers,
                calendar(policy.clock()),
                calendars.isEmpty() ? null : calendars,
                text(policy.promotionGrace()),
                TicketView.lower(policy.onDemotion()),
                policy.atRiskShare(),
                TicketView.lower(policy.order()),
                maximumWait == null ? null : text(maximumWait),
                by,
                at,
                ticketsToMove);
    }

    private static @Nullable CalendarView calendar(SlaClock clock) {
        return switch (clock) {
            case CalendarTime ignored -> null;
            case BusinessCalendar calendar -> CalendarView.of(calendar);
        };
    }

    /** ISO 8601, whole days as days. */
    static String text(Duration duration) {
        return !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()))
                ? "P" + duration.toDays() + "D"
                : duration.toString();
    }
}
