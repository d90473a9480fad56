package io.tierstream.contracts.customer.v1;

import io.tierstream.contracts.EventData;

/** What travels on the topic {@code customers}. */
public sealed interface CustomerEvent extends EventData permits CustomerUpdated, CustomerVisited, ProspectAssessed {}
