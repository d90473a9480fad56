package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.Auditing;
import io.tierstream.scoring.domain.Decision;
import io.tierstream.scoring.domain.Scoring;
import io.tierstream.scoring.streams.TaskState.Audit;
import io.tierstream.scoring.streams.TaskState.Difference;
import io.tierstream.scoring.streams.TaskState.Rescore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * What concerns many customers, in slices so short that events flow on between them: the roll to a new day, a new
 * scorecard, audits. Where it stands is stored with the task, so it goes on after a restart.
 */
final class BackgroundWork {

    private static final int BATCH = 200;

    private final ScoringContext scoring;
    private final Stores.OfTask stores;
    private final WorkingSet customers;

    /**
     * Where the roll goes on, between two rolls with the day that was rolled last: the clock may have stepped back since.
     * Absent after a start: then from the very first, for whom an earlier version missed. Not so each time, as that means to
     * read over all that was deleted lately.
     */
    private @Nullable Bytes rollCursor;

    BackgroundWork(ScoringContext scoring, Stores.OfTask stores, WorkingSet customers) {
        this.scoring = scoring;
        this.stores = stores;
        this.customers = customers;
    }

    /** Works for about this long. True when there is more to do. */
    boolean workFor(Duration slice) {
        long until = System.nanoTime() + slice.toNanos();
        return rollUntil(until) || rescoreUntil(until) || auditUntil(until);
    }

    /** Customers whom the agenda has for today or, after some time away, for days before, however many. */
    private boolean rollUntil(long until) {
        int today = scoring.today();
        if (today <= customers.state().rolledThrough().toEpochDay()) {
            return false;
        }
        // Whom an event of the last moments before midnight put down for today is not in the agenda before this.
        customers.write();
        Bytes end = AgendaKey.startOf(today + 1);
        Bytes from = rollCursor;
        while (true) {
            List<Bytes> due = keys(stores.agenda(), from, end);
            for (Bytes key : due) {
                String customerId = AgendaKey.customerOf(key);
                if (customers.agendaDay(customerId) == AgendaKey.dayOf(key)) {
                    CustomerFile file = customers.open(customerId);
                    Decision decision = Scoring.roll(file.metrics(), file.ledger(), scoring.rules(), today);
                    file.apply(decision);
                } else {
                    // Something came to stand before it, and was looked at instead.
                    stores.agenda().delete(key);
                }
                from = after(key);
            }
            customers.write();
            rollCursor = from;
            if (due.size() < BATCH) {
                rollCursor = AgendaKey.startOf(today);
                customers.change(customers.state().rolledThrough(LocalDate.ofEpochDay(today)));
                return rescoring() || auditing();
            }
            if (System.nanoTime() >= until) {
                return true;
            }
        }
    }

    private boolean rescoring() {
        Rescore rescore = customers.state().rescore();
        return rescore != null && !rescore.finished();
    }

    private boolean rescoreUntil(long until) {
        while (rescoring()) {
            Rescore rescore = java.util.Objects.requireNonNull(customers.state().rescore());
            List<Bytes> next = keys(stores.metrics(), start(rescore.cursor()), null);
            for (Bytes key : next) {
                String customerId = new String(key.get(), StandardCharsets.UTF_8);
                CustomerFile file = customers.open(customerId);
                file.apply(Scoring.roll(file.metrics(), file.ledger(), scoring.rules(), scoring.today()));
                rescore = rescore.next(customerId);
            }
            customers.write();
            customers.change(customers.state().with(next.size() < BATCH ? rescore.end() : rescore));
            if (System.nanoTime() >= until) {
                return rescoring() || auditing();
            }
        }
        return false;
    }

    private boolean auditing() {
        Audit audit = customers.state().audit();
        return audit != null && !audit.finished();
    }

    private boolean auditUntil(long until) {
        while (auditing()) {
            customers.write();
            Audit audit = java.util.Objects.requireNonNull(customers.state().audit());
            List<Bytes> next = keys(stores.metrics(), start(audit.cursor()), null);
            boolean all = next.size() < BATCH;
            for (Bytes key : next) {
                String customerId = new String(key.get(), StandardCharsets.UTF_8);
                audit = audit.next(customerId, audited(customerId, key));
                if (System.nanoTime() >= until && key != next.getLast()) {
                    all = false;
                    break;
                }
            }
            customers.change(customers.state().with(all ? audit.end() : audit));
            if (System.nanoTime() >= until) {
                return auditing();
            }
        }
        return false;
    }

    private List<Difference> audited(String customerId, Bytes key) {
        byte[] bytes = stores.metrics().get(key);
        if (bytes == null) {
            return List.of();
        }
        StoredCustomer stored = CustomerFormat.read(bytes);
        CustomerLedger ledger = new CustomerLedger(customerId, stored.ledger(), null, stores.ledger(), scoring.hash());
        return Auditing.differences(stored.metrics(), ledger, scoring.rules()).stream()
                .map(it -> new Difference(customerId, it.metric(), it.recorded(), it.recomputed()))
                .toList();
    }

    private static @Nullable Bytes start(@Nullable String cursor) {
        return cursor == null ? null : after(WorkingSet.metricsKey(cursor));
    }

    /** The first key that can follow this one. */
    private static Bytes after(Bytes key) {
        byte[] bytes = key.get();
        return Bytes.wrap(java.util.Arrays.copyOf(bytes, bytes.length + 1));
    }

    private static List<Bytes> keys(KeyValueStore<Bytes, byte[]> store, @Nullable Bytes from, @Nullable Bytes end) {
        List<Bytes> keys = new ArrayList<>(BATCH);
        try (KeyValueIterator<Bytes, byte[]> iterator = store.range(from, end)) {
            while (keys.size() < BATCH && iterator.hasNext()) {
                keys.add(iterator.next().key);
            }
        }
        return keys;
    }
}
