package io.tierstream.tier.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.contracts.Decoding;
import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * From records of the tier changes to what this service shows. Only this service writes that topic; what is there and is
 * no change of tier is counted and passed over.
 */
@Component
class TierChangeTranslator {

    private static final Logger log = LoggerFactory.getLogger(TierChangeTranslator.class);

    private final Counter passedOver;

    TierChangeTranslator(MeterRegistry meters) {
        passedOver = Counter.builder("tierstream.projection.passed.over")
                .description("Records that are not what their topic holds")
                .register(meters);
    }

    Optional<TierChange> translate(ConsumerRecord<byte[], byte[]> record) {
        return switch (EventCodec.decode(record.topic(), record.value(), record.headers())) {
            case Decoding.Decoded decoded
            when decoded.event().data() instanceof TierChanged data ->
                Optional.of(new TierChange(data, EventJson.mapper().writeValueAsString(data)));
            case Decoding.Decoded other ->
                passOver(record, "type " + other.event().envelope().type());
            case Decoding.Undecodable undecodable -> passOver(record, undecodable.detail());
        };
    }

    private Optional<TierChange> passOver(ConsumerRecord<byte[], byte[]> record, String why) {
        passedOver.increment();
        log.warn("Passed over {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), why);
        return Optional.empty();
    }
}
