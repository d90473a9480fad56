package io.tierstream.contracts.score.v1;

import io.tierstream.contracts.EventData;
import io.tierstream.contracts.Rules;
import java.time.LocalDate;
import java.util.List;

/**
 * A customer's figures and points changed.
 *
 * @param asOf the business day they hold for
 * @param version counts the customer's scores from 1; a higher one replaces a lower one
 * @param currency of all amounts in {@code metrics}
 * @param scorecardVersion the curves behind {@code criteria}
 */
public record CustomerScored(
        String customerId,
        LocalDate asOf,
        long version,
        String currency,
        Metrics metrics,
        Criteria criteria,
        List<Flag> flags,
        int scorecardVersion)
        implements EventData {

    public CustomerScored {
        Rules.businessId("customerId", customerId);
        Rules.required("asOf", asOf);
        Rules.required("currency", currency);
        Rules.required("metrics", metrics);
        Rules.required("criteria", criteria);
        flags = List.copyOf(Rules.required("flags", flags));
    }
}
