package io.tierstream.contracts;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter looks like: the original key, value and headers, and {@value #REASON}, {@value #DETAIL} and {@value
 * #ORIGIN} (topic-partition@offset). Producers need {@code max.request.size} of {@link Topics#DEAD_LETTER_MAX_BYTES}.
 */
public final class DeadLetters {

    public static final String REASON = "ts_reason";
    public static final String DETAIL = "ts_detail";
    public static final String ORIGIN = "ts_origin";

    private static final int MAX_DETAIL = 2_000;

    private DeadLetters() {}

    /** The headers of the dead letter of a record with these headers and position. */
    public static Headers headers(
            Headers original, String topic, int partition, long offset, DeadLetterReason reason, String detail) {
        RecordHeaders headers = new RecordHeaders(original.toArray());
        put(headers, REASON, reason.name());
        put(headers, DETAIL, detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
        put(headers, ORIGIN, topic + "-" + partition + "@" + offset);
        return headers;
    }

    /** The dead letter of a record. */
    public static ProducerRecord<byte[], byte[]> of(
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers original,
            int partition,
            long offset,
            DeadLetterReason reason,
            String detail) {
        return new ProducerRecord<>(
                Topics.deadLetters(topic),
                null,
                null,
                key,
                value,
                headers(original, topic, partition, offset, reason, detail));
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
