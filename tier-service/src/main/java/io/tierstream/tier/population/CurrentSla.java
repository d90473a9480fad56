package io.tierstream.tier.population;

import io.tierstream.contracts.sla.v1.BusinessCalendar;
import io.tierstream.contracts.sla.v1.SlaSettings;
import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.domain.simulation.Sla;
import io.tierstream.tier.domain.simulation.WorkingTime;
import io.tierstream.tier.wire.WireTranslator;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** This instance's copy of the service levels in force; those a desk starts with until it says something else. */
@Component
public class CurrentSla {

    private Versioned inForce = new Versioned(0, Sla.DEFAULT);

    /** The service levels in force. */
    public synchronized Sla get() {
        return inForce.sla();
    }

    synchronized void changed(SlaSettings settings) {
        if (settings.version() >= inForce.version()) {
            inForce = new Versioned(settings.version(), toDomain(settings));
        }
    }

    private static Sla toDomain(SlaSettings settings) {
        Map<Tier, Duration> tiers = new EnumMap<>(Sla.DEFAULT.tiers());
        settings.tiers().forEach((tier, duration) -> tiers.put(WireTranslator.toDomain(tier), duration));
        return new Sla(
                tiers,
                calendars(settings),
                settings.promotionGrace(),
                settings.onDemotion().equals("follow"));
    }

    /** The calendar of all, but for the tiers that have one, or calendar time, of their own. */
    private static Map<Tier, WorkingTime> calendars(SlaSettings settings) {
        Map<Tier, WorkingTime> calendars = new EnumMap<>(Tier.class);
        BusinessCalendar shared = settings.calendar();
        Map<io.tierstream.contracts.tier.v1.Tier, @Nullable BusinessCalendar> own =
                settings.calendars() == null ? Map.of() : settings.calendars();
        for (io.tierstream.contracts.tier.v1.Tier tier : io.tierstream.contracts.tier.v1.Tier.values()) {
            BusinessCalendar calendar = own.containsKey(tier) ? own.get(tier) : shared;
            if (calendar != null) {
                calendars.put(WireTranslator.toDomain(tier), toDomain(calendar));
            }
        }
        return calendars;
    }

    private static WorkingTime toDomain(BusinessCalendar calendar) {
        return new WorkingTime(
                ZoneId.of(calendar.zone()),
                calendar.hoursPerDay(),
                Set.copyOf(calendar.workingDays()),
                calendar.workingIntervals().stream()
                        .map(interval -> new WorkingTime.Interval(interval.from(), interval.to()))
                        .toList(),
                Set.copyOf(calendar.holidays()),
                Set.copyOf(calendar.makeUpDays()));
    }

    private record Versioned(long version, Sla sla) {}
}
