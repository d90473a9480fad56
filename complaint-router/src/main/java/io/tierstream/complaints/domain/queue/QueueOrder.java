package io.tierstream.complaints.domain.queue;

import io.tierstream.complaints.domain.sla.OrderRule;
import java.util.Comparator;
import java.util.List;

/**
 * The order of the queue: a list of criteria, each of which decides where those before it are equal.
 *
 * <p>Lifted tickets stand above the tiers, so among themselves the tier comes after the deadline.
 */
public final class QueueOrder implements Comparator<QueueKey> {

    private static final List<Criterion> TIER_FIRST = List.of(
            Criterion.LIFTED, Criterion.TIER, Criterion.DEADLINE, Criterion.SEVERITY, Criterion.OPENED, Criterion.ID);

    private static final List<Criterion> DEADLINE_FIRST = List.of(
            Criterion.LIFTED, Criterion.DEADLINE, Criterion.TIER, Criterion.SEVERITY, Criterion.OPENED, Criterion.ID);

    private final List<Criterion> criteria;

    private QueueOrder(List<Criterion> criteria) {
        this.criteria = criteria;
    }

    /** The order that the settings ask for. */
    public static QueueOrder of(OrderRule rule) {
        return new QueueOrder(
                switch (rule) {
                    case TIER_FIRST -> TIER_FIRST;
                    case DEADLINE_FIRST -> DEADLINE_FIRST;
                });
    }

    @Override
    public int compare(QueueKey a, QueueKey b) {
        for (Criterion criterion : criteriaFor(a, b)) {
            int result = criterion.comparator.compare(a, b);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    /** What puts the one before the other. */
    public Criterion decidedBy(QueueKey a, QueueKey b) {
        for (Criterion criterion : criteriaFor(a, b)) {
            if (criterion.comparator.compare(a, b) != 0) {
                return criterion;
            }
        }
        return Criterion.ID;
    }

    private List<Criterion> criteriaFor(QueueKey a, QueueKey b) {
        return a.lifted() && b.lifted() ? DEADLINE_FIRST : criteria;
    }

    /** What tickets are ordered by. */
    public enum Criterion {
        /** It has waited longer than the maximum. */
        LIFTED(Comparator.comparing(key -> !key.lifted())),
        TIER(Comparator.comparing(QueueKey::tier)),
        DEADLINE(Comparator.comparing(QueueKey::due)),
        SEVERITY(Comparator.comparing(QueueKey::severity)),
        OPENED(Comparator.comparing(QueueKey::openedAt)),
        ID(Comparator.comparing(QueueKey::complaintId));

        private final Comparator<QueueKey> comparator;

        Criterion(Comparator<QueueKey> comparator) {
            this.comparator = comparator;
        }
    }
}
