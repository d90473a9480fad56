package io.tierstream.complaints.domain.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.tierstream.complaints.domain.Tier;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlinesTest {

    private static final Instant OPENED = Instant.parse("2026-03-28T22:00:00Z");
    private static final SlaPolicy POLICY = SlaPolicy.DEFAULT;

    @Test
    void shouldCountDaysAs24HoursWhateverTheClocksDo() {
        assertThat(Deadlines.due(POLICY, Tier.A, OPENED, Duration.ZERO)).isEqualTo("2026-03-31T22:00:00Z");
    }

    @Test
    void shouldAddTheTimeWaited() {
        assertThat(Deadlines.due(POLICY, Tier.B, OPENED, Duration.ofMinutes(90)))
                .isEqualTo("2026-04-02T23:30:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        // promoted after hours, expected due after hours (C: 120, A: 72, grace 8)
        "0, 72",
        "64, 72",
        "65, 73",
        "100, 108",
        "112, 120",
        "119, 120",
        "130, 120"
    })
    void shouldGraceAPromotionButNeverMakeItLater(long promotedAfter, long expected) {
        assertThat(Deadlines.afterTierChange(
                        POLICY,
                        Tier.C,
                        Tier.A,
                        OPENED.plus(Duration.ofHours(120)),
                        OPENED,
                        Duration.ZERO,
                        OPENED.plus(Duration.ofHours(promotedAfter))))
                .isEqualTo(OPENED.plus(Duration.ofHours(expected)));
    }

    @Test
    void shouldLeaveTheDeadlineWhenTheTierStays() {
        Instant due = OPENED.plusSeconds(1);

        assertThat(Deadlines.afterTierChange(POLICY, Tier.B, Tier.B, due, OPENED, Duration.ZERO, OPENED))
                .isEqualTo(due);
    }

    @ParameterizedTest
    @CsvSource({"0, 120", "0.25, 90", "1, 0", "0.333333, 80.00004"})
    void shouldBeAtRiskInTheLastShareOfTheTime(BigDecimal share, BigDecimal hours) {
        SlaPolicy policy = new SlaPolicy(
                1, POLICY.tiers(), POLICY.promotionGrace(), DemotionRule.FOLLOW, share, OrderRule.TIER_FIRST, null);

        assertThat(Deadlines.atRiskFrom(policy, OPENED, OPENED.plus(Duration.ofHours(120))))
                .isEqualTo(OPENED.plusNanos(
                        hours.multiply(BigDecimal.valueOf(3_600_000_000_000L)).longValueExact()));
    }

    @Test
    void shouldNameEverythingThatIsWrongWithSettings() {
        SlaPolicy policy = new SlaPolicy(
                1,
                Map.of(Tier.A, Duration.ZERO, Tier.B, Duration.ofDays(4000)),
                Duration.ofHours(-1),
                DemotionRule.KEEP,
                new BigDecimal("1.01"),
                OrderRule.DEADLINE_FIRST,
                Duration.ZERO);

        assertThat(policy.problems())
                .extracting(SlaPolicy.Problem::pointer)
                .containsExactly("/tiers/A", "/tiers/B", "/tiers/C", "/promotionGrace", "/atRiskShare", "/maximumWait");
        assertThat(POLICY.problems()).isEmpty();
    }

    @Test
    void shouldTakeSettingsThatStandExactlyAtTheirLimits() {
        Duration longest = SlaPolicy.LONGEST;
        Map<Tier, Duration> tiers = Map.of(Tier.A, Duration.ofNanos(1), Tier.B, longest, Tier.C, longest);

        SlaPolicy least = new SlaPolicy(
                1, tiers, Duration.ZERO, DemotionRule.KEEP, BigDecimal.ZERO, OrderRule.TIER_FIRST, Duration.ofNanos(1));
        SlaPolicy most =
                new SlaPolicy(1, tiers, longest, DemotionRule.KEEP, BigDecimal.ONE, OrderRule.TIER_FIRST, longest);

        assertThat(least.problems()).isEmpty();
        assertThat(most.problems()).isEmpty();
    }

    @Test
    void shouldRefuseSettingsJustBeyondTheirLimits() {
        Duration tooLong = SlaPolicy.LONGEST.plusNanos(1);
        SlaPolicy beyond = new SlaPolicy(
                1,
                Map.of(Tier.A, Duration.ofNanos(-1), Tier.B, tooLong, Tier.C, Duration.ofDays(1)),
                tooLong,
                DemotionRule.KEEP,
                new BigDecimal("-0.01"),
                OrderRule.TIER_FIRST,
                tooLong);
        SlaPolicy negativeWait = new SlaPolicy(
                1,
                POLICY.tiers(),
                Duration.ofNanos(-1),
                DemotionRule.KEEP,
                BigDecimal.ONE,
                OrderRule.TIER_FIRST,
                Duration.ofNanos(-1));

        assertThat(beyond.problems())
                .extracting(SlaPolicy.Problem::pointer)
                .containsExactly("/tiers/A", "/tiers/B", "/promotionGrace", "/atRiskShare", "/maximumWait");
        assertThat(negativeWait.problems())
                .extracting(SlaPolicy.Problem::pointer)
                .containsExactly("/promotionGrace", "/maximumWait");
    }

    @Test
    void shouldKeepADeadlineThatAPromotionMadeLaterOrADemotionLeftEarlierUnderNewSettings() {
        Instant ruled = OPENED.plus(Duration.ofHours(120));
        Instant earlier = ruled.minusSeconds(1);
        Instant later = ruled.plusSeconds(1);

        assertThat(underNewSettings(later, Standing.LATER)).isEqualTo(later);
        assertThat(underNewSettings(earlier, Standing.LATER)).isEqualTo(ruled);
        assertThat(underNewSettings(earlier, Standing.EARLIER)).isEqualTo(earlier);
        assertThat(underNewSettings(later, Standing.EARLIER)).isEqualTo(ruled);
        assertThat(underNewSettings(later, Standing.AS_RULED)).isEqualTo(ruled);
    }

    private static Instant underNewSettings(Instant due, Standing standing) {
        return Deadlines.afterSettingsChange(POLICY, Tier.C, due, standing, OPENED, Duration.ZERO);
    }

    @Test
    void shouldSayHowADeadlineStandsToTheRule() {
        assertThat(Standing.of(OPENED, OPENED)).isEqualTo(Standing.AS_RULED);
        assertThat(Standing.of(OPENED.plusNanos(1), OPENED)).isEqualTo(Standing.LATER);
        assertThat(Standing.of(OPENED.minusNanos(1), OPENED)).isEqualTo(Standing.EARLIER);
    }

    @Test
    void shouldServeABetterTierFirstAndNoTierBeforeItself() {
        assertThat(Tier.A.isBetterThan(Tier.B)).isTrue();
        assertThat(Tier.B.isBetterThan(Tier.B)).isFalse();
        assertThat(Tier.C.isBetterThan(Tier.B)).isFalse();
    }
}
