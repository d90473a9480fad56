package io.tierstream.contracts.sla.v1;

import io.tierstream.contracts.EventData;
import io.tierstream.contracts.Rules;
import io.tierstream.contracts.tier.v1.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The service levels in force at the support desk.
 *
 * @param version counts the settings from 1
 * @param tiers time to resolve per tier; with a calendar, each whole day of it is {@code hoursPerDay} working hours and the
 *     rest is working time as long as it says
 * @param calendar working time; calendar time when absent
 * @param calendars for the tiers that have another one; null for a tier is calendar time, whatever {@code calendar} says
 * @param promotionGrace least time left to a ticket whose customer was promoted
 * @param onDemotion {@code follow} (new deadline) or {@code keep}
 * @param atRiskShare last share of the time to resolve in which a ticket is at risk, 0–1
 * @param order {@code tier-first} or {@code deadline-first}
 * @param maximumWait a ticket older than this stands above the tiers; never when absent
 */
public record SlaSettings(
        long version,
        Map<Tier, Duration> tiers,
        @Nullable BusinessCalendar calendar,
        @Nullable Map<Tier, @Nullable BusinessCalendar> calendars,
        Duration promotionGrace,
        String onDemotion,
        BigDecimal atRiskShare,
        String order,
        @Nullable Duration maximumWait)
        implements EventData {

    public SlaSettings {
        tiers = Map.copyOf(Rules.required("tiers", tiers));
        calendars = calendars == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(calendars));
        Rules.required("promotionGrace", promotionGrace);
        Rules.required("onDemotion", onDemotion);
        Rules.required("atRiskShare", atRiskShare);
        Rules.required("order", order);
    }

    /** About no customer: there is one record, with the key {@code sla}. */
    @Override
    public String customerId() {
        return "";
    }
}
