package io.tierstream.complaints.domain.sla;

import io.tierstream.complaints.domain.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;

/** The arithmetic of deadlines (domain.md, section 3). */
public final class Deadlines {

    private Deadlines() {}

    /** {@code openedAt + SLA(tier) + waited}, in the clock of the tier. */
    public static Instant due(SlaPolicy policy, Tier tier, Instant openedAt, Duration waited) {
        SlaClock clock = policy.clock(tier);
        return clock.plus(openedAt, clock.allowance(policy.sla(tier)).plus(waited));
    }

    /**
     * The deadline after a change of tier. Promotion: {@code min(due, max(openedAt + SLA(to) + waited, now +
     * promotionGrace))}, so that no ticket becomes late on the spot and none later than before. Demotion: the new tier's
     * deadline, or the old one, as the settings say.
     *
     * @param now the time of the tier change; for a ticket whose clock stands, the instant since when it stands
     */
    public static Instant afterTierChange(
            SlaPolicy policy, Tier from, Tier to, Instant due, Instant openedAt, Duration waited, Instant now) {
        if (to == from) {
            return due;
        }
        if (to.isBetterThan(from)) {
            Instant graced = now.plus(policy.promotionGrace());
            return earlier(due, later(due(policy, to, openedAt, waited), graced));
        }
        return switch (policy.onDemotion()) {
            case FOLLOW -> due(policy, to, openedAt, waited);
            case KEEP -> due;
        };
    }

    /**
     * The deadline under new settings: {@code openedAt + SLA(tier) + waited} by them. One that a promotion had made later
     * stays unless that is later still, one that a demotion had left earlier stays unless that is earlier still.
     */
    public static Instant afterSettingsChange(
            SlaPolicy policy, Tier tier, Instant due, Standing standing, Instant openedAt, Duration waited) {
        Instant ruled = due(policy, tier, openedAt, waited);
        return switch (standing) {
            case AS_RULED -> ruled;
            case LATER -> later(due, ruled);
            case EARLIER -> earlier(due, ruled);
        };
    }

    /** {@code due − atRiskShare · (due − openedAt)}, to the nanosecond (HALF_UP). */
    public static Instant atRiskFrom(SlaPolicy policy, Instant openedAt, Instant due) {
        // In whole nanoseconds, which keeps the arithmetic small: it is done for every ticket whenever the queue is
        // summed up.
        BigDecimal whole = BigDecimal.valueOf(Duration.between(openedAt, due).toNanos());
        return due.minusNanos(whole.multiply(policy.atRiskShare())
                .setScale(0, RoundingMode.HALF_UP)
                .longValueExact());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }
}
