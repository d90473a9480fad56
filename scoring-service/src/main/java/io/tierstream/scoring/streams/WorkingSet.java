package io.tierstream.scoring.streams;

import io.tierstream.contracts.EventCodec;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Entry;
import io.tierstream.scoring.domain.EntryKey;
import io.tierstream.scoring.domain.Score;
import io.tierstream.scoring.domain.Scorecard;
import io.tierstream.scoring.domain.Totals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
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
    private final Map<String, CustomerFile> files = new LinkedHashMap<>(256, 0.75f, true);
    private final Set<CustomerFile> dirty = new LinkedHashSet<>();

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
    }

    TaskState state() {
        TaskState known = state;
        if (known == null) {
            byte[] stored = stores.task().get(STATE_KEY);
            known = stored == null
                    ? TaskState.initial(
                            partition,
                            ScorecardDocument.of(Scorecard.standard()),
                            LocalDate.ofEpochDay(scoring.today()))
                    : TaskState.fromBytes(stored);
            scorecard = known.scorecard().toDomain();
            state = known;
        }
        return known;
    }

    void change(TaskState changed) {
        if (changed.scorecard() != state().scorecard()) {
            scorecard = changed.scorecard().toDomain();
        }
        state = changed;
        stateChanged = true;
    }

    int dirtyCount() {
        return dirty.size();
    }

    /** The customer's file, to be changed: it will be written. */
    CustomerFile open(String customerId) {
        CustomerFile file = files.get(customerId);
        if (file == null) {
            byte[] bytes = stores.metrics().get(metricsKey(customerId));
            StoredCustomer stored = bytes == null ? null : CustomerFormat.read(bytes);
            file = new CustomerFile(customerId, stored, stores.ledger(), scoring.today());
            files.put(customerId, file);
        }
        dirty.add(file);
        return file;
    }

    /** Writes and tells what changed; part of the commit. */
    void write() {
        if (!dirty.isEmpty()) {
            Instant now = scoring.clock().instant();
            Totals totals = state().totals();
            for (CustomerFile file : dirty) {
                totals = write(file, totals, now);
            }
            dirty.clear();
            if (!totals.equals(state().totals())) {
                change(state().with(totals));
            }
            forgetSome();
        }
        if (stateChanged) {
            stores.task().put(STATE_KEY, state().toBytes());
            stateChanged = false;
        }
    }

    private Totals write(CustomerFile file, Totals totals, Instant now) {
        String customerId = file.customerId();
        StoredCustomer before = file.stored();
        CustomerMetrics metrics = file.metrics();
        for (Map.Entry<EntryKey, @Nullable Entry> change : file.changes().entrySet()) {
            Bytes key = EntryFormat.key(customerId, change.getKey());
            Entry entry = change.getValue();
            stores.ledger().put(key, entry == null ? null : EntryFormat.write(entry));
        }
        int agendaDay = metrics.nextLook(scoring.rules());
        int agendaBefore = before == null ? CustomerMetrics.NEVER : before.agendaDay();
        if (agendaDay != agendaBefore) {
            if (agendaBefore != CustomerMetrics.NEVER) {
                stores.agenda().delete(AgendaKey.of(agendaBefore, customerId));
            }
            if (agendaDay != CustomerMetrics.NEVER) {
                stores.agenda().put(AgendaKey.of(agendaDay, customerId), new byte[0]);
            }
        }
        Score toldBefore = file.toldScore();
        if (toldBefore == null && before != null) {
            toldBefore = Score.of(before.metrics(), scorecard, scoring.rules());
        }
        Score score = metrics == (before == null ? null : before.metrics())
                        && toldBefore != null
                        && toldBefore.scorecardVersion() == scorecard.version()
                ? toldBefore
                : Score.of(metrics, scorecard, scoring.rules());
        boolean news = before == null
                || toldBefore == null
                || before.scorecardVersion() != scorecard.version()
                || !score.saysTheSameAs(toldBefore);
        long version = (before == null ? 0 : before.scoreVersion()) + (news ? 1 : 0);
        StoredCustomer after = new StoredCustomer(metrics, version, scorecard.version(), agendaDay);
        if (!after.equals(before)) {
            stores.metrics().put(metricsKey(customerId), CustomerFormat.write(after));
        }
        if (news) {
            tell(customerId, version, score, now);
        }
        file.written(after, score);
        return totals.changed(toldBefore == null ? null : toldBefore.figures(), score.figures());
    }

    private void tell(String customerId, long version, Score score, Instant now) {
        ProducerRecord<byte[], byte[]> record = EventCodec.encode(ScoreTranslator.event(
                customerId, version, score, scoring.properties().baseCurrency(), now));
        outlet.accept(new Record<>(record.key(), record.value(), now.toEpochMilli(), record.headers()));
    }

    private void forgetSome() {
        Iterator<CustomerFile> eldest = files.values().iterator();
        for (int i = files.size() - scoring.properties().scoring().customersInMemory(); i > 0; i--) {
            eldest.next();
            eldest.remove();
        }
    }

    static Bytes metricsKey(String customerId) {
        return Bytes.wrap(customerId.getBytes(StandardCharsets.UTF_8));
    }
}
