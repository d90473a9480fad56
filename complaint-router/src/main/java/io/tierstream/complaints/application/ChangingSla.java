package io.tierstream.complaints.application;

import io.tierstream.complaints.application.SlaStore.Effect;
import io.tierstream.complaints.application.SlaStore.SlaChange;
import io.tierstream.complaints.application.SlaStore.StoredSla;
import io.tierstream.complaints.domain.queue.QueueEntry;
import io.tierstream.complaints.domain.queue.TicketQueue;
import io.tierstream.complaints.domain.sla.SlaPolicy;
import io.tierstream.complaints.domain.ticket.SettingsPreview;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The SLA settings: what is in force, what other ones would do, and changing them. What a change moves is moved by {@link
 * MovingDeadlines}.
 */
@Component
public final class ChangingSla {

    private final SlaStore store;
    private final SlaPublishing publishing;
    private final TicketQueue queue;
    private final TicketDesk desk;
    private final QueueWatch watch;

    ChangingSla(SlaStore store, SlaPublishing publishing, TicketQueue queue, TicketDesk desk, QueueWatch watch) {
        this.store = store;
        this.publishing = publishing;
        this.queue = queue;
        this.desk = desk;
        this.watch = watch;
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
            store.save(new SlaChange(SlaPolicy.DEFAULT.withVersion(1), null, desk.now(), null));
            stored = store.find();
        }
        if (queue.reorder(stored.get().policy(), desk.now())) {
            watch.reordered();
        }
        return stored.get();
    }

    /**
     * Settings that were in force, the latest first.
     *
     * @param before only versions before this one
     * @param most so many
     */
    public List<SlaChange> history(long before, int most) {
        return store.changes(before, most);
    }

    /**
     * What these settings would do to the tickets in the queue if they were put in force now.
     *
     * @param wanted without {@link SlaPolicy#problems}; its version does not matter
     * @param most so many moves are named
     */
    public SettingsPreview preview(SlaPolicy wanted, int most) {
        SlaPolicy current = queue.policy();
        return SettingsPreview.of(
                queue.inOrder(null).map(QueueEntry::ticket),
                current,
                wanted.withVersion(current.version() + 1),
                desk.now(),
                most);
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
            SettingsPreview.Counts counts = preview(wanted, 0).all();
            Effect effect = new Effect(counts.tickets(), counts.moved(), counts.newlyBreached(), counts.newlyAtRisk());
            SlaPolicy next = wanted.withVersion(current.policy().version() + 1);
            if (store.save(new SlaChange(next, by, desk.now(), effect))) {
                StoredSla now = read();
                publishing.publish(now.policy(), desk.now());
                return new Result.Done(now);
            }
            current = read();
        }
        return new Result.Stale(current);
    }

    /**
     * Takes over settings that another instance put in force, also while the broker is away, and publishes those of which
     * others have not been told yet.
     */
    void keepUp() {
        StoredSla stored = read();
        if (!stored.published()) {
            publishing.publish(stored.policy(), desk.now());
        }
    }
}
