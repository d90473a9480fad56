package io.tierstream.scoring.streams;

import io.tierstream.contracts.EventJson;
import io.tierstream.scoring.domain.Totals;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one partition knows beside its customers; stored, and told to all instances, which add the partitions up.
 *
 * @param rolledThrough the business day up to which all its customers are true
 * @param rescore the latest pass with a new scorecard
 * @param audit the latest audit
 * @param settings under which its customers' figures are counted; absent in what earlier versions wrote
 * @param numbered a scorecard that this partition numbered and sent to all, and that has not come back yet
 */
public record TaskState(
        int format,
        int partition,
        Totals totals,
        ScorecardDocument scorecard,
        LocalDate rolledThrough,
        @Nullable Rescore rescore,
        @Nullable Audit audit,
        @Nullable CountingSettings settings,
        @Nullable ScorecardDocument numbered) {

    static final int FORMAT = 1;

    /**
     * A pass over all customers with a new scorecard.
     *
     * @param cursor the last customer done
     * @param total customers when it began
     */
    public record Rescore(int version, @Nullable String cursor, long done, long total, boolean finished) {

        Rescore next(String customerId) {
            return new Rescore(version, customerId, done + 1, Math.max(total, done + 1), false);
        }

        Rescore end() {
            return new Rescore(version, null, done, done, true);
        }
    }

    /**
     * A recalculation of all customers from their ledger entries.
     *
     * @param differing customers with a difference
     * @param differences the first of them
     */
    public record Audit(
            String id,
            Instant requestedAt,
            @Nullable String requestedBy,
            @Nullable String cursor,
            long done,
            long total,
            long differing,
            List<Difference> differences,
            boolean finished) {

        static final int MAX_DIFFERENCES = 100;

        Audit next(String customerId, List<Difference> found) {
            List<Difference> all = differences;
            if (!found.isEmpty() && differences.size() < MAX_DIFFERENCES) {
                all = java.util.stream.Stream.concat(differences.stream(), found.stream())
                        .limit(MAX_DIFFERENCES)
                        .toList();
            }
            return new Audit(
                    id,
                    requestedAt,
                    requestedBy,
                    customerId,
                    done + 1,
                    Math.max(total, done + 1),
                    differing + (found.isEmpty() ? 0 : 1),
                    all,
                    false);
        }

        Audit end() {
            return new Audit(id, requestedAt, requestedBy, null, done, done, differing, differences, true);
        }
    }

    /** A figure that is not what the entries add up to. */
    public record Difference(String customerId, String metric, String recorded, String recomputed) {}

    static TaskState initial(int partition, ScorecardDocument scorecard, LocalDate today, CountingSettings settings) {
        return new TaskState(FORMAT, partition, Totals.NONE, scorecard, today, null, null, settings, null);
    }

    /**
     * This state, to be gone on with under the settings as they are configured now. One that does not say under which it
     * was counted takes these.
     *
     * @throws OtherSettingsException if it was counted under others
     */
    TaskState under(CountingSettings configured) {
        if (settings == null) {
            return new TaskState(
                    FORMAT, partition, totals, scorecard, rolledThrough, rescore, audit, configured, numbered);
        }
        List<String> differences = settings.differences(configured);
        if (!differences.isEmpty()) {
            throw new OtherSettingsException(partition, differences);
        }
        return this;
    }

    TaskState with(Totals changed) {
        return new TaskState(FORMAT, partition, changed, scorecard, rolledThrough, rescore, audit, settings, numbered);
    }

    /** The scorecard to which the next change is one: in force here, or on its way to be. */
    ScorecardDocument lastNumbered() {
        return numbered != null && numbered.version() > scorecard.version() ? numbered : scorecard;
    }

    TaskState numbering(ScorecardDocument next) {
        return new TaskState(FORMAT, partition, totals, scorecard, rolledThrough, rescore, audit, settings, next);
    }

    TaskState with(ScorecardDocument changed, Rescore started) {
        ScorecardDocument onItsWay = numbered != null && numbered.version() > changed.version() ? numbered : null;
        return new TaskState(FORMAT, partition, totals, changed, rolledThrough, started, audit, settings, onItsWay);
    }

    TaskState with(Rescore changed) {
        return new TaskState(FORMAT, partition, totals, scorecard, rolledThrough, changed, audit, settings, numbered);
    }

    TaskState with(Audit changed) {
        return new TaskState(FORMAT, partition, totals, scorecard, rolledThrough, rescore, changed, settings, numbered);
    }

    TaskState rolledThrough(LocalDate day) {
        return new TaskState(FORMAT, partition, totals, scorecard, day, rescore, audit, settings, numbered);
    }

    byte[] toBytes() {
        return EventJson.mapper().writeValueAsBytes(this);
    }

    static TaskState fromBytes(byte[] bytes) {
        TaskState state = EventJson.mapper().readValue(bytes, TaskState.class);
        if (state.format != FORMAT) {
            throw new UnreadableStateException("task of format " + state.format);
        }
        return state;
    }
}
