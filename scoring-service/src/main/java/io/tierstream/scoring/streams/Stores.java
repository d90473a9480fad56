package io.tierstream.scoring.streams;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/** Names of the stores, and how their keys are made. */
public final class Stores {

    public static final String LEDGER = "ledger";
    public static final String METRICS = "metrics";
    static final String AGENDA = "agenda";
    static final String TASK = "task";

    private Stores() {}

    /** The stores of one task. */
    record OfTask(
            KeyValueStore<Bytes, byte[]> ledger,
            KeyValueStore<Bytes, byte[]> metrics,
            KeyValueStore<Bytes, byte[]> agenda,
            KeyValueStore<Bytes, byte[]> task) {}
}
