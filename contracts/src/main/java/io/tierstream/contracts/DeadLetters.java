package io.tierstream.contracts;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What a dead letter looks like: the original key, value and headers, and {@value #REASON}, {@value #DETAIL} and {@value
 * #ORIGIN} (topic-partition@offset). Producers need {@code max.request.size} of {@link Topics#DEAD_LETTER_MAX_BYTES}. The broker
 * limits records as they are compressed, producers as they are: what is too large to be written again is shortened, its detail
 * says so, and the original stays where {@value #ORIGIN} says.
 */
public final class DeadLetters {

    public static final String REASON = "ts_reason";
    public static final String DETAIL = "ts_detail";
    public static final String ORIGIN = "ts_origin";

    private static final int MAX_DETAIL = 2_000;
    private static final int MAX_BYTES = Topics.DEAD_LETTER_MAX_BYTES - 64 * 1024;
    private static final int SHORTENED_KEY = 1_000;
    private static final int SHORTENED_HEADERS = 100_000;

    private DeadLetters() {}

    /** What of a dead letter is written, wherever that is. */
    public record Letter(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {}

    /** The dead letter of a record with this key, value, headers and position. */
    public static Letter letter(
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers original,
            String topic,
            int partition,
            long offset,
            DeadLetterReason reason,
            String detail) {
        String origin = topic + "-" + partition + "@" + offset;
        String shown = detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail;
        long size = (long) length(key) + length(value) + size(original);
        if (size <= MAX_BYTES) {
            return new Letter(key, value, headers(new RecordHeaders(original.toArray()), origin, reason, shown));
        }
        RecordHeaders kept = new RecordHeaders();
        int left = SHORTENED_HEADERS;
        for (Header header : original) {
            left -= size(header);
            if (left < 0) {
                break;
            }
            kept.add(header);
        }
        return new Letter(
                shortened(key, SHORTENED_KEY),
                shortened(value, MAX_BYTES - SHORTENED_KEY - SHORTENED_HEADERS),
                headers(
                        kept,
                        origin,
                        reason,
                        shown + "; shortened here, as the record has " + size + " bytes, it is whole at " + origin));
    }

    /** The dead letter of a record, to be sent. */
    public static ProducerRecord<byte[], byte[]> of(
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers original,
            int partition,
            long offset,
            DeadLetterReason reason,
            String detail) {
        Letter letter = letter(key, value, original, topic, partition, offset, reason, detail);
        return new ProducerRecord<>(
                Topics.deadLetters(topic), null, null, letter.key(), letter.value(), letter.headers());
    }

    /** About how many bytes headers take in a record. */
    static long size(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += size(header);
        }
        return size;
    }

    private static int size(Header header) {
        // A character of a name has up to three bytes; ten are for the lengths.
        return 3 * header.key().length() + length(header.value()) + 10;
    }

    private static int length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }

    private static byte @Nullable [] shortened(byte @Nullable [] bytes, int most) {
        return bytes == null || bytes.length <= most ? bytes : Arrays.copyOf(bytes, most);
    }

    private static Headers headers(Headers headers, String origin, DeadLetterReason reason, String detail) {
        put(headers, REASON, reason.name());
        put(headers, DETAIL, detail);
        put(headers, ORIGIN, origin);
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
