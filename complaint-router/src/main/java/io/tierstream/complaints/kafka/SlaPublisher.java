package io.tierstream.complaints.kafka;

import io.tierstream.complaints.application.SlaPublishing;
import io.tierstream.complaints.application.SlaStore;
import io.tierstream.complaints.domain.sla.CalendarTime;
import io.tierstream.complaints.domain.sla.SlaClock;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.contracts.Envelope;
import io.tierstream.contracts.Event;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.sla.v1.BusinessCalendar;
import io.tierstream.contracts.sla.v1.BusinessCalendar.Interval;
import io.tierstream.contracts.sla.v1.SlaSettings;
import io.tierstream.contracts.tier.v1.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.stereotype.Component;

/** Publishes the SLA in force on {@code sla-settings}. */
@Component
class SlaPublisher implements SlaPublishing {

    private static final Logger log = LoggerFactory.getLogger(SlaPublisher.class);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final SlaStore store;

    SlaPublisher(KafkaTemplate<byte[], byte[]> kafka, SlaStore store) {
        this.kafka = kafka;
        this.store = store;
    }

    @Override
    public void publish(SlaPolicy policy, Instant at) {
        Envelope envelope =
                new Envelope("sla/" + policy.version(), "/tierstream/complaint-router", EventTypes.SLA_CHANGED, at);
        try {
            kafka.send(EventCodec.encode(new Event<>(envelope, data(policy))))
                    // Not in the producer's thread, which must not wait for the store.
                    .thenRunAsync(() -> store.published(policy.version()))
                    .exceptionally(SlaPublisher::later);
        } catch (KafkaException away) {
            later(away);
        }
    }

    private static @Nullable Void later(Throwable failure) {
        log.warn(
                "The SLA settings are published later: {}",
                NestedExceptionUtils.getMostSpecificCause(failure).toString());
        return null;
    }

    private static SlaSettings data(SlaPolicy policy) {
        Map<Tier, Duration> tiers = new EnumMap<>(Tier.class);
        policy.tiers().forEach((tier, sla) -> tiers.put(Tier.valueOf(tier.name()), sla));
        return new SlaSettings(
                policy.version(),
                tiers,
                calendar(policy.clock()),
                calendars(policy.clocks()),
                policy.promotionGrace(),
                policy.onDemotion().name().toLowerCase(Locale.ROOT),
                policy.atRiskShare(),
                policy.order().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                policy.maximumWait());
    }

    private static @Nullable Map<Tier, @Nullable BusinessCalendar> calendars(
            Map<io.tierstream.complaints.domain.Tier, SlaClock> clocks) {
        Map<Tier, @Nullable BusinessCalendar> calendars = new EnumMap<>(Tier.class);
        clocks.forEach((tier, clock) -> calendars.put(Tier.valueOf(tier.name()), calendar(clock)));
        return calendars.isEmpty() ? null : calendars;
    }

    private static @Nullable BusinessCalendar calendar(SlaClock clock) {
        return switch (clock) {
            case CalendarTime ignored -> null;
            case io.tierstream.complaints.domain.sla.BusinessCalendar calendar ->
                new BusinessCalendar(
                        calendar.zone().getId(),
                        calendar.hoursPerDay(),
                        calendar.workingDays().stream().sorted().toList(),
                        calendar.workingIntervals().stream()
                                .map(hours -> new Interval(hours.from(), hours.to()))
                                .toList(),
                        calendar.holidays().stream().sorted().toList(),
                        calendar.makeUpDays().stream().sorted().toList());
        };
    }
}
