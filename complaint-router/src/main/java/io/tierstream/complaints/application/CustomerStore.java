package io.tierstream.complaints.application;

import io.tierstream.complaints.domain.ticket.EventStamp;
import io.tierstream.complaints.domain.ticket.KnownTier;
import java.util.Collection;
import java.util.Map;

/** The desk's own copy of what it needs of customers: their tier and their name. Older facts never replace newer ones. */
public interface CustomerStore {

    /** A customer's name and the event that gave it. */
    record Named(String name, EventStamp stamp) {}

    /** The tiers of these customers, as far as they were graded. */
    Map<String, KnownTier> tiers(Collection<String> customerIds);

    /** Keeps tiers, unless a newer change is known; at equal numbers, one with its cause replaces one without. */
    void saveTiers(Map<String, KnownTier> tiers);

    /** The names of these customers, as far as they are known. */
    Map<String, String> names(Collection<String> customerIds);

    /** Keeps names, unless a later one is known. */
    void saveNames(Map<String, Named> names);
}
