package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the SLA settings and who changed them. */
public interface SlaStore {

    /**
     * The settings in force.
     *
     * @param by who set them; absent for the built-in ones
     * @param published whether others have been told
     */
    record StoredSla(
            SlaPolicy policy, @Nullable String by, @Nullable Instant at, boolean published) {}

    /** The settings in force; empty before the first start has kept the built-in ones. */
    Optional<StoredSla> find();

    /**
     * Keeps settings with the next version, if the one before is still in force.
     *
     * @param by who sets them; absent for the built-in ones
     * @return whether they were kept
     */
    boolean save(SlaPolicy policy, @Nullable String by, Instant at);

    /** Notes that these settings have been published. */
    void published(long version);
}
