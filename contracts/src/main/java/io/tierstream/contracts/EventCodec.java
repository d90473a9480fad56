package io.tierstream.contracts;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import io.tierstream.contracts.Decoding.Decoded;
import io.tierstream.contracts.Decoding.Undecodable;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.exc.InvalidFormatException;

/**
 * Between events and Kafka records, as the Kafka binding of CloudEvents 1.0 says: reads binary and structured mode,
 * writes binary mode. Stateless.
 */
public final class EventCodec {

    private EventCodec() {}

    /**
     * Reads a record of a topic of {@link Topics}. Never throws for what is in the record. What needs configuration or
     * the time of day is left to {@link IntakeRules}.
     */
    public static Decoding decode(String topic, byte @Nullable [] value, Headers headers) {
        if (value == null) {
            return new Undecodable(DeadLetterReason.UNREADABLE, "The record has no value");
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
        if (type == null) {
            return new Undecodable(
                    DeadLetterReason.UNKNOWN_TYPE, "type " + shortened(event.getType()) + " is not known");
        }
        if (!type.topic().equals(topic)) {
            return new Undecodable(
                    DeadLetterReason.WRONG_TOPIC,
                    "type " + type.name() + " belongs on topic " + type.topic() + ", not " + topic);
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
        try {
            Envelope envelope = new Envelope(
                    event.getId(),
                    event.getSource().toString(),
                    type.name(),
                    Rules.required("time", time == null ? null : time.toInstant()));
            EventData decoded = EventJson.mapper().readValue(data.toBytes(), type.data());
            if (decoded == null) {
                return new Undecodable(DeadLetterReason.INVALID, "data: must be an object");
            }
            String subject = event.getSubject();
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
        EventType type = EventTypes.find(envelope.type())
                .orElseThrow(() -> new IllegalArgumentException("No event type " + envelope.type()));
        String key = event.data().customerId();
        CloudEventBuilder builder = CloudEventBuilder.v1()
                .withId(envelope.id())
                .withSource(URI.create(envelope.source()))
                .withType(envelope.type())
                .withTime(atUtc(envelope.time()))
                .withData("application/json", EventJson.mapper().writeValueAsBytes(event.data()));
        if (!key.isEmpty()) {
            builder.withSubject(key);
        }
        byte[] keyBytes = (key.isEmpty() ? type.topic() : key).getBytes(StandardCharsets.UTF_8);
        return KafkaMessageFactory.createWriter(type.topic(), keyBytes).writeBinary(builder.build());
    }

    private static OffsetDateTime atUtc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
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
