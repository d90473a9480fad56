package io.tierstream.scoring.streams;

import io.tierstream.scoring.ScoringProperties;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Evidence;
import io.tierstream.scoring.domain.Score;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.domain.ScoringRules;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;
import org.springframework.stereotype.Component;

/** Reads the stores of this instance, and knows which instance has what. */
@Component
public class CustomerQueries {

    /** Where a customer's figures are. */
    public sealed interface Place {}

    /** @param partition of this instance */
    public record Here(int partition) implements Place {}

    /** @param address {@code host:port} of the other instance */
    public record Elsewhere(String address) implements Place {}

    /**
     * A customer's score.
     *
     * @param asOf epoch day for which it is true
     */
    public record Found(Score score, long version, int asOf) {}

    private final StreamsBuilderFactoryBean streams;
    private final ScoringProperties properties;
    private final ScoringRules rules;
    private final Clock clock;

    CustomerQueries(StreamsBuilderFactoryBean streams, ScoringProperties properties, Clock clock) {
        this.streams = streams;
        this.properties = properties;
        this.rules = properties.rules();
        this.clock = clock;
    }

    /** @throws ScoringUnavailableException while it is not known, such as when instances come and go */
    public Place locate(String customerId) {
        try {
            KeyQueryMetadata owner = running()
                    .queryMetadataForKey(
                            Stores.METRICS,
                            customerId.getBytes(StandardCharsets.UTF_8),
                            Serdes.ByteArray().serializer());
            if (owner == null || owner.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
                throw new ScoringUnavailableException("The customer's place is not known just now");
            }
            HostInfo self = HostInfo.buildFromEndpoint(
                    Objects.requireNonNull(streams.getStreamsConfiguration()).getProperty("application.server"));
            HostInfo host = owner.activeHost();
            return host.equals(self) ? new Here(owner.partition()) : new Elsewhere(host.host() + ":" + host.port());
        } catch (StreamsNotStartedException | IllegalStateException e) {
            throw new ScoringUnavailableException("The service is starting", e);
        }
    }

    /** The score of a customer of this partition. */
    public Optional<Found> find(int partition, String customerId) {
        return read(partition, () -> {
            StoredCustomer stored = stored(partition, customerId);
            if (stored == null) {
                return Optional.empty();
            }
            Score score = Score.of(stored.metrics(), scorecard(partition));
            return Optional.of(new Found(score, stored.scoreVersion(), trueFor(stored)));
        });
    }

    /** What makes a metric of a customer of this partition. */
    public Optional<Evidence> evidence(int partition, String customerId, String metric) {
        return read(partition, () -> {
            StoredCustomer stored = stored(partition, customerId);
            return stored == null
                    ? Optional.empty()
                    : Optional.of(Evidence.of(
                            metric,
                            stored.metrics(),
                            new CustomerLedger(
                                    customerId,
                                    stored.ledger(),
                                    null,
                                    store(Stores.LEDGER, partition),
                                    EntryHash.STANDARD),
                            rules));
        });
    }

    /** Figures of a day before today are true today when nothing was to change since. */
    private int trueFor(StoredCustomer stored) {
        CustomerMetrics metrics = stored.metrics();
        int today = Math.toIntExact(
                LocalDate.ofInstant(clock.instant(), properties.timeZone()).toEpochDay());
        return Math.max(metrics.asOf(), Math.min(today, metrics.nextLook(rules) - 1));
    }

    private @Nullable StoredCustomer stored(int partition, String customerId) {
        byte[] bytes = store(Stores.METRICS, partition).get(WorkingSet.metricsKey(customerId));
        return bytes == null ? null : CustomerFormat.read(bytes);
    }

    private Scorecard scorecard(int partition) {
        byte[] bytes = store(Stores.TASK, partition).get(WorkingSet.STATE_KEY);
        return bytes == null
                ? Scorecard.standard()
                : TaskState.fromBytes(bytes).scorecard().toDomain();
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store(String name, int partition) {
        return running()
                .store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<Bytes, byte[]>keyValueStore())
                        .withPartition(partition));
    }

    private KafkaStreams running() {
        KafkaStreams running = streams.getKafkaStreams();
        if (running == null) {
            throw new ScoringUnavailableException("The service is starting");
        }
        return running;
    }

    private interface Reading<T> {
        T read();
    }

    private static <T> T read(int partition, Reading<T> reading) {
        try {
            return reading.read();
        } catch (InvalidStateStoreException e) {
            throw new ScoringUnavailableException("Partition " + partition + " is on its way to another instance", e);
        }
    }
}
