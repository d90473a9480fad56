package io.tierstream.tier.webhook;

import io.tierstream.contracts.EventJson;
import io.tierstream.contracts.EventTypes;
import io.tierstream.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Which events webhooks can have, and how they are sent: as structured CloudEvents in JSON. */
final class WebhookEvents {

    /** The type of what a test sends. */
    static final String PING = "io.tierstream.webhook.ping.v1";

    /** Types that can be had, with their topics. */
    static final Map<String, String> TOPICS = Map.of(
            EventTypes.TIER_CHANGED, Topics.TIER_CHANGES,
            EventTypes.TICKET_BREACHED, Topics.TICKETS,
            EventTypes.TICKET_AT_RISK, Topics.TICKETS);

    /** What a webhook has that names no types. */
    static final Set<String> DEFAULT = Set.of(EventTypes.TIER_CHANGED, EventTypes.TICKET_BREACHED);

    private WebhookEvents() {}

    static Set<String> topics(Set<String> types) {
        Set<String> topics = new TreeSet<>();
        types.forEach(type -> topics.add(TOPICS.getOrDefault(type, Topics.TIER_CHANGES)));
        return topics;
    }

    static String type(ConsumerRecord<byte[], byte[]> record) {
        return attribute(record, "type");
    }

    static String id(ConsumerRecord<byte[], byte[]> record) {
        return attribute(record, "id");
    }

    static String customer(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }

    private static String attribute(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader("ce_" + name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** The event's attributes and data as one JSON object; empty if it is none of ours. */
    static Optional<byte[]> body(ConsumerRecord<byte[], byte[]> record) {
        try {
            JsonNode data = EventJson.mapper().readTree(record.value());
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            for (Header header : record.headers()) {
                if (header.key().startsWith("ce_")) {
                    event.put(header.key().substring(3), new String(header.value(), StandardCharsets.UTF_8));
                }
            }
            return Optional.of(bytes(event, data));
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }

    static byte[] ping(String id, Instant at) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", "1.0")
                .put("id", id)
                .put("source", "/tier-service")
                .put("type", PING)
                .put("time", at.toString());
        return bytes(event, JsonNodeFactory.instance.objectNode().put("message", "Tierstream can reach you."));
    }

    private static byte[] bytes(ObjectNode event, @Nullable JsonNode data) {
        event.put("datacontenttype", "application/json");
        event.set("data", data);
        return EventJson.mapper().writeValueAsBytes(event);
    }
}
