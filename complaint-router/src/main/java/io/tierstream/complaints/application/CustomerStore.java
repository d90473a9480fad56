package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.KnownTier;
import io.tierstream.contracts.tier.v1.TierChanged;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The desk's own copy of what it needs of customers: their tier and what decided it, how they stand now, their name. Older
 * facts never replace newer ones.
 */
public interface CustomerStore {

    /** A customer's name and the event that gave it. */
    record Named(String name, EventStamp stamp) {}

    /** A change of tier, and all that decided it. */
    record Decided(KnownTier tier, TierChanged decision) {}

    /**
     * A customer's tier and composite as they stand, which may change many times between two changes of tier.
     *
     * @param at when they were told
     * @param offset where they were told; the later one of two told at the same time is further on
     */
    record Standing(KnownTier tier, Instant at, long offset) {}

    /**
     * What is seen of a customer at a glance.
     *
     * @param composite 0–100
     * @param tierSince when the present tier began
     */
    record Glance(
            @Nullable String name,
            @Nullable BigDecimal composite,
            @Nullable Instant tierSince) {

        /** Of a customer of whom nothing is known. */
        static final Glance NOTHING = new Glance(null, null, null);
    }

    /** The tiers of these customers, as far as they were graded. */
    Map<String, KnownTier> tiers(Collection<String> customerIds);

    /** Keeps changes of tier, unless a newer one is known. */
    void saveDecisions(Map<String, Decided> decisions);

    /** Keeps how customers stand, unless something newer is known; the tier's cause is kept if it is known already. */
    void saveStandings(Map<String, Standing> standings);

    /** What is known of these customers at a glance. */
    Map<String, Glance> glances(Collection<String> customerIds);

    /** At most so many customers whose names have this text in them, in upper or lower case. */
    List<String> named(String text, int most);

    /** What decided the customer's latest change of tier, if it was heard of. */
    Optional<TierChanged> decision(String customerId);

    /** Keeps names, unless a later one is known. */
    void saveNames(Map<String, Named> names);
}
