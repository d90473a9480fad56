package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.sla.SlaPolicy;
import java.time.Instant;
import java.util.List;
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

    /**
     * What a change came to, as counted right before it.
     *
     * @param tickets in the queue
     * @param moved whose deadline it moved
     * @param breached that it made late on the spot
     * @param atRisk that it put at risk on the spot
     */
    record Effect(int tickets, int moved, int breached, int atRisk) {}

    /**
     * Settings that were put in force.
     *
     * @param by who set them; absent for the built-in ones
     * @param effect absent when it was not counted
     */
    record SlaChange(
            SlaPolicy policy,
            @Nullable String by,
            @Nullable Instant at,
            @Nullable Effect effect) {}

    /** The settings in force; empty before the first start has kept the built-in ones. */
    Optional<StoredSla> find();

    /**
     * Settings that were in force, the latest first. All of them are kept.
     *
     * @param before only versions before this one
     * @param most so many
     */
    List<SlaChange> changes(long before, int most);

    /**
     * Keeps settings with the next version, if the one before is still in force.
     *
     * @param change {@code at} is there
     * @return whether they were kept
     */
    boolean save(SlaChange change);

    /** Notes that these settings have been published. */
    void published(long version);
}
