package io.tierstream.complaints.application;

import io.tierstream.complaints.application.SlaStore.StoredSla;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The SLA settings: what is in force, and changing it. They hold for tickets to come and for later changes of tier. */
@Component
public final class ChangingSla {

    private final SlaStore store;
    private final SlaPublishing publishing;
    private final TicketQueue queue;
    private final TicketDesk desk;

    ChangingSla(SlaStore store, SlaPublishing publishing, TicketQueue queue, TicketDesk desk) {
        this.store = store;
        this.publishing = publishing;
        this.queue = queue;
        this.desk = desk;
    }

    /** What became of a change. */
    public sealed interface Result {

        /** The settings are in force. */
        record Done(StoredSla sla) implements Result {}

        /** The caller saw an older version than the current one. */
        record Stale(StoredSla current) implements Result {}

        /** The settings cannot be used. */
        record Invalid(List<SlaPolicy.Problem> problems) implements Result {}
    }

    /** The settings in force, as the store has them; keeps the built-in ones at the first start. */
    public StoredSla read() {
        Optional<StoredSla> stored = store.find();
        while (stored.isEmpty()) {
            store.save(withVersion(SlaPolicy.DEFAULT, 1), null, desk.now());
            stored = store.find();
        }
        queue.reorder(stored.get().policy(), desk.now());
        return stored.get();
    }

    /**
     * Replaces the settings.
     *
     * @param wanted its version does not matter
     * @param expectedVersion the version the caller saw; absent: any
     */
    public Result change(SlaPolicy wanted, @Nullable Long expectedVersion, String by) {
        List<SlaPolicy.Problem> problems = wanted.problems();
        if (!problems.isEmpty()) {
            return new Result.Invalid(problems);
        }
        StoredSla current = read();
        while (expectedVersion == null || expectedVersion == current.policy().version()) {
            if (store.save(withVersion(wanted, current.policy().version() + 1), by, desk.now())) {
                StoredSla now = read();
                publishing.publish(now.policy(), desk.now());
                return new Result.Done(now);
            }
            current = read();
        }
        return new Result.Stale(current);
    }

    /** Publishes settings of which others have not been told yet. */
    public void publishIfDue() {
        store.find()
                .filter(stored -> !stored.published())
                .ifPresent(stored -> publishing.publish(stored.policy(), desk.now()));
    }

    private static SlaPolicy withVersion(SlaPolicy policy, long version) {
        return new SlaPolicy(
                version,
                policy.tiers(),
                policy.promotionGrace(),
                policy.onDemotion(),
                policy.atRiskShare(),
                policy.order(),
                policy.maximumWait());
    }
}
