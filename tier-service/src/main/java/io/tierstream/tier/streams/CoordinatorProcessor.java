package io.tierstream.tier.streams;

import io.tierstream.tier.wire.Answer;
import io.tierstream.tier.wire.Control;
import io.tierstream.tier.wire.Coordination;
import io.tierstream.tier.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The {@link Coordinator} in its one task: reads, lets it decide, keeps its state, and sends what it says. */
final class CoordinatorProcessor implements Processor<byte[], byte[], byte[], byte[]> {

    static final String STORE = "coordinator";

    private static final Logger log = LoggerFactory.getLogger(CoordinatorProcessor.class);
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Bytes STATE_KEY = Bytes.wrap("state".getBytes(StandardCharsets.UTF_8));

    private final TierSettings settings;
    private final Clock clock;
    private final TierMeters meters;
    private ProcessorContext<byte[], byte[]> context;
    private Cancellable ticking;
    private KeyValueStore<Bytes, byte[]> store;
    private Coordinator.State state;

    @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
    CoordinatorProcessor(TierSettings settings, Clock clock, TierMeters meters) {
        this.settings = settings;
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        context = processorContext;
        store = context.getStateStore(STORE);
        Coordinator.State kept = WireJson.kept(Coordinator.State.class, store.get(STATE_KEY));
        state = kept == null ? Coordinator.State.initially() : kept;
        tellMeters();
        ticking = context.schedule(
                TICK,
                PunctuationType.WALL_CLOCK_TIME,
                timestamp ->
                        take(Coordinator.tick(state, settings.cutOffs().interval(), settings.partitions(), now())));
    }

    @Override
    public void close() {
        ticking.cancel();
        meters.noCutOffs();
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        Optional<Coordination> heard = WireJson.read(Coordination.class, record.value());
        if (heard.isPresent()) {
            take(Coordinator.hear(state, heard.get(), settings.partitions(), now()));
        } else {
            RecordMetadata origin = context.recordMetadata().orElseThrow();
            meters.skipped(origin.topic());
            log.warn(
                    "Skipped {}-{}@{}: not a coordination record", origin.topic(), origin.partition(), origin.offset());
        }
    }

    private void take(Coordinator.Outcome outcome) {
        if (outcome.state() != state) {
            state = outcome.state();
            store.put(STATE_KEY, WireJson.bytes(state));
            tellMeters();
        }
        long timestamp = now().toEpochMilli();
        for (Control control : outcome.controls()) {
            context.forward(
                    new Record<>(new byte[0], WireJson.bytes(Control.class, control), timestamp),
                    TierTopology.CONTROL_SINK);
        }
        for (Answer answer : outcome.answers()) {
            context.forward(
                    new Record<>(new byte[0], WireJson.bytes(Answer.class, answer), timestamp),
                    TierTopology.COORDINATOR_ANSWERS_SINK);
        }
    }

    private void tellMeters() {
        if (state.lastCalculatedAt() != null) {
            meters.cutOffs(state.lastEpoch(), state.lastCalculatedAt());
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
