package io.tierstream.scoring.streams;

import io.tierstream.scoring.domain.CustomerMetrics;

/**
 * What the store {@code metrics} holds of a customer.
 *
 * @param scoreVersion of the last score that was told
 * @param scorecardVersion whose points it had
 * @param agendaDay the first day under which the agenda has the customer; {@link CustomerMetrics#NEVER} if under none
 * @param ledger the latest entries, and where the others are
 */
record StoredCustomer(
        CustomerMetrics metrics, long scoreVersion, int scorecardVersion, int agendaDay, LedgerHead ledger) {}
