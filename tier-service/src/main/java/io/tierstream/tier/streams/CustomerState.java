package io.tierstream.tier.streams;

import io.tierstream.contracts.score.v1.CustomerScored;
import io.tierstream.tier.domain.Grade;
import io.tierstream.tier.wire.GradeSnapshot;
import io.tierstream.tier.wire.WireJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a customer.
 *
 * @param version of the latest snapshot told to the projections
 * @param due the agenda's entry for this customer, if there is one
 * @param score the latest {@link CustomerScored} as JSON: kept as bytes, for most decisions don't look into it
 * @param profile who the customer is
 * @param recentCommands ids of the latest commands, oldest first, so that a repeat is known as one
 */
record CustomerState(
        long version,
        @Nullable Grade grade,
        @Nullable Instant due,
        byte @Nullable [] score,
        @Nullable DatedProfile profile,
        List<String> recentCommands) {

    static final CustomerState UNKNOWN = new CustomerState(0, null, null, null, null, List.of());

    private static final int COMMANDS_REMEMBERED = 8;

    /**
     * A profile and the event that brought it: the latest time holds, then the greatest event id.
     */
    record DatedProfile(Instant time, String eventId, GradeSnapshot.Profile profile) {

        boolean isBefore(Instant otherTime, String otherId) {
            int order = time.compareTo(otherTime);
            return order == 0 ? eventId.compareTo(otherId) < 0 : order < 0;
        }
    }

    GradeSnapshot.@Nullable Profile profileOrNull() {
        return profile == null ? null : profile.profile();
    }

    /** The latest score. */
    CustomerScored decodedScore() {
        return Objects.requireNonNull(WireJson.kept(CustomerScored.class, score), "a graded customer without a score");
    }

    CustomerState with(Grade newGrade, @Nullable Instant newDue) {
        return new CustomerState(version, newGrade, newDue, score, profile, recentCommands);
    }

    CustomerState withScore(byte[] newScore) {
        return new CustomerState(version, grade, due, newScore, profile, recentCommands);
    }

    CustomerState with(DatedProfile newProfile) {
        return new CustomerState(version, grade, due, score, newProfile, recentCommands);
    }

    CustomerState withCommand(String commandId) {
        List<String> commands = new ArrayList<>(recentCommands);
        commands.add(commandId);
        if (commands.size() > COMMANDS_REMEMBERED) {
            commands.removeFirst();
        }
        return new CustomerState(version, grade, due, score, profile, List.copyOf(commands));
    }

    CustomerState withNextVersion() {
        return new CustomerState(version + 1, grade, due, score, profile, recentCommands);
    }
}
