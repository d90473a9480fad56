package io.tierstream.contracts.customer.v1;

import io.tierstream.contracts.Rules;
import java.math.BigDecimal;

/**
 * Someone judged what a prospect is worth; the four parts are points from 0 to 100.
 *
 * @param assessedBy at most 200 characters
 */
public record ProspectAssessed(
        String customerId,
        BigDecimal financial,
        BigDecimal market,
        BigDecimal cooperation,
        BigDecimal influence,
        String assessedBy)
        implements CustomerEvent {

    public ProspectAssessed {
        Rules.businessId("customerId", customerId);
        financial = Rules.points("financial", financial);
        market = Rules.points("market", market);
        cooperation = Rules.points("cooperation", cooperation);
        influence = Rules.points("influence", influence);
        Rules.text("assessedBy", assessedBy, 200);
    }
}
