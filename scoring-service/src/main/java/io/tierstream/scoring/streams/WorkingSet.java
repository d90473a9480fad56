package io.tierstream.scoring.streams;

import io.tierstream.contracts.EventCodec;
import io.tierstream.contracts.Lineage;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Figures;
import io.tierstream.scoring.domain.Score;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.domain.Totals;
import io.tierstream.scoring.streams.CustomerCache.Kept;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The customers of one task that are at hand. Changes are kept as objects and written to the stores, and told, once per
 * customer and commit: the number of changelog and output records is what costs.
 */
final class WorkingSet {

    static final Bytes STATE_KEY = Bytes.wrap("state".getBytes(StandardCharsets.UTF_8));

    private final ScoringContext scoring;
    private final Stores.OfTask stores;
    private final Consumer<Record<byte[], byte[]>> outlet;
    private final List<Kept> atWork = new ArrayList<>();
    private final CustomerCache cache;
    private final BinaryWriter value = new BinaryWriter();
    private final BinaryWriter scratch = new BinaryWriter();
    private final ScoreJson json = new ScoreJson();

    private final int partition;

    private @Nullable TaskState state;
    private Scorecard scorecard = Scorecard.standard();
    private boolean stateChanged;

    /** @param outlet takes the scores to be published */
    WorkingSet(ScoringContext scoring, Stores.OfTask stores, int partition, Consumer<Record<byte[], byte[]>> outlet) {
        this.scoring = scoring;
        this.stores = stores;
        this.outlet = outlet;
        this.partition = partition;
        this.cache = new CustomerCache(
                scoring.properties().scoring().cachePerPartition().toBytes());
    }

    TaskState state() {
        TaskState known = state;
        if (known == null) {
            TaskState stored = stored();
            known = stored == null
                    ? TaskState.initial(
                            partition,
                            ScorecardDocument.of(Scorecard.standard()),
                            LocalDate.ofEpochDay(scoring.today()),
                            CountingSettings.of(scoring.properties()))
                    : stored.under(CountingSettings.of(scoring.properties()));
            stateChanged = stored != null && known != stored;
            scorecard = known.scorecard().toDomain();
            state = known;
        }
        return known;
    }

    /** @throws OtherSettingsException if what is stored cannot be gone on with under the settings as they are now */
    void check() {
        TaskState stored = stored();
        if (stored != null) {
            stored.under(CountingSettings.of(scoring.properties()));
        }
    }

    private @Nullable TaskState stored() {
        byte[] bytes = stores.task().get(STATE_KEY);
        return bytes == null ? null : TaskState.fromBytes(bytes);
    }

    void change(TaskState changed) {
        if (changed.scorecard() != state().scorecard()) {
            scorecard = changed.scorecard().toDomain();
        }
        state = changed;
        stateChanged = true;
    }

    /** How many customers are to be written. */
    int size() {
        return atWork.size();
    }

    /** The customer's file, to be changed: it will be written. */
    CustomerFile open(String customerId) {
        Kept kept = cache.get(customerId);
        CustomerFile file = kept == null ? null : kept.file();
        if (file == null) {
            file = read(customerId, kept);
            kept = kept == null ? cache.add(customerId) : kept;
            kept.file(file);
            atWork.add(kept);
        }
        return file;
    }

    private CustomerFile read(String customerId, @Nullable Kept kept) {
        byte[] known = kept == null ? null : kept.value();
        byte[] bytes = known == null ? stores.metrics().get(metricsKey(customerId)) : known;
        StoredCustomer stored = bytes == null ? null : CustomerFormat.read(bytes);
        CustomerLedger ledger = new CustomerLedger(
                customerId,
                stored == null ? LedgerHead.EMPTY : stored.ledger(),
                kept == null ? null : kept.index(),
                stores.ledger(),
                scoring.hash());
        return new CustomerFile(customerId, bytes, stored, ledger, scoring.today());
    }

    /** The day under which the agenda has the customer, as it was written last. */
    int agendaDay(String customerId) {
        Kept kept = cache.get(customerId);
        CustomerFile file = kept == null ? null : kept.file();
        StoredCustomer stored = (file == null ? read(customerId, kept) : file).stored();
        return stored == null ? CustomerMetrics.NEVER : stored.agendaDay();
    }

    /** Writes and tells what changed; part of the commit. */
    void write() {
        if (!atWork.isEmpty()) {
            Instant now = scoring.clock().instant();
            Totals totals = state().totals();
            for (Kept kept : atWork) {
                totals = write(kept, Objects.requireNonNull(kept.file()), totals, now);
                kept.file(null);
            }
            atWork.clear();
            cache.trim();
            if (!totals.equals(state().totals())) {
                change(state().with(totals));
            }
        }
        if (stateChanged) {
            stores.task().put(STATE_KEY, state().toBytes());
            stateChanged = false;
        }
    }

    private Totals write(Kept kept, CustomerFile file, Totals totals, Instant now) {
        String customerId = file.customerId();
        StoredCustomer before = file.stored();
        CustomerMetrics metrics = file.metrics();
        LedgerHead ledger = file.ledger().write(stores.ledger(), value, scratch);
        int agendaDay = register(
                customerId,
                metrics.nextLook(scoring.rules()),
                before == null ? CustomerMetrics.NEVER : before.agendaDay(),
                metrics.asOf());
        Figures toldBefore = before == null ? null : Figures.of(before.metrics());
        Figures figures =
                before != null && toldBefore != null && metrics == before.metrics() ? toldBefore : Figures.of(metrics);
        boolean news = before == null
                || toldBefore == null
                || before.scorecardVersion() != scorecard.version()
                || !figures.sayTheSameAs(toldBefore);
        long version = (before == null ? 0 : before.scoreVersion()) + (news ? 1 : 0);
        CustomerFormat.write(
                new StoredCustomer(metrics, version, scorecard.version(), agendaDay, ledger), value.clear(), scratch);
        byte[] bytes = value.toBytes();
        if (!Arrays.equals(bytes, file.storedBytes())) {
            stores.metrics().put(metricsKey(customerId), bytes);
        }
        cache.change(kept, bytes, file.ledger().index());
        if (news) {
            tell(customerId, version, Score.of(figures, scorecard), now, file.lineage());
        }
        return totals.changed(toldBefore, figures);
    }

    /**
     * Sees that the agenda has the customer on its next day at the latest. A later day waits until the one that stands
     * there has come: to look in vain, once, costs less than to write each time that the day moves.
     */
    private int register(String customerId, int next, int registered, int asOf) {
        boolean come = registered <= asOf;
        if (come) {
            stores.agenda().delete(AgendaKey.of(registered, customerId));
        }
        if (!come && next >= registered) {
            return registered;
        }
        if (next != CustomerMetrics.NEVER) {
            stores.agenda().put(AgendaKey.of(next, customerId), new byte[0]);
        }
        return next;
    }

    private void tell(String customerId, long version, Score score, Instant now, Lineage cause) {
        ProducerRecord<byte[], byte[]> record = EventCodec.encode(
                ScoreTranslator.envelope(customerId, version, now),
                customerId,
                json.write(customerId, version, score, scoring.properties().baseCurrency()));
        scoring.trace().step(cause).writeTo(record.headers());
        outlet.accept(new Record<>(record.key(), record.value(), now.toEpochMilli(), record.headers()));
    }

    static Bytes metricsKey(String customerId) {
        return Bytes.wrap(customerId.getBytes(StandardCharsets.UTF_8));
    }
}
