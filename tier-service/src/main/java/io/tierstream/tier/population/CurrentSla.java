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
                toDomain(settings.calendar()),
                settings.promotionGrace(),
                settings.onDemotion().equals("follow"));
    }

    private static @Nullable WorkingTime toDomain(@Nullable BusinessCalendar calendar) {
        return calendar == null
                ? null
                : new WorkingTime(
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
