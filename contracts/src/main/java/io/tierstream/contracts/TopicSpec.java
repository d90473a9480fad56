package io.tierstream.contracts;

import java.util.Map;
import java.util.TreeMap;

/**
 * A topic and how it keeps its records.
 *
 * @param name fixed once published
 * @param cleanup whether only the latest record per key is needed
 * @param settings further Kafka topic settings
 */
public record TopicSpec(String name, Cleanup cleanup, Map<String, String> settings) {

    /** What Kafka does with old records. */
    public enum Cleanup {
        /** Every record is kept for ever: state can be rebuilt from them. */
        KEEP,
        /** The latest record per key is kept. */
        COMPACT,
        /** Records are only of passing interest and kept for a day, or for the setting {@code retention.ms}. */
        DAY
    }

    public TopicSpec {
        settings = Map.copyOf(settings);
    }

    public TopicSpec(String name, Cleanup cleanup) {
        this(name, cleanup, Map.of());
    }

    Map<String, String> configuration() {
        Map<String, String> all = new TreeMap<>(settings);
        switch (cleanup) {
            case KEEP -> {
                all.put("cleanup.policy", "delete");
                all.put("retention.ms", "-1");
            }
            case COMPACT -> all.put("cleanup.policy", "compact");
            case DAY -> {
                all.put("cleanup.policy", "delete");
                all.putIfAbsent("retention.ms", "86400000");
            }
        }
        return all;
    }
}
