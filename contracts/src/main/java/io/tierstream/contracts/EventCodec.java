package io.tierstream.contracts;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.exc.InvalidFormatException;

/**
 * Between events and Kafka records, as the Kafka binding of CloudEvents 1.0 says: reads binary and structured mode,
 * writes binary mode. Stateless.
 */
public final class EventCodec {

    /**
     * Largest record, its headers included, as it is without compression, in bytes: what Kafka takes by default, less what is
     * added when a record is passed on.
     */
    public static final int MAX_RECORD_BYTES = 1_000_000;

    private static final Map<Class<?>, ObjectReader> READERS = EventTypes.all().stream()
            .map(EventType::data)
            .distinct()
            .collect(Collectors.toUnmodifiableMap(
                    type -> type, type -> EventJson.mapper().readerFor(type)));

    private EventCodec() {}

    /**
     * Reads a record of a topic of {@link Topics}. Never throws for what is in the record. What needs configuration or
     * the time of day is left to {@link IntakeRules}.
     */
    public static Decoding decode(String topic, byte @Nullable [] value, Headers headers) {
        if (value == null) {
            return new Undecodable(DeadLetterReason.UNREADABLE, "The record has no value");
        }
        long size = value.length + DeadLetters.size(headers);
        if (size > MAX_RECORD_BYTES) {
            return new Undecodable(
                    DeadLetterReason.UNREADABLE,
                    "The record has " + size + " bytes with its headers, and may have " + MAX_RECORD_BYTES);
        }
        UsualRecord usual = UsualRecord.read(headers);
        if (usual != null) {
            return decode(topic, usual, value);
        }
        CloudEvent event;
        try {
            event = KafkaMessageFactory.createReader(headers, value).toEvent();
        } catch (RuntimeException e) {
            // The SDK reports bad input with exceptions of many kinds.
            return new Undecodable(DeadLetterReason.UNREADABLE, "Not a CloudEvent 1.0: " + rootMessage(e));
        }
        return decode(topic, event);
    }

    private static Decoding decode(String topic, CloudEvent event) {
        if (event.getSpecVersion() != SpecVersion.V1) {
            return new Undecodable(
                    DeadLetterReason.UNREADABLE, "specversion is " + event.getSpecVersion() + ", must be 1.0");
        }
        EventType type = EventTypes.find(event.getType()).orElse(null);
        if (type == null || !type.topic().equals(topic)) {
            return misplaced(topic, event.getType(), type);
        }
        if (!isJson(event.getDataContentType())) {
            return new Undecodable(
                    DeadLetterReason.UNREADABLE,
                    "datacontenttype is " + shortened(event.getDataContentType()) + ", must be application/json");
        }
        CloudEventData data = event.getData();
        if (data == null) {
            return new Undecodable(DeadLetterReason.INVALID, "data: is required");
        }
        OffsetDateTime time = event.getTime();
        return decode(
                type,
                event.getId(),
                event.getSource().toString(),
                time == null ? null : time.toInstant(),
                event.getSubject(),
                data.toBytes());
    }

    private static Decoding decode(String topic, UsualRecord usual, byte[] data) {
        EventType type = EventTypes.find(usual.type()).orElse(null);
        return type == null || !type.topic().equals(topic)
                ? misplaced(topic, usual.type(), type)
                : decode(type, usual.id(), usual.source(), usual.time(), usual.subject(), data);
    }

    private static Undecodable misplaced(String topic, String name, @Nullable EventType type) {
        return type == null
                ? new Undecodable(DeadLetterReason.UNKNOWN_TYPE, "type " + shortened(name) + " is not known")
                : new Undecodable(
                        DeadLetterReason.WRONG_TOPIC,
                        "type " + type.name() + " belongs on topic " + type.topic() + ", not " + topic);
    }

    private static Decoding decode(
            EventType type, String id, String source, @Nullable Instant time, @Nullable String subject, byte[] data) {
        try {
            Envelope envelope = new Envelope(id, source, type.name(), Rules.required("time", time));
            EventData usual = UsualData.read(type.data(), data);
            EventData decoded = usual == null
                    ? Objects.requireNonNull(READERS.get(type.data())).readValue(data)
                    : usual;
            if (decoded == null) {
                return new Undecodable(DeadLetterReason.INVALID, "data: must be an object");
            }
            if (subject != null && !subject.equals(decoded.customerId())) {
                return new Undecodable(
                        DeadLetterReason.SUBJECT_MISMATCH,
                        "subject " + shortened(subject) + " is not the customerId " + decoded.customerId());
            }
            return new Decoded(new Event<>(envelope, decoded));
        } catch (StreamReadException e) {
            return new Undecodable(DeadLetterReason.UNREADABLE, "data is not readable JSON: " + e.getOriginalMessage());
        } catch (DatabindException e) {
            return new Undecodable(DeadLetterReason.INVALID, describe(e));
        } catch (JacksonException e) {
            return new Undecodable(DeadLetterReason.UNREADABLE, "data is not readable: " + e.getOriginalMessage());
        } catch (InvalidEventException e) {
            return new Undecodable(DeadLetterReason.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Writes an event in binary mode, keyed by its customer, to the topic of its type.
     *
     * @throws IllegalArgumentException if the event's type is not one of {@link EventTypes}
     */
    public static ProducerRecord<byte[], byte[]> encode(Event<?> event) {
        Envelope envelope = event.envelope();
        EventType type = typeOf(envelope);
        String key = event.data().customerId();
        return encode(type, envelope, key, EventJson.mapper().writeValueAsBytes(event.data()));
    }

    /**
     * Like {@link #encode(Event)}, for data that is written already.
     *
     * @param data what {@link EventJson} would write
     */
    public static ProducerRecord<byte[], byte[]> encode(Envelope envelope, String customerId, byte[] data) {
        return encode(typeOf(envelope), envelope, customerId, data);
    }

    private static ProducerRecord<byte[], byte[]> encode(EventType type, Envelope envelope, String key, byte[] data) {
        byte[] keyBytes = (key.isEmpty() ? type.topic() : key).getBytes(StandardCharsets.UTF_8);
        UsualRecord record = new UsualRecord(
                envelope.id(), envelope.source(), envelope.type(), envelope.time(), key.isEmpty() ? null : key);
        return new ProducerRecord<>(type.topic(), null, keyBytes, data, record.headers());
    }

    private static EventType typeOf(Envelope envelope) {
        return EventTypes.find(envelope.type())
                .orElseThrow(() -> new IllegalArgumentException("No event type " + envelope.type()));
    }

    static boolean isJson(@Nullable String contentType) {
        if (contentType == null) {
            return true;
        }
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    /** What a data-binding exception says of the field, without Java's class names. */
    static String describe(DatabindException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidEventException invalid) {
                return "data." + invalid.getMessage();
            }
        }
        StringBuilder path = new StringBuilder("data");
        for (JacksonException.Reference step : e.getPath()) {
            path.append('.').append(step.getPropertyName() == null ? step.getIndex() : step.getPropertyName());
        }
        if (e instanceof InvalidFormatException wrong && wrong.getTargetType() == LocalDate.class) {
            return path + ": must be a day that exists, such as 2026-11-22";
        }
        return path + ": " + e.getOriginalMessage().replaceAll("`[a-z.]*\\.([A-Za-z]+)`", "$1");
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return shortened(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage());
    }

    private static String shortened(@Nullable String text) {
        String shown = String.valueOf(text);
        return shown.length() > 300 ? shown.substring(0, 300) + "…" : shown;
    }
}
