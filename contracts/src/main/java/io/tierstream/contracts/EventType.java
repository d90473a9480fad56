package io.tierstream.contracts;

/**
 * A published type of event.
 *
 * @param name the CloudEvents {@code type}
 * @param topic where it travels
 * @param data the record of its data
 * @param schema class-path resource of its JSON Schema
 */
public record EventType(String name, String topic, Class<? extends EventData> data, String schema) {}
