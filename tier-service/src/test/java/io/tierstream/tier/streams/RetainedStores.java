package io.tierstream.tier.streams;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Stores in memory that outlive a {@code TopologyTestDriver}, which wipes its state directory when it is closed: what a
 * real instance finds on its disk or restores.
 */
final class RetainedStores {

    private final Map<String, NavigableMap<Bytes, byte[]>> contents = new HashMap<>();

    KeyValueBytesStoreSupplier supplier(String name) {
        NavigableMap<Bytes, byte[]> content = contents.computeIfAbsent(name, key -> new TreeMap<>());
        return new KeyValueBytesStoreSupplier() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public KeyValueStore<Bytes, byte[]> get() {
                return new Retained(name, content);
            }

            @Override
            public String metricsScope() {
                return "retained";
            }
        };
    }

    private static final class Retained implements KeyValueStore<Bytes, byte[]> {

        private final String name;
        private final NavigableMap<Bytes, byte[]> content;
        private boolean open;

        Retained(String name, NavigableMap<Bytes, byte[]> content) {
            this.name = name;
            this.content = content;
        }

        @Override
        public void init(StateStoreContext context, StateStore root) {
            context.register(root, (key, value) -> put(Bytes.wrap(key), value));
            open = true;
        }

        @Override
        public void put(Bytes key, byte[] value) {
            if (value == null) {
                content.remove(key);
            } else {
                content.put(key, value);
            }
        }

        @Override
        public byte[] putIfAbsent(Bytes key, byte[] value) {
            return content.putIfAbsent(key, value);
        }

        @Override
        public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
            entries.forEach(entry -> put(entry.key, entry.value));
        }

        @Override
        public byte[] delete(Bytes key) {
            return content.remove(key);
        }

        @Override
        public byte[] get(Bytes key) {
            return content.get(key);
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> range(Bytes from, Bytes to) {
            NavigableMap<Bytes, byte[]> part = from == null ? content : content.tailMap(from, true);
            return snapshot(to == null ? part : part.headMap(to, true));
        }

        @Override
        public KeyValueIterator<Bytes, byte[]> all() {
            return snapshot(content);
        }

        @Override
        public Position getPosition() {
            return Position.emptyPosition();
        }

        @Override
        public long approximateNumEntries() {
            return content.size();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public void flush() {
            // Everything is where it belongs.
        }

        @Override
        public void close() {
            open = false;
        }

        @Override
        public boolean persistent() {
            return false;
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        private static KeyValueIterator<Bytes, byte[]> snapshot(Map<Bytes, byte[]> part) {
            List<KeyValue<Bytes, byte[]>> entries = new ArrayList<>();
            part.forEach((key, value) -> entries.add(KeyValue.pair(key, value)));
            return new KeyValueIterator<>() {
                private int next;

                @Override
                public void close() {
                    next = entries.size();
                }

                @Override
                public Bytes peekNextKey() {
                    return entries.get(next).key;
                }

                @Override
                public boolean hasNext() {
                    return next < entries.size();
                }

                @Override
                public KeyValue<Bytes, byte[]> next() {
                    return entries.get(next++);
                }
            };
        }
    }
}
