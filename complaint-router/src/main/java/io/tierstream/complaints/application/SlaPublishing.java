package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.time.Instant;

/** Tells others which SLA settings are in force. */
public interface SlaPublishing {

    /** Publishes the settings and, once that is acknowledged, notes it in the store. Returns at once. */
    void publish(SlaPolicy policy, Instant at);
}
