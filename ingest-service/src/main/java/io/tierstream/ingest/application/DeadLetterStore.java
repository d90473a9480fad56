package io.tierstream.ingest.application;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The dead letters that consumers wrote, and how they are sent again. */
public interface DeadLetterStore {

    /**
     * Dead letters, the newest first; fewer than asked for where their texts are long, or few match among the many that
     * were looked at, and then with a next page.
     *
     * @param topic a dead-letter topic or its origin; null: all
     * @param reason null: any
     * @param before where an earlier page ended, by topic-partition: offsets from there on are left out
     */
    Found find(@Nullable String topic, @Nullable String reason, int limit, Map<String, Long> before);

    /**
     * Sends a dead letter's original to its origin topic again.
     *
     * @param id of {@link DeadLetter#id}
     */
    Replay replay(String id, String by, Instant now);

    /**
     * A page of dead letters.
     *
     * @param next where the next page begins; empty when there is no more
     */
    record Found(List<DeadLetter> letters, Map<String, Long> next) {}

    /**
     * A record that its owner could not take.
     *
     * @param id dead-letter topic, partition and offset: {@code orders-dlt-3-17}
     * @param origin topic-partition@offset of the original
     * @param key its first 2,048 bytes as text
     * @param value its first 4,096 bytes as text; bytes that are no UTF-8 are replaced
     * @param size of the whole value, in bytes
     * @param headers of the original, at most 32, the first 256 bytes of each as text
     * @param replayedBy who had sent it again before it came here
     */
    record DeadLetter(
            String id,
            String topic,
            String origin,
            String reason,
            String detail,
            Instant at,
            @Nullable String key,
            @Nullable String value,
            int size,
            Map<String, String> headers,
            @Nullable String replayedBy) {}

    /** What came of sending again. */
    sealed interface Replay {
        record Sent(EventLog.Place place) implements Replay {}

        record NoSuchLetter() implements Replay {}

        record Unavailable(EventLog.NotStored away) implements Replay {}
    }

    /** The dead-letter topics that a name means: itself, its own, or all. */
    static Optional<Set<String>> topics(@Nullable String name, Set<String> known, String suffix) {
        if (name == null) {
            return Optional.of(known);
        }
        String topic = name.endsWith(suffix) ? name : name + suffix;
        return known.contains(topic) ? Optional.of(Set.of(topic)) : Optional.empty();
    }
}
