package io.tierstream.scoring.streams;

import io.tierstream.contracts.Lineage;
import io.tierstream.scoring.domain.CustomerMetrics;
import io.tierstream.scoring.domain.Decision;
import org.jspecify.annotations.Nullable;

/** One customer at work between two commits: what the store has of it, and what it is now. */
final class CustomerFile {

    private final String customerId;
    private final @Nullable StoredCustomer stored;
    private final byte @Nullable [] storedBytes;
    private final CustomerLedger ledger;
    private CustomerMetrics metrics;
    private Lineage lineage = Lineage.NONE;

    /** @param storedBytes absent for a customer that is new */
    CustomerFile(
            String customerId,
            byte @Nullable [] storedBytes,
            @Nullable StoredCustomer stored,
            CustomerLedger ledger,
            int today) {
        this.customerId = customerId;
        this.storedBytes = storedBytes;
        this.stored = stored;
        this.ledger = ledger;
        this.metrics = stored == null ? CustomerMetrics.empty(today) : stored.metrics();
    }

    String customerId() {
        return customerId;
    }

    CustomerMetrics metrics() {
        return metrics;
    }

    CustomerLedger ledger() {
        return ledger;
    }

    @Nullable StoredCustomer stored() {
        return stored;
    }

    byte @Nullable [] storedBytes() {
        return storedBytes;
    }

    void apply(Decision decision) {
        metrics = decision.metrics();
        ledger.change(decision.entries());
    }

    /** Notes what a change came from, for whoever is told. */
    void follows(Lineage cause) {
        lineage = lineage.followedBy(cause);
    }

    /** What the changes since the last commit came from. */
    Lineage lineage() {
        return lineage;
    }
}
