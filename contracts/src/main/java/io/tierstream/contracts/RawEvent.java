package io.tierstream.contracts;

import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A CloudEvent as it came in, before anything of it is believed.
 *
 * @param attributes CloudEvents attributes by name, as text
 * @param data its data, absent where it has none
 */
public record RawEvent(
        Map<String, String> attributes, @Nullable JsonNode data) {

    /** What CloudEvents 1.0 defines itself is text; extensions may be numbers and booleans. */
    private static final Set<String> TEXTS =
            Set.of("specversion", "id", "source", "type", "time", "subject", "datacontenttype", "dataschema");

    public RawEvent {
        attributes = Map.copyOf(attributes);
    }

    /**
     * Reads a CloudEvent in JSON format (one object with its attributes, and {@code data} or {@code data_base64}).
     *
     * @throws InvalidEventException if it is no such object
     */
    public static RawEvent structured(JsonNode event) {
        if (!event.isObject()) {
            throw new InvalidEventException("", "a CloudEvent is a JSON object");
        }
        Map<String, String> attributes = new LinkedHashMap<>();
        JsonNode data = null;
        for (Map.Entry<String, JsonNode> member : event.properties()) {
            JsonNode value = member.getValue();
            switch (member.getKey()) {
                case "data" -> data = value.isNull() ? null : value;
                case "data_base64" -> data = base64(value);
                default -> {
                    boolean mustBeText = TEXTS.contains(member.getKey());
                    if (value.isString() || (!mustBeText && (value.isNumber() || value.isBoolean()))) {
                        attributes.put(member.getKey(), value.asString());
                    } else if (!value.isNull()) {
                        throw new InvalidEventException(
                                member.getKey(),
                                mustBeText ? "must be a text" : "an attribute is a text, number or boolean");
                    }
                }
            }
        }
        return new RawEvent(attributes, data);
    }

    private static JsonNode base64(JsonNode value) {
        try {
            return EventJson.mapper().readTree(Base64.getDecoder().decode(value.stringValue("")));
        } catch (IllegalArgumentException | JacksonException e) {
            throw new InvalidEventException("data_base64", "must be JSON, encoded as Base64");
        }
    }

    /** The attribute of that name, if it is there. */
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }
}
