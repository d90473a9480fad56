package io.tierstream.contracts;

import io.cloudevents.CloudEvent;
import io.cloudevents.CloudEventData;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventDeserializationException;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.format.EventSerializationException;
import io.cloudevents.rw.CloudEventDataMapper;
import io.cloudevents.types.Time;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON format of CloudEvents for the SDK, on Jackson 3 (the SDK's own is on Jackson 2). Found by the SDK through
 * {@link java.util.ServiceLoader}.
 */
public final class JsonEventFormat implements EventFormat {

    /** Media type of an event in structured mode. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    /** Leaves exponents as they are: 1e999999999 must not be expanded before it is refused. */
    private static final ObjectWriter AS_READ =
            EventJson.mapper().writer().without(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN);

    @Override
    public byte[] serialize(CloudEvent event) throws EventSerializationException {
        ObjectNode json = EventJson.mapper().createObjectNode();
        for (String name : event.getAttributeNames()) {
            Object value = event.getAttribute(name);
            if (value != null) {
                json.put(name, value instanceof SpecVersion version ? version.toString() : String.valueOf(value));
            }
        }
        for (String name : event.getExtensionNames()) {
            json.put(name, String.valueOf(event.getExtension(name)));
        }
        CloudEventData data = event.getData();
        try {
            if (data != null) {
                json.set("data", EventJson.mapper().readTree(data.toBytes()));
            }
            return EventJson.mapper().writeValueAsBytes(json);
        } catch (JacksonException e) {
            throw new EventSerializationException(e);
        }
    }

    @Override
    public CloudEvent deserialize(byte[] bytes, CloudEventDataMapper<? extends CloudEventData> mapper)
            throws EventDeserializationException {
        try {
            RawEvent raw = RawEvent.structured(EventJson.mapper().readTree(bytes));
            if (!"1.0".equals(raw.attribute("specversion"))) {
                throw new InvalidEventException("specversion", "must be \"1.0\"");
            }
            CloudEventBuilder builder = CloudEventBuilder.v1();
            for (Map.Entry<String, String> attribute : raw.attributes().entrySet()) {
                set(builder, attribute.getKey(), attribute.getValue());
            }
            if (raw.data() != null) {
                builder.withData(AS_READ.writeValueAsBytes(raw.data()));
            }
            return builder.build();
        } catch (RuntimeException e) {
            // The builder refuses with several kinds of exceptions; all mean the same here.
            throw new EventDeserializationException(e);
        }
    }

    private static void set(CloudEventBuilder builder, String name, String value) {
        switch (name) {
            case "specversion" -> {}
            case "id" -> builder.withId(value);
            case "source" -> builder.withSource(URI.create(value));
            case "type" -> builder.withType(value);
            case "time" -> builder.withTime(Time.parseTime(value));
            case "subject" -> builder.withSubject(value);
            case "datacontenttype" -> builder.withDataContentType(value);
            case "dataschema" -> builder.withDataSchema(URI.create(value));
            default -> builder.withExtension(name, value);
        }
    }

    @Override
    public Set<String> deserializableContentTypes() {
        return Set.of(CONTENT_TYPE);
    }

    @Override
    public String serializedContentType() {
        return CONTENT_TYPE;
    }
}
