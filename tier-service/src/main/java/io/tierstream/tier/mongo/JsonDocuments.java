package io.tierstream.tier.mongo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Keeps JSON as BSON without loss: decimals stay decimals, times stay the text they were. */
final class JsonDocuments {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonDocuments() {}

    static Document toDocument(ObjectNode json) {
        Document document = new Document();
        json.properties().forEach(field -> document.put(field.getKey(), toBson(field.getValue())));
        return document;
    }

    private static @Nullable Object toBson(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> toDocument((ObjectNode) node);
            case ARRAY -> {
                List<@Nullable Object> values = new ArrayList<>(node.size());
                node.forEach(element -> values.add(toBson(element)));
                yield values;
            }
            case NUMBER ->
                node.isIntegralNumber() && node.canConvertToLong()
                        ? (Object) node.longValue()
                        : new Decimal128(node.decimalValue());
            case BOOLEAN -> node.booleanValue();
            case STRING -> node.stringValue();
            case NULL, MISSING -> null;
            case BINARY, POJO -> throw new IllegalArgumentException("no JSON: " + node.getNodeType());
        };
    }

    static ObjectNode toJson(Map<String, ?> document) {
        ObjectNode json = NODES.objectNode();
        document.forEach((name, value) -> json.set(name, toNode(value)));
        return json;
    }

    private static JsonNode toNode(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case Map<?, ?> map -> {
                ObjectNode json = NODES.objectNode();
                map.forEach((name, child) -> json.set(String.valueOf(name), toNode(child)));
                yield json;
            }
            case List<?> list -> {
                ArrayNode array = NODES.arrayNode(list.size());
                list.forEach(element -> array.add(toNode(element)));
                yield array;
            }
            case Decimal128 decimal -> NODES.numberNode(decimal.bigDecimalValue());
            case BigDecimal decimal -> NODES.numberNode(decimal);
            case Long number -> NODES.numberNode(number);
            case Integer number -> NODES.numberNode(number);
            case Boolean flag -> NODES.booleanNode(flag);
            case Date date -> NODES.stringNode(date.toInstant().toString());
            case String text -> NODES.stringNode(text);
            default -> throw new IllegalArgumentException("not kept as JSON: " + value.getClass());
        };
    }
}
