package io.tierstream.ingest.application;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Where events are stored for good. */
public interface EventLog {

    /** Stores records; answers once all are acknowledged, or it is clear that they are not. */
    Storing store(List<ProducerRecord<byte[], byte[]>> records);

    /** What came of it. */
    sealed interface Storing {}

    /** All are stored, at these places, in the order given. */
    record Stored(List<Place> places) implements Storing {}

    /**
     * Some or all are not; storing them again is safe.
     *
     * @param retryAfter when it is worth a try
     * @param why for a person
     */
    record NotStored(Duration retryAfter, String why) implements Storing {}

    /** Where a record is. */
    record Place(String topic, int partition, long offset) {}
}
