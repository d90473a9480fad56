package io.tierstream.ingest.files;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An import as it stands. Kept as JSON beside its file, so that it outlives a restart.
 *
 * <pre>
 * UPLOADING ──▶ QUEUED ──▶ RUNNING ⇄ WAITING ──▶ DONE
 *     │            ▲          │         │
 *     │            └──restart─┴─────────┤
 *     └───────────────────────▶ FAILED ◀┘
 * </pre>
 *
 * @param rebase whether times are shifted so that the newest row is of today
 * @param startedBy who sent the file
 * @param eventTypes what that publisher is limited to; empty: all
 * @param sources what that publisher is limited to; empty: all
 * @param bytes of the file as it was sent
 * @param rejectsListed how many rejected rows are in their list when it is full; absent while all are
 * @param percent how far it is, 0–100
 * @param shiftDays by how many days times are shifted; absent without rebase
 * @param restarts how often it was begun again because the service stopped
 * @param workedMillis how long it has been worked on
 * @param message what happened, for a person
 */
public record ImportState(
        String id,
        String mapping,
        boolean rebase,
        Status status,
        String startedBy,
        Set<String> eventTypes,
        Set<String> sources,
        Instant createdAt,
        @Nullable Instant finishedAt,
        long bytes,
        long rowsRead,
        long eventsPublished,
        long rowsRejected,
        @Nullable Long rejectsListed,
        int percent,
        @Nullable Long shiftDays,
        int restarts,
        long workedMillis,
        @Nullable String message) {

    /** Where an import stands. */
    public enum Status {
        /** The file is still coming in. */
        UPLOADING,
        /** Waits for others before it. */
        QUEUED,
        RUNNING,
        /** Kafka is away, or the publisher's rate is used up; goes on by itself. */
        WAITING,
        /** All that could be published is. */
        DONE,
        /** Was given up; the message says why. What was published stays. */
        FAILED;

        /** Whether nothing will change any more. */
        public boolean isFinal() {
            return this == DONE || this == FAILED;
        }
    }

    ImportState with(Status newStatus, @Nullable String newMessage) {
        return new ImportState(
                id,
                mapping,
                rebase,
                newStatus,
                startedBy,
                eventTypes,
                sources,
                createdAt,
                finishedAt,
                bytes,
                rowsRead,
                eventsPublished,
                rowsRejected,
                rejectsListed,
                percent,
                shiftDays,
                restarts,
                workedMillis,
                newMessage);
    }

    ImportState uploaded(long size) {
        return new ImportState(
                id,
                mapping,
                rebase,
                Status.QUEUED,
                startedBy,
                eventTypes,
                sources,
                createdAt,
                null,
                size,
                0,
                0,
                0,
                null,
                0,
                null,
                restarts,
                0,
                null);
    }

    ImportState begunAgain() {
        return new ImportState(
                id,
                mapping,
                rebase,
                Status.QUEUED,
                startedBy,
                eventTypes,
                sources,
                createdAt,
                null,
                bytes,
                0,
                0,
                0,
                null,
                0,
                shiftDays,
                restarts + 1,
                0,
                "The service was stopped meanwhile; begun again from the first row, which publishes the same events.");
    }

    ImportState at(Counts counts, @Nullable Long shift, long worked) {
        return new ImportState(
                id,
                mapping,
                rebase,
                status,
                startedBy,
                eventTypes,
                sources,
                createdAt,
                finishedAt,
                bytes,
                counts.rowsRead(),
                counts.eventsPublished(),
                counts.rowsRejected(),
                counts.rejectsListed(),
                counts.percent(),
                shift,
                restarts,
                worked,
                message);
    }

    ImportState finished(Status how, @Nullable String why, Instant when) {
        return new ImportState(
                id,
                mapping,
                rebase,
                how,
                startedBy,
                eventTypes,
                sources,
                createdAt,
                when,
                bytes,
                rowsRead,
                eventsPublished,
                rowsRejected,
                rejectsListed,
                how == Status.DONE ? 100 : percent,
                shiftDays,
                restarts,
                workedMillis,
                why);
    }

    /** What was counted so far. */
    record Counts(
            long rowsRead,
            long eventsPublished,
            long rowsRejected,
            @Nullable Long rejectsListed,
            int percent) {}
}
