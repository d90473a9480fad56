package io.tierstream.ingest.kafka;

import io.tierstream.contracts.DeadLetters;
import io.tierstream.contracts.Topics;
import io.tierstream.ingest.application.DeadLetterStore;
import io.tierstream.ingest.application.EventLog;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.stereotype.Component;

/**
 * Reads dead letters when someone asks, from the ends of their topics backwards, and keeps nothing: a request looks at
 * no more than {@value #MOST_LOOKED_AT} of them, however many there are, and of each holds no more than is shown.
 */
@Component
class DeadLetterReader implements DeadLetterStore {

    /** Who sent a record again, from which dead letter, and when: headers of the record that is sent. */
    static final String REPLAYED_BY = "ts_replayed_by";

    static final String REPLAYED_FROM = "ts_replayed_from";
    static final String REPLAYED_AT = "ts_replayed_at";

    private static final Logger log = LoggerFactory.getLogger(DeadLetterReader.class);
    private static final Set<String> TOPICS =
            Topics.INPUTS.stream().map(Topics::deadLetters).collect(Collectors.toUnmodifiableSet());
    private static final String SUFFIX = Topics.deadLetters("");
    private static final int MOST_LOOKED_AT = 20_000;
    private static final int WINDOW = 50;
    /** So much of a text is shown, in bytes; the record may have 2 MB. */
    private static final int SHOWN_OF_VALUE = 4_096;

    private static final int SHOWN_OF_TEXT = 2_048;
    private static final int SHOWN_OF_HEADER = 256;
    private static final int SHOWN_HEADERS = 32;
    /** Texts of one answer, in characters: what goes beyond is on the next page. */
    private static final int MOST_TEXT = 2_000_000;

    private static final int FETCH_BYTES = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Map<String, Object> settings;
    private final EventLog eventLog;
    private final Clock clock;

    DeadLetterReader(KafkaAdmin admin, EventLog eventLog, Clock clock) {
        settings = new HashMap<>(admin.getConfigurationProperties());
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, WINDOW);
        // The next partition is asked for only when the answer about the end of this one is there.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        // A record that is larger comes alone.
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // A letter whose replay is part of a transaction that was given up is none.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        this.eventLog = eventLog;
        this.clock = clock;
    }

    @Override
    public Found find(@Nullable String topic, @Nullable String reason, int limit, Map<String, Long> before) {
        Optional<Set<String>> topics = DeadLetterStore.topics(topic, TOPICS, SUFFIX);
        if (topics.isEmpty()) {
            return new Found(List.of(), Map.of());
        }
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<Backwards> partitions = open(consumer, topics.get(), before);
            return collect(consumer, partitions, reason, limit);
        }
    }

    private List<Backwards> open(Consumer<byte[], byte[]> consumer, Set<String> topics, Map<String, Long> before) {
        List<TopicPartition> partitions = topics.stream()
                .sorted()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Backwards> open = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            long end = Math.min(
                    ends.getOrDefault(partition, 0L), before.getOrDefault(partition.toString(), Long.MAX_VALUE));
            open.add(new Backwards(partition, begins.getOrDefault(partition, 0L), end));
        }
        return open;
    }

    /** Merges the partitions by time, newest first. */
    private Found collect(
            Consumer<byte[], byte[]> consumer, List<Backwards> partitions, @Nullable String reason, int limit) {
        PriorityQueue<Backwards> byNewest = new PriorityQueue<>(
                Comparator.comparingLong(Backwards::newestTimestamp).reversed());
        for (Backwards partition : partitions) {
            if (partition.fill(consumer)) {
                byNewest.add(partition);
            }
        }
        List<DeadLetter> letters = new ArrayList<>();
        int lookedAt = 0;
        int text = 0;
        while (letters.size() < limit && text < MOST_TEXT && lookedAt < MOST_LOOKED_AT && !byNewest.isEmpty()) {
            Backwards newest = byNewest.remove();
            DeadLetter letter = newest.take();
            lookedAt++;
            if (reason == null || reason.equals(letter.reason())) {
                letters.add(letter);
                text += size(letter);
            }
            if (newest.fill(consumer)) {
                byNewest.add(newest);
            }
        }
        Map<String, Long> next = new TreeMap<>();
        if (!byNewest.isEmpty()) {
            partitions.forEach(partition -> next.put(partition.partition.toString(), partition.end));
        }
        return new Found(letters, next);
    }

    @Override
    public Replay replay(String id, String by, Instant now) {
        int offsetFrom = id.lastIndexOf('-');
        int partitionFrom = offsetFrom < 0 ? -1 : id.lastIndexOf('-', offsetFrom - 1);
        if (partitionFrom < 1) {
            return new Replay.NoSuchLetter();
        }
        String topic = id.substring(0, partitionFrom);
        try {
            int partition = Integer.parseInt(id.substring(partitionFrom + 1, offsetFrom));
            long offset = Long.parseLong(id.substring(offsetFrom + 1));
            if (!TOPICS.contains(topic) || partition < 0 || offset < 0) {
                return new Replay.NoSuchLetter();
            }
            ConsumerRecord<byte[], byte[]> letter = read(new TopicPartition(topic, partition), offset);
            return letter == null ? new Replay.NoSuchLetter() : send(letter, id, by, now);
        } catch (NumberFormatException e) {
            return new Replay.NoSuchLetter();
        }
    }

    private Replay send(ConsumerRecord<byte[], byte[]> letter, String id, String by, Instant now) {
        String topic = letter.topic().substring(0, letter.topic().length() - SUFFIX.length());
        RecordHeaders headers = new RecordHeaders(letter.headers().toArray());
        for (String ours : List.of(DeadLetters.REASON, DeadLetters.DETAIL, DeadLetters.ORIGIN)) {
            headers.remove(ours);
        }
        put(headers, REPLAYED_BY, by);
        put(headers, REPLAYED_FROM, id);
        put(headers, REPLAYED_AT, now.toString());
        return switch (eventLog.store(
                List.of(new ProducerRecord<>(topic, null, null, letter.key(), letter.value(), headers)))) {
            case EventLog.NotStored away -> new Replay.Unavailable(away);
            case EventLog.Stored stored -> {
                log.info(
                        "{} sent the dead letter {} again, as {}",
                        by,
                        id,
                        stored.places().getFirst());
                yield new Replay.Sent(stored.places().getFirst());
            }
        };
    }

    private static void put(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable ConsumerRecord<byte[], byte[]> read(TopicPartition partition, long offset) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            if (consumer.partitionsFor(partition.topic()).stream()
                    .noneMatch(info -> info.partition() == partition.partition())) {
                return null;
            }
            List<TopicPartition> one = List.of(partition);
            if (offset < consumer.beginningOffsets(one).getOrDefault(partition, 0L)
                    || offset >= consumer.endOffsets(one).getOrDefault(partition, 0L)) {
                return null;
            }
            return window(consumer, partition, offset, offset + 1, record -> record).stream()
                    .findFirst()
                    .orElse(null);
        }
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What is kept of the records from one offset (inclusive) to another (exclusive). */
    private <T> List<T> window(
            Consumer<byte[], byte[]> consumer,
            TopicPartition partition,
            long from,
            long to,
            Function<ConsumerRecord<byte[], byte[]>, T> keep) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        List<T> kept = new ArrayList<>();
        Instant deadline = clock.instant().plus(PATIENCE);
        while (consumer.position(partition) < to) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (record.offset() < to) {
                    kept.add(keep.apply(record));
                }
                deadline = clock.instant().plus(PATIENCE);
            }
            if (clock.instant().isAfter(deadline)) {
                throw new KafkaException("Kafka did not answer within " + PATIENCE.toSeconds() + " s");
            }
        }
        return kept;
    }

    private static DeadLetter letter(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new TreeMap<>();
        for (Header header : record.headers()) {
            if (!header.key().startsWith("ts_") && headers.size() < SHOWN_HEADERS) {
                headers.put(cut(header.key()), text(header.value(), SHOWN_OF_HEADER));
            }
        }
        return new DeadLetter(
                record.topic() + "-" + record.partition() + "-" + record.offset(),
                record.topic(),
                text(record, DeadLetters.ORIGIN),
                text(record, DeadLetters.REASON),
                text(record, DeadLetters.DETAIL),
                Instant.ofEpochMilli(record.timestamp()),
                record.key() == null ? null : text(record.key(), SHOWN_OF_TEXT),
                record.value() == null ? null : text(record.value(), SHOWN_OF_VALUE),
                Math.max(0, record.serializedValueSize()),
                headers,
                record.headers().lastHeader(REPLAYED_BY) == null ? null : text(record, REPLAYED_BY));
    }

    private static int size(DeadLetter letter) {
        int size =
                length(letter.key()) + length(letter.value()) + letter.detail().length();
        for (Map.Entry<String, String> header : letter.headers().entrySet()) {
            size += header.getKey().length() + header.getValue().length();
        }
        return size;
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String header) {
        Header found = record.headers().lastHeader(header);
        return found == null ? "" : text(found.value(), SHOWN_OF_TEXT);
    }

    /** The beginning of a text in UTF-8, cut between two characters. */
    private static String text(byte @Nullable [] bytes, int most) {
        if (bytes == null) {
            return "";
        }
        int end = Math.min(bytes.length, most);
        while (end < bytes.length && end > most - 4 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private static String cut(String text) {
        return text.length() > SHOWN_OF_HEADER ? text.substring(0, SHOWN_OF_HEADER) : text;
    }

    private record Loaded(long offset, long timestamp, DeadLetter letter) {}

    /** One partition, read from its end to its beginning in windows. */
    private final class Backwards {

        private final TopicPartition partition;
        private final long begin;
        private final List<Loaded> loaded = new ArrayList<>();
        private long loadedFrom;
        /** What is not handed out yet ends here. */
        private long end;

        Backwards(TopicPartition partition, long begin, long end) {
            this.partition = partition;
            this.begin = begin;
            this.end = end;
            this.loadedFrom = end;
        }

        /** Makes the next one ready; false when there is none. */
        boolean fill(Consumer<byte[], byte[]> consumer) {
            while (loaded.isEmpty() && loadedFrom > begin) {
                long from = Math.max(begin, loadedFrom - WINDOW);
                loaded.addAll(window(
                        consumer,
                        partition,
                        from,
                        loadedFrom,
                        record -> new Loaded(record.offset(), record.timestamp(), letter(record))));
                loadedFrom = from;
            }
            return !loaded.isEmpty();
        }

        long newestTimestamp() {
            return loaded.getLast().timestamp();
        }

        DeadLetter take() {
            Loaded newest = loaded.removeLast();
            end = newest.offset();
            return newest.letter();
        }
    }
}
