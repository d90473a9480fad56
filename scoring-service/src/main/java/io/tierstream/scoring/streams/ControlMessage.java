package io.tierstream.scoring.streams;

import io.tierstream.contracts.EventJson;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command to all partitions. It is asked for on one partition, which sends it on to every one in the same transaction;
 * so all hear the same commands in the same order.
 *
 * @param scorecard a new scorecard, numbered by the partition that sends it on
 * @param auditId an audit to be made
 * @param given what of a scorecard its sender chose, by names; the rest stays as it is when it is numbered. Absent for all
 */
record ControlMessage(
        boolean toAll,
        @Nullable ScorecardDocument scorecard,
        @Nullable String auditId,
        @Nullable String by,
        Instant at,
        @Nullable List<String> given) {

    static ControlMessage newScorecard(ScorecardDocument scorecard, List<String> given, String by, Instant at) {
        return new ControlMessage(false, scorecard, null, by, at, given);
    }

    static ControlMessage newAudit(String auditId, String by, Instant at) {
        return new ControlMessage(false, null, auditId, by, at, null);
    }

    /** This, for every partition. */
    ControlMessage toAll(@Nullable ScorecardDocument numbered) {
        return new ControlMessage(true, numbered, auditId, by, at, null);
    }

    byte[] toBytes() {
        return EventJson.mapper().writeValueAsBytes(this);
    }

    static ControlMessage fromBytes(byte[] bytes) {
        return EventJson.mapper().readValue(bytes, ControlMessage.class);
    }
}
