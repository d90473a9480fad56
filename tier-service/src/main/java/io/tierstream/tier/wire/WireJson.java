package io.tierstream.tier.wire;

import io.tierstream.contracts.EventJson;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Between the records of this package and the bytes in Kafka. */
public final class WireJson {

    private WireJson() {}

    /** The record as JSON; write the sealed ones with {@link #bytes(Class, Object)}, which keeps their kind. */
    public static byte[] bytes(Object record) {
        return EventJson.mapper().writeValueAsBytes(record);
    }

    /** The record as JSON, with the kind that {@code type} says. */
    public static <T> byte[] bytes(Class<T> type, T record) {
        return EventJson.mapper().writerFor(type).writeValueAsBytes(record);
    }

    /** The record, or empty if the bytes are none of this type. */
    public static <T> Optional<T> read(Class<T> type, byte @Nullable [] bytes) {
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(EventJson.mapper().readValue(bytes, type));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /**
     * The record that this service itself has kept; null where there are no bytes.
     *
     * @throws JacksonException if the bytes are not of this type: going on without them would lose what was kept
     */
    public static <T> @Nullable T kept(Class<T> type, byte @Nullable [] bytes) {
        return bytes == null ? null : EventJson.mapper().readValue(bytes, type);
    }
}
