package io.tierstream.complaints.domain.ticket;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a ticket's history; most kinds are told to others too.
 *
 * @param at when it happened: the event's, the tier change's or the action's time
 * @param recordedAt when the desk learnt of it
 * @param by the agent; absent for events and the system
 * @param before absent for the first entry
 * @param why the reason, where there is one to give
 * @param tierChange the tier change that did it, for {@link Why#TIER_CHANGED}
 * @param note what the agent or the event says
 */
public record Happening(
        Kind kind,
        Instant at,
        Instant recordedAt,
        @Nullable String by,
        @Nullable Snapshot before,
        Snapshot after,
        @Nullable Why why,
        @Nullable KnownTier tierChange,
        @Nullable String note) {

    /** What can happen to a ticket. */
    public enum Kind {
        ROUTED,
        REPRIORITISED,
        CLAIMED,
        RELEASED,
        WAITING,
        RESUMED,
        AT_RISK,
        BREACHED,
        RESOLVED,
        REOPENED,
        WITHDRAWN,
        /** A person left a note. */
        NOTED,
        /** An event that changed nothing but is remembered. */
        RECORDED,
        /** The deadline had passed before the ticket came to be. */
        CAME_LATE
    }

    /** Why a place or deadline moved, or why an event moved nothing. */
    public enum Why {
        TIER_CHANGED,
        /** The SLA settings changed. */
        SLA_CHANGED,
        /** An event that came late changed for how long the clock stood. */
        LATE_EVENT,
        /** The event's move is not allowed in the state it would find, or later ones outweigh it. */
        NO_EFFECT,
        OLDER_THAN_LAST_ACTION,
        OLDER_THAN_OPENING,
        OTHER_CUSTOMER
    }
}
