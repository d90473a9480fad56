package io.tierstream.contracts;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The JSON Schemas (2020-12) of events' data. Thread-safe. */
public final class Schemas {

    private static final Map<String, Schema> BY_TYPE = load();

    private Schemas() {}

    /**
     * The schema of a type's data, as text.
     *
     * @throws UncheckedIOException if the class path is broken
     */
    public static String text(EventType type) {
        try (InputStream resource = Schemas.class.getResourceAsStream(type.schema())) {
            if (resource == null) {
                throw new IOException("No resource " + type.schema());
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All that is wrong with this data of that type; pointers begin with {@code /data}. */
    public static List<Violation> validate(EventType type, JsonNode data) {
        // Rules on numbers expand them, and 1e999999999 would take all memory.
        if (hasHugeNumber(data)) {
            return List.of(new Violation("/data", "number", "has a number of 10^30 or more, or with over 30 decimals"));
        }
        Schema schema = BY_TYPE.get(type.name());
        if (schema == null) {
            throw new IllegalArgumentException("No schema for " + type.name());
        }
        Map<String, Violation> byPointer = new LinkedHashMap<>();
        for (Error error : schema.validate(data)) {
            Violation violation = violation(schema, error);
            byPointer.putIfAbsent(violation.pointer(), violation);
        }
        return List.copyOf(byPointer.values());
    }

    /** One per place, with what the schema's author says is right: the keywords alone read like riddles. */
    private static Violation violation(Schema schema, Error error) {
        String place = String.valueOf(error.getInstanceLocation());
        if ("required".equals(error.getKeyword())) {
            place += "/" + error.getProperty();
        }
        String wanted = schema.getSchemaNode()
                .path("properties")
                .path(place.isEmpty() ? "" : place.substring(1))
                .path("description")
                .stringValue("");
        String message = switch (error.getKeyword()) {
            case "required" -> "is required";
            case "oneOf", "anyOf", "pattern" -> wanted.isEmpty() ? error.getMessage() : "is not as it must be";
            default -> error.getMessage();
        };
        return new Violation(
                "/data" + place, error.getKeyword(), wanted.isEmpty() ? message : message + "; expected: " + wanted);
    }

    private static boolean hasHugeNumber(JsonNode node) {
        if (node.isBigDecimal()) {
            int scale = node.decimalValue().scale();
            return scale > 30 || scale < -30;
        }
        for (JsonNode child : node) {
            if (hasHugeNumber(child)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Schema> load() {
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
        Map<String, Schema> schemas = new LinkedHashMap<>();
        for (EventType type : EventTypes.all()) {
            schemas.put(type.name(), registry.getSchema(text(type)));
        }
        return schemas;
    }
}
