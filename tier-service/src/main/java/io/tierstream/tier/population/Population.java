package io.tierstream.tier.population;

import io.tierstream.tier.domain.Tier;
import io.tierstream.tier.wire.GradeSnapshot;
import java.time.Instant;
import java.util.Collection;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * This instance's copy of all customers. Whoever reads sees one state of it from the first row to the last, so that a
 * report's parts add up; what arrives meanwhile waits, a second at most.
 */
@Component
public class Population {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock(true);
    private final CustomerTable customers = new CustomerTable();

    /** Reads; what it returns must not need the table any more. */
    public <T> T read(Function<CustomerTable, T> reading) {
        return locked(lock.readLock(), reading);
    }

    /**
     * Reads one customer, before what waits to be written: a single row is read in microseconds, and shall not wait with it
     * for a report that is under way.
     */
    public <T> T readOne(Function<CustomerTable, T> reading) {
        Lock shared = lock.readLock();
        if (!shared.tryLock()) {
            shared.lock();
        }
        try {
            return reading.apply(customers);
        } finally {
            shared.unlock();
        }
    }

    void graded(Collection<GradeSnapshot> grades) {
        locked(lock.writeLock(), table -> {
            grades.forEach(table::put);
            return grades;
        });
    }

    void changed(Collection<Change> changes) {
        locked(lock.writeLock(), table -> {
            changes.forEach(
                    change -> table.changed(change.customerId(), change.number(), change.to(), change.decidedAt()));
            return changes;
        });
    }

    void visited(Collection<Visit> visits) {
        locked(lock.writeLock(), table -> {
            visits.forEach(visit -> table.visited(visit.customerId(), visit.at()));
            return visits;
        });
    }

    private <T> T locked(Lock held, Function<CustomerTable, T> work) {
        held.lock();
        try {
            return work.apply(customers);
        } finally {
            held.unlock();
        }
    }

    /** A change of tier. */
    record Change(String customerId, long number, Tier to, Instant decidedAt) {}

    /** A visit to a customer. */
    record Visit(String customerId, Instant at) {}
}
