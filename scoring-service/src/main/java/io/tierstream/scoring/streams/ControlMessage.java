package io.tierstream.scoring.streams;

import io.tierstream.contracts.EventJson;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A command to all partitions. It is asked for on one partition, which sends it on to every one in the same transaction;
 * so all hear the same commands in the same order.
 *
 * @param scorecard a new scorecard, numbered by the partition that sends it on
 * @param auditId an audit to be made
 */
record ControlMessage(
        boolean toAll,
        @Nullable ScorecardDocument scorecard,
        @Nullable String auditId,
        @Nullable String by,
        Instant at) {

    static ControlMessage newScorecard(ScorecardDocument scorecard, String by, Instant at) {
        return new ControlMessage(false, scorecard, null, by, at);
    }

    static ControlMessage newAudit(String auditId, String by, Instant at) {
        return new ControlMessage(false, null, auditId, by, at);
    }

    byte[] toBytes() {
        return EventJson.mapper().writeValueAsBytes(this);
    }

    static ControlMessage fromBytes(byte[] bytes) {
        return EventJson.mapper().readValue(bytes, ControlMessage.class);
    }
}
