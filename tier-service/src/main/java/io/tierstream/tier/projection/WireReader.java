package io.tierstream.tier.projection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tierstream.contracts.EventJson;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Reads records of the internal topics. Only this service writes those; what is there and cannot be read is counted and
 * passed over.
 */
@Component
class WireReader {

    private static final Logger log = LoggerFactory.getLogger(WireReader.class);

    private final Counter passedOver;

    WireReader(MeterRegistry meters) {
        passedOver = Counter.builder("tierstream.projection.passed.over")
                .description("Records that are not what their topic holds")
                .register(meters);
    }

    <T> Optional<T> read(ConsumerRecord<byte[], byte[]> record, Class<T> type) {
        try {
            return record.value() == null
                    ? Optional.empty()
                    : Optional.ofNullable(EventJson.mapper().readValue(record.value(), type));
        } catch (JacksonException unreadable) {
            passedOver.increment();
            log.warn(
                    "Passed over {}-{}@{}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    unreadable.getOriginalMessage());
            return Optional.empty();
        }
    }
}
